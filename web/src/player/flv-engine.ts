import mpegts from 'mpegts.js';
import type { Engine, Failure, OpenEngine, Source } from './engine';
import { bufferedEnd, bufferedReadout } from './engine';
import { ENDED, flvFailure, NO_MSE } from './reasons';

/** What stays in hand when the player jumps to the newest picture: enough for a short hiccup. */
const CUSHION_SECONDS = 0.6;

const CONFIG = {
  // Waiting for a full stash would cost more latency than everything else together.
  enableStashBuffer: false,
  // A late viewer starts at a key frame that may be seconds old: far behind it jumps, a little
  // behind it plays faster, which nobody notices.
  liveBufferLatencyChasing: true,
  liveBufferLatencyMaxLatency: 3,
  liveBufferLatencyMinRemain: CUSHION_SECONDS,
  liveSync: true,
  liveSyncMaxLatency: 1.2,
  liveSyncTargetLatency: 0.8,
  liveSyncPlaybackRate: 1.1,
  lazyLoad: false,
  autoCleanupSourceBuffer: true,
  autoCleanupMaxBackwardDuration: 30,
  autoCleanupMinBackwardDuration: 10,
};

/** Plays FLV over HTTP or a WebSocket, and MPEG-TS over HTTP, by mpegts.js. */
export const openFlv: OpenEngine = flvOpener();

/** @param told the messages of data beside the pictures, as they come: values by their names */
export function flvOpener(told?: (data: unknown) => void): OpenEngine {
  return (video, source, failed) => open(video, source, failed, told);
}

function open(
  video: HTMLVideoElement,
  source: Source,
  failed: (failure: Failure) => void,
  told?: (data: unknown) => void,
): Engine {
  if (!mpegts.getFeatureList().mseLivePlayback) {
    queueMicrotask(() => failed(NO_MSE));
    return { close: () => {}, readout: () => bufferedReadout(video), toLive: () => {} };
  }
  mpegts.LoggingControl.applyConfig({ enableAll: false });
  const { mode, url, hasVideo, hasAudio } = source;
  const type = mode === 'ts' ? 'mpegts' : 'flv';
  const player = mpegts.createPlayer(
    // The FLV header may promise a track that never comes, and mpegts.js would wait for it.
    { type, isLive: true, url, ...(hasVideo === undefined ? {} : { hasVideo, hasAudio }) },
    CONFIG,
  );
  player.on(mpegts.Events.ERROR, (type, detail, info) => failed(flvFailure(type, detail, info)));
  player.on(mpegts.Events.LOADING_COMPLETE, () => failed(ENDED));
  if (told) {
    player.on(mpegts.Events.SCRIPTDATA_ARRIVED, told);
  }
  player.attachMediaElement(video);
  player.load();
  return {
    close: () => player.destroy(),
    readout: () => bufferedReadout(video),
    toLive: () => {
      const live = bufferedEnd(video) - CUSHION_SECONDS;
      video.currentTime = Number.isFinite(live) ? live : video.currentTime;
    },
  };
}
