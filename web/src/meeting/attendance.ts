import { audioEncoding, videoEncoding } from '../publish/encoders';
import type { VideoCodec } from '../publish/flv';
import { type Ending, Publisher } from '../publish/publisher';
import { sizeOf } from '../publish/sources';
import { publishSocket } from '../urls';
import { encode, NAME } from './chat';
import { openCamera, openDevices, openMicrophone, SIZE } from './devices';
import { drawnPictures } from './drawn';
import { channelOf, streamOf } from './names';

const VIDEO_BITS = 500_000;
const AUDIO_BITS = 40_000;

/** Who comes in waits for a key frame; so does the text of the chat for those who come later. */
const KEY_SECONDS = 1;

/** What every player here can play, best first. */
const CODECS: VideoCodec[] = ['h264', 'av1'];

const AGAIN_MS_MIN = 1000;
const AGAIN_MS_MAX = 10_000;

export interface Place {
  room: string;
  person: string;
  /** Of a signature or a token. */
  query: string;
}

/** How somebody takes part. */
export interface Presence {
  is: 'asking' | 'connecting' | 'live' | 'out';
  camera: MediaStreamTrack | undefined;
  microphone: MediaStreamTrack | undefined;
  isMuted: boolean;
  /** What the browser threw when it was asked for a device. */
  deviceFault: unknown;
  /** Why nobody sees it at the moment, or any more. */
  ending: Ending | undefined;
}

/** One's own part of a meeting: what is published, for as long as one is in the room. */
export class Attendance {
  /** All streams that this was published as. */
  readonly streams = new Set<string>();

  private presence: Presence = {
    is: 'asking',
    camera: undefined,
    microphone: undefined,
    isMuted: false,
    deviceFault: undefined,
    ending: undefined,
  };
  private publisher: Publisher | undefined;
  /** Of what is published: that of the camera that it began with. */
  private size = SIZE;
  private again: ReturnType<typeof setTimeout> | undefined;
  private failures = 0;
  private hasLeft = false;

  /** @param changed is told how it is, whenever that changes */
  constructor(
    private readonly place: Place,
    private readonly changed: (presence: Presence) => void,
  ) {}

  async enter(): Promise<void> {
    const { camera, microphone, fault } = await openDevices();
    if (this.hasLeft) {
      camera?.stop();
      microphone?.stop();
      return;
    }
    this.takeMicrophone(microphone);
    this.takeCamera(camera);
    this.set({ deviceFault: fault });
    await this.publish();
  }

  leave(): void {
    this.hasLeft = true;
    clearTimeout(this.again);
    this.publisher?.stop();
    this.presence.camera?.stop();
    this.presence.microphone?.stop();
  }

  /** Says something to all others; who is not live says nothing. */
  say(text: string, atMs: number): void {
    this.publisher?.say(NAME, encode(text, this.place.person, atMs));
  }

  /** The stream that is published, or was at last. */
  stream(): string {
    return [...this.streams].at(-1) ?? '';
  }

  /** Off is off: its light goes out. */
  async switchCamera(): Promise<void> {
    const { camera } = this.presence;
    if (camera) {
      camera.stop();
      this.takeCamera(undefined);
      return;
    }
    const opened = await openCamera();
    if ('fault' in opened) {
      this.set({ deviceFault: opened.fault });
    } else {
      this.takeCamera(opened.track);
    }
  }

  /** Who had none so far has to begin anew: players do not expect sound to come later. */
  async switchMicrophone(): Promise<void> {
    const { microphone, isMuted } = this.presence;
    if (microphone) {
      microphone.enabled = isMuted;
      this.set({ isMuted: !isMuted });
      return;
    }
    const opened = await openMicrophone();
    if ('fault' in opened) {
      this.set({ deviceFault: opened.fault });
    } else if (this.hasLeft) {
      opened.track.stop();
    } else {
      this.takeMicrophone(opened.track);
      this.publisher?.stop();
      await this.publish();
    }
  }

  private takeMicrophone(microphone: MediaStreamTrack | undefined): void {
    // One that was pulled out may be asked for anew.
    microphone?.addEventListener('ended', () => this.takeMicrophone(undefined));
    this.set({ microphone, isMuted: false, ...(microphone && { deviceFault: undefined }) });
  }

  private takeCamera(camera: MediaStreamTrack | undefined): void {
    if (this.hasLeft) {
      camera?.stop();
      return;
    }
    camera?.addEventListener('ended', () => this.takeCamera(undefined));
    this.set({ camera, ...(camera && { deviceFault: undefined }) });
    this.publisher?.replacePictures(camera ?? this.drawn());
  }

  private drawn() {
    return drawnPictures(this.place.person, this.size);
  }

  private async publish(): Promise<void> {
    clearTimeout(this.again);
    this.size = sizeOf(new MediaStream(this.presence.camera ? [this.presence.camera] : []), SIZE);
    const picture = { ...this.size, bitrate: VIDEO_BITS };
    const codec = await firstOf(CODECS, (it) => videoEncoding(it, picture));
    const sound = await audioEncoding('opus', AUDIO_BITS);
    if (this.hasLeft) {
      return;
    }
    // As they are by now.
    const { camera, microphone } = this.presence;
    this.publisher?.stop();
    if (!codec) {
      this.set({ is: 'out', ending: { why: 'encoder', what: CODECS.join(', ') } });
      return;
    }
    const { room, person, query } = this.place;
    const stream = streamOf(person);
    this.streams.add(stream);
    const plan = {
      url: publishSocket(channelOf(room, stream), query, location),
      video: { codec, picture, keySeconds: KEY_SECONDS },
      audio: sound && ({ codec: 'opus', bitrate: AUDIO_BITS } as const),
      goesOn: true,
    };
    const publisher: Publisher = new Publisher(
      plan,
      { video: camera ?? this.drawn(), audio: microphone },
      (told) => {
        if (told.is === 'over') {
          this.over(publisher, told.ending);
        } else {
          this.failures = told.is === 'live' ? 0 : this.failures;
          this.set({ is: told.is, ending: undefined });
        }
      },
    );
    this.publisher = publisher;
  }

  /** One that was replaced has nothing more to say. */
  private over(publisher: Publisher, ending: Ending): void {
    if (publisher !== this.publisher || this.hasLeft || ending.why === 'asked') {
      return;
    }
    this.set({ is: 'out', ending });
    if (mayPass(ending)) {
      this.failures += 1;
      const afterMs = Math.min(AGAIN_MS_MIN * 2 ** (this.failures - 1), AGAIN_MS_MAX);
      this.again = setTimeout(() => void this.publish(), afterMs);
    }
  }

  private set(change: Partial<Presence>): void {
    if (!this.hasLeft) {
      this.presence = { ...this.presence, ...change };
      this.changed(this.presence);
    }
  }
}

/** Whether it is worth to try again: the line was cut, or the server has no room. */
export function mayPass(ending: Ending): boolean {
  return (
    ending.why === 'line' ||
    (ending.why === 'refused' && [408, 409, 429, 503].includes(ending.status))
  );
}

async function firstOf<T>(all: T[], works: (one: T) => Promise<unknown>): Promise<T | undefined> {
  for (const one of all) {
    if (await works(one)) {
      return one;
    }
  }
  return undefined;
}
