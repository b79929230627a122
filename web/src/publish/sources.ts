import type { Picture } from './encoders';

/** Where a picture comes from. */
export type PictureSource = 'camera' | 'screen' | 'none';

export interface Wanted {
  picture: PictureSource;
  sound: boolean;
  size: Pick<Picture, 'width' | 'height' | 'frameRate'>;
}

/** Asks the person for what is wanted; rejects as the browser does. */
export async function open({ picture, sound, size }: Wanted): Promise<MediaStream> {
  const video = {
    width: { ideal: size.width },
    height: { ideal: size.height },
    frameRate: { ideal: size.frameRate, max: size.frameRate },
  };
  if (picture !== 'screen') {
    return navigator.mediaDevices.getUserMedia({
      video: picture === 'camera' && video,
      audio: sound && { channelCount: { ideal: 2 } },
    });
  }
  const screen = await navigator.mediaDevices.getDisplayMedia({ video });
  if (sound) {
    try {
      const voice = await navigator.mediaDevices.getUserMedia({ audio: true });
      voice.getTracks().forEach((track) => screen.addTrack(track));
    } catch (error) {
      close(screen);
      throw error;
    }
  }
  return screen;
}

export function close(stream: MediaStream): void {
  stream.getTracks().forEach((track) => track.stop());
}

/**
 * The size of what comes, no larger than what was wanted, in its own shape: a screen has another one
 * than a camera. Even numbers, as encoders of H.264 need them.
 */
export function sizeOf(stream: MediaStream, wanted: Wanted['size']): Wanted['size'] {
  const settings = stream.getVideoTracks()[0]?.getSettings() ?? {};
  return fitted({ ...wanted, width: settings.width, height: settings.height }, wanted);
}

export function fitted(
  is: { width: number | undefined; height: number | undefined },
  wanted: Wanted['size'],
): Wanted['size'] {
  if (!is.width || !is.height) {
    return wanted;
  }
  const scale = Math.min(1, wanted.width / is.width, wanted.height / is.height);
  const even = (length: number) => Math.max(2, 2 * Math.round((length * scale) / 2));
  return { width: even(is.width), height: even(is.height), frameRate: wanted.frameRate };
}
