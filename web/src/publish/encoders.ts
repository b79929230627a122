import type { AudioCodec, VideoCodec } from './flv';

/** What this browser encodes, and with which settings. */

export interface Picture {
  width: number;
  height: number;
  frameRate: number;
  bitrate: number;
}

/**
 * Names of each codec, best first: what an encoder takes depends on the machine. The levels are for
 * 1080p at 60 frames.
 */
const VIDEO: Record<VideoCodec, string[]> = {
  h264: ['avc1.64002A', 'avc1.4D002A', 'avc1.42E02A', 'avc1.42E028', 'avc1.42E01F'],
  hevc: ['hvc1.1.6.L123.B0'],
  av1: ['av01.0.09M.08'],
  vp9: ['vp09.00.41.08'],
};

const AUDIO: Record<AudioCodec, string> = { opus: 'opus', aac: 'mp4a.40.2' };

/** Most widely played first. */
export const VIDEO_CODECS: VideoCodec[] = ['h264', 'hevc', 'av1', 'vp9'];
export const AUDIO_CODECS: AudioCodec[] = ['opus', 'aac'];

export const CODEC_NAMES: Record<VideoCodec | AudioCodec, string> = {
  h264: 'H.264',
  hevc: 'HEVC',
  av1: 'AV1',
  vp9: 'VP9',
  opus: 'Opus',
  aac: 'AAC',
};

/** Why nobody can publish from here, if nobody can. */
export function obstacle(): 'insecure' | 'browser' | undefined {
  if (!globalThis.isSecureContext) {
    return 'insecure';
  }
  const needed = ['VideoEncoder', 'AudioEncoder', 'MediaStreamTrackProcessor'];
  return needed.every((name) => name in globalThis) ? undefined : 'browser';
}

/** How to set up an encoder for this, if the browser has one. */
export async function videoEncoding(
  codec: VideoCodec,
  { width, height, frameRate, bitrate }: Picture,
): Promise<VideoEncoderConfig | undefined> {
  for (const name of VIDEO[codec]) {
    const config: VideoEncoderConfig = {
      codec: name,
      width,
      height,
      bitrate,
      framerate: frameRate,
      latencyMode: 'realtime',
      ...(codec === 'h264' ? { avc: { format: 'avc' } } : {}),
      ...(codec === 'hevc' ? { hevc: { format: 'hevc' } } : {}),
    };
    if (await isSupported(() => VideoEncoder.isConfigSupported(config))) {
      return config;
    }
  }
  return undefined;
}

export async function audioEncoding(
  codec: AudioCodec,
  bitrate: number,
  sampleRate = 48_000,
  channels = 2,
): Promise<AudioEncoderConfig | undefined> {
  const config: AudioEncoderConfig = {
    codec: AUDIO[codec],
    bitrate,
    sampleRate,
    numberOfChannels: channels,
  };
  return (await isSupported(() => AudioEncoder.isConfigSupported(config))) ? config : undefined;
}

/** A browser that does not know a name may refuse the question. */
async function isSupported(ask: () => Promise<{ supported?: boolean }>): Promise<boolean> {
  try {
    return (await ask()).supported === true;
  } catch {
    return false;
  }
}

/** The codecs that this browser encodes pictures and sound with. */
export async function codecsHere(): Promise<{ video: VideoCodec[]; audio: AudioCodec[] }> {
  const usual = { width: 1280, height: 720, frameRate: 30, bitrate: 2_000_000 };
  const video = await chosen(VIDEO_CODECS, (codec) => videoEncoding(codec, usual));
  const audio = await chosen(AUDIO_CODECS, (codec) => audioEncoding(codec, 96_000));
  return { video, audio };
}

async function chosen<C>(all: C[], ask: (codec: C) => Promise<unknown>): Promise<C[]> {
  const answers = await Promise.all(all.map(ask));
  return all.filter((_, index) => answers[index] !== undefined);
}
