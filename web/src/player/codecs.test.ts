import { describe, expect, it } from 'vitest';
import { decodeChannels } from '../api/decode';
import type { Track } from '../api/types';
import { inWords, unplayable } from './codecs';

function track(kind: string, codec: string, codecs?: string): Track {
  const [channel] = decodeChannels({
    channels: [{ name: 'live/cam', tracks: [{ kind, codec, codecs }] }],
  });
  return channel!.tracks[0]!;
}

const H264 = track('video', 'H.264', 'avc1.64001F');
const HEVC = track('video', 'HEVC', 'hvc1.1.6.L93.B0');
const AV1 = track('video', 'AV1', 'av01.0.08M.08');
const VP9 = track('video', 'VP9', 'vp09.00.10.08');
const AAC = track('audio', 'AAC', 'mp4a.40.2');
const MP3 = track('audio', 'MP3', 'mp4a.40.34');
const OPUS = track('audio', 'Opus', 'opus');
const AC3 = track('audio', 'AC-3', 'ac-3');
const SPEEX = track('audio', 'Speex');
const DATA = track('data', 'AMF0');
const ALL = [H264, HEVC, AV1, VP9, AAC, MP3, OPUS, AC3, SPEEX, DATA];

describe('what cannot be played', () => {
  it.each([
    ['flv', [VP9, AC3, SPEEX]],
    ['ws', [VP9, AC3, SPEEX]],
    ['hls', [AV1, VP9, OPUS, SPEEX]],
    ['ts', [AV1, VP9, OPUS, SPEEX]],
  ] as const)('by %s in a browser that decodes everything', (mode, expected) => {
    expect(unplayable(mode, ALL, () => true)).toEqual(expected);
  });

  it('is also what the browser does not decode', () => {
    const asked: string[] = [];
    const decodes = (mime: string) => {
      asked.push(mime);
      return !mime.includes('hvc1');
    };
    expect(unplayable('flv', [HEVC, AAC, MP3], decodes)).toEqual([HEVC]);
    expect(asked).toEqual([
      'video/mp4; codecs="hvc1.1.6.L93.B0"',
      'audio/mp4; codecs="mp4a.40.2"',
      'audio/mpeg',
    ]);
  });

  it('is told in words', () => {
    expect(inWords([HEVC, AC3])).toBe('HEVC video and AC-3 sound');
    expect(inWords([])).toBe('');
  });
});
