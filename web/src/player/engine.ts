/**
 * How a channel is played: HLS, or for low latency FLV over HTTP or a WebSocket, or MPEG-TS over
 * HTTP.
 */
export const MODES = ['hls', 'flv', 'ws', 'ts'] as const;
export type Mode = (typeof MODES)[number];

/** What to play. */
export interface Source {
  mode: Mode;
  url: string;
  hasVideo: boolean | undefined;
  hasAudio: boolean | undefined;
  /** The tracks that the browser cannot play this way, in words; mostly empty. */
  leftOut: string;
  /** Changes when the tracks do, so that what could not be played is tried again. */
  tracks: string;
  /** Of a control node: whether it is played from its beginning, and sought in, or live. */
  recorded?: boolean;
}

/** HLS of which nothing is known but where it is. */
export function playlist(url: string, recorded: boolean): Source {
  return {
    mode: 'hls',
    url,
    hasVideo: undefined,
    hasAudio: undefined,
    leftOut: '',
    tracks: '',
    recorded,
  };
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
  /** When what is shown was recorded; `undefined` where that is not known. */
  recordedMs?(): number | undefined;
  /** Shows what was recorded at this time, or next after it. */
  seekTo?(recordedMs: number): void;
}

/** Opens a stream. `failed` is called at most once. */
export type OpenEngine = (
  video: HTMLVideoElement,
  source: Source,
  failed: (failure: Failure) => void,
  /** Of a recording: when it was recorded what is shown first; its beginning by default. */
  fromMs?: number,
) => Engine;

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
