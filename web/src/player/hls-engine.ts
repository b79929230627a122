import Hls, { type HlsConfig } from 'hls.js/light';
import type { Engine, OpenEngine } from './engine';
import { bufferedReadout } from './engine';
import { afterGap, type Fragment, recordedAt, secondsOf } from './recorded-time';
import { ENDED, hlsFailure, NO_MSE } from './reasons';

/** The server may hold the first playlist back until the first segment is complete. */
const FIRST_PLAYLIST_MS_MAX = 30_000;

/** A decoder that stumbles again within this time gets a fresh player instead. */
const RECOVERY_PAUSE_MS = 5000;

const CONFIG: Partial<HlsConfig> = {
  manifestLoadPolicy: {
    default: {
      maxTimeToFirstByteMs: FIRST_PLAYLIST_MS_MAX,
      maxLoadTimeMs: FIRST_PLAYLIST_MS_MAX,
      // The player above tries again itself, and says so on the screen.
      timeoutRetry: null,
      errorRetry: null,
    },
  },
};

const LIVE: Partial<HlsConfig> = {
  ...CONFIG,
  // A live picture that was watched is not watched again, and memory of phones is small.
  backBufferLength: 15,
  liveDurationInfinity: true,
  // Catches up after a stall instead of staying behind for ever.
  maxLiveSyncPlaybackRate: 1.1,
};

const RECORDED: Partial<HlsConfig> = {
  ...CONFIG,
  backBufferLength: 60,
  // Also of one that still runs.
  startPosition: 0,
};

/** Plays HLS by hls.js. */
export const openHls: OpenEngine = (video, source, failed, fromMs): Engine => {
  if (!Hls.isSupported()) {
    queueMicrotask(() => failed(NO_MSE));
    return { close: () => {}, readout: () => bufferedReadout(video), toLive: () => {} };
  }
  const hls = new Hls(source.recorded ? RECORDED : LIVE);
  let recoveredAtMs = -Infinity;
  hls.on(Hls.Events.ERROR, (_, error) => {
    const nowMs = performance.now();
    if (!error.fatal) {
      return;
    }
    if (error.type === Hls.ErrorTypes.MEDIA_ERROR && nowMs - recoveredAtMs > RECOVERY_PAUSE_MS) {
      recoveredAtMs = nowMs;
      hls.recoverMediaError();
      return;
    }
    failed(hlsFailure(error, source.recorded !== undefined));
  });
  if (fromMs !== undefined) {
    hls.once(Hls.Events.LEVEL_LOADED, (_, { details }) => {
      hls.startLoad(secondsOf(fromMs, details.fragments));
    });
  }
  // The end of a recording is no failure.
  const onEnded = () => source.recorded || failed(ENDED);
  const fragments = (): readonly Fragment[] => hls.latestLevelDetails?.fragments ?? [];
  // hls.js waits at a long gap for what never comes.
  const onWaiting = () => {
    const seconds = source.recorded ? afterGap(video.currentTime, fragments()) : undefined;
    if (seconds !== undefined) {
      video.currentTime = seconds;
    }
  };
  video.addEventListener('ended', onEnded);
  video.addEventListener('waiting', onWaiting);
  hls.loadSource(source.url);
  hls.attachMedia(video);
  return {
    close: () => {
      video.removeEventListener('ended', onEnded);
      video.removeEventListener('waiting', onWaiting);
      hls.destroy();
    },
    readout: () => ({ ...bufferedReadout(video), behindLiveSeconds: latency(hls) }),
    toLive: () => {
      // Of a new channel, what is played can be newer than what would be safe to begin with.
      video.currentTime = Math.max(video.currentTime, hls.liveSyncPosition ?? 0);
    },
    recordedMs: () =>
      video.readyState > 0 ? recordedAt(video.currentTime, fragments()) : undefined,
    seekTo: (recordedMs) => {
      video.currentTime = secondsOf(recordedMs, fragments());
    },
  };
};

function latency(hls: Hls): number | undefined {
  return hls.latency > 0 ? hls.latency : undefined;
}
