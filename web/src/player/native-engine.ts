import type { Engine, OpenEngine } from './engine';
import { bufferedReadout } from './engine';
import { ENDED, nativeFailure } from './reasons';

/** Of Safari: when was recorded what is at 0. */
type Dated = HTMLVideoElement & { getStartDate?: () => Date };

/** Plays HLS by the browser itself (Safari). */
export const openNative: OpenEngine = (video, source, failed, fromMs): Engine => {
  const onError = () => failed(nativeFailure(video.error?.code));
  // The end of a recording is no failure.
  const onEnded = () => source.recorded || failed(ENDED);
  const seekTo = (recordedMs: number) => {
    video.currentTime = Math.max(0, (recordedMs - (startMs(video) ?? recordedMs)) / 1000);
  };
  const onMetadata = () => source.recorded && seekTo(fromMs ?? startMs(video) ?? 0);
  video.addEventListener('error', onError);
  video.addEventListener('ended', onEnded);
  video.addEventListener('loadedmetadata', onMetadata);
  video.src = source.url;
  return {
    close: () => {
      video.removeEventListener('error', onError);
      video.removeEventListener('ended', onEnded);
      video.removeEventListener('loadedmetadata', onMetadata);
      video.removeAttribute('src');
      video.load();
    },
    readout: () => ({ ...bufferedReadout(video), behindLiveSeconds: behindSeekable(video) }),
    toLive: () => {
      const { seekable } = video;
      video.currentTime =
        seekable.length > 0 ? seekable.end(seekable.length - 1) : video.currentTime;
    },
    recordedMs: () => {
      const atMs = startMs(video);
      return atMs === undefined ? undefined : atMs + video.currentTime * 1000;
    },
    seekTo,
  };
};

function behindSeekable({ seekable, currentTime }: HTMLVideoElement): number | undefined {
  return seekable.length > 0 ? seekable.end(seekable.length - 1) - currentTime : undefined;
}

function startMs(video: Dated): number | undefined {
  const ms = video.getStartDate?.().getTime();
  return ms === undefined || Number.isNaN(ms) ? undefined : ms;
}
