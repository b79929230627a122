/** Camera and microphone, as far as there are any and the person gives them. */

export interface Devices {
  camera: MediaStreamTrack | undefined;
  microphone: MediaStreamTrack | undefined;
  /** Why one is missing: what the browser threw. */
  fault: unknown;
}

/** Enough for a tile, and little enough for nine of them. */
export const SIZE = { width: 640, height: 360, frameRate: 15 };

const VIDEO: MediaTrackConstraints = {
  width: { ideal: SIZE.width },
  height: { ideal: SIZE.height },
  frameRate: { ideal: SIZE.frameRate, max: 30 },
};

/** Asks for both at once; where that fails, for each alone. Never rejects. */
export async function openDevices(): Promise<Devices> {
  try {
    const stream = await navigator.mediaDevices.getUserMedia({ video: VIDEO, audio: true });
    const [camera] = stream.getVideoTracks();
    const [microphone] = stream.getAudioTracks();
    return { camera, microphone, fault: undefined };
  } catch (fault) {
    const [camera, microphone] = [await openCamera(), await openMicrophone()];
    return { camera: trackOf(camera), microphone: trackOf(microphone), fault };
  }
}

/** A track, or what the browser threw. */
export type Opened = { track: MediaStreamTrack } | { fault: unknown };

export const openCamera = () => openOne({ video: VIDEO });
export const openMicrophone = () => openOne({ audio: true });

async function openOne(wanted: MediaStreamConstraints): Promise<Opened> {
  try {
    const stream = await navigator.mediaDevices.getUserMedia(wanted);
    return { track: stream.getTracks()[0]! };
  } catch (fault) {
    return { fault };
  }
}

function trackOf(opened: Opened): MediaStreamTrack | undefined {
  return 'track' in opened ? opened.track : undefined;
}
