/** How a channel is played: HLS, or FLV over HTTP or a WebSocket for low latency. */
export type Mode = 'hls' | 'flv' | 'ws';

/** What to play. */
export interface Source {
  mode: Mode;
  url: string;
  hasVideo: boolean | undefined;
  hasAudio: boolean | undefined;
  /** Changes when the tracks do, so that what could not be played is tried again. */
  tracks: string;
}

/** Why playing ended. What is permanent is not tried again until the tracks change. */
export interface Failure {
  why: string;
  permanent: boolean;
}

/** How far behind the newest picture the player is, and how much it has in hand. */
export interface Readout {
  behindLiveSeconds: number | undefined;
  bufferSeconds: number | undefined;
}

/** One opened stream on one video element. Closed once, never opened again. */
export interface Engine {
  close(): void;
  readout(): Readout;
  /** Jumps to the newest picture. */
  toLive(): void;
}

/** Opens a stream. `failed` is called at most once. */
export type OpenEngine = (
  video: HTMLVideoElement,
  source: Source,
  failed: (failure: Failure) => void,
) => Engine;

/** Loads the code that plays the mode; a page that plays nothing loads no player. */
export async function loadEngine(mode: Mode): Promise<OpenEngine> {
  if (mode !== 'hls') {
    return (await import('./flv-engine')).openFlv;
  }
  return playsHlsItself(document.createElement('video'), navigator.vendor)
    ? (await import('./native-engine')).openNative
    : (await import('./hls-engine')).openHls;
}

/**
 * Safari plays HLS itself, with less power and with AirPlay. Chromium says it can as well, but
 * hls.js recovers better there and tells the latency.
 */
export function playsHlsItself(video: HTMLVideoElement, vendor: string): boolean {
  const offers = video.canPlayType('application/vnd.apple.mpegurl') !== '';
  return offers && (vendor.startsWith('Apple') || !('MediaSource' in globalThis));
}

/** The readout of the buffered ranges alone. */
export function bufferedReadout(video: HTMLVideoElement): Readout {
  const ahead = bufferedEnd(video) - video.currentTime;
  const known = Number.isFinite(ahead) ? Math.max(0, ahead) : undefined;
  return { behindLiveSeconds: known, bufferSeconds: known };
}

/** Where the newest buffered picture is; `NaN` when nothing is buffered. */
export function bufferedEnd({ buffered }: HTMLVideoElement): number {
  return buffered.length > 0 ? buffered.end(buffered.length - 1) : NaN;
}
