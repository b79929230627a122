import type { Engine, OpenEngine } from './engine';
import { bufferedReadout } from './engine';
import { ENDED, nativeFailure } from './reasons';

/** Plays HLS by the browser itself (Safari). */
export const openNative: OpenEngine = (video, source, failed): Engine => {
  const onError = () => failed(nativeFailure(video.error?.code));
  const onEnded = () => failed(ENDED);
  video.addEventListener('error', onError);
  video.addEventListener('ended', onEnded);
  video.src = source.url;
  return {
    close: () => {
      video.removeEventListener('error', onError);
      video.removeEventListener('ended', onEnded);
      video.removeAttribute('src');
      video.load();
    },
    readout: () => ({ ...bufferedReadout(video), behindLiveSeconds: behindSeekable(video) }),
    toLive: () => {
      const { seekable } = video;
      video.currentTime =
        seekable.length > 0 ? seekable.end(seekable.length - 1) : video.currentTime;
    },
  };
};

function behindSeekable({ seekable, currentTime }: HTMLVideoElement): number | undefined {
  return seekable.length > 0 ? seekable.end(seekable.length - 1) - currentTime : undefined;
}
