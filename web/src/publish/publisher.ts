import { audioEncoding, type Picture, videoEncoding } from './encoders';
import * as flv from './flv';
import { Pressure } from './pressure';
import { bytesOf, opusHead, videoRecord } from './records';

/** As the server has it for who publishes over a WebSocket. */
const PROTOCOL = 'publish.flv';

/** Its code for a refusal is this and what would be the status over HTTP. */
const REFUSED = 4000;

export interface Plan {
  /** Where to: `ws://…/live/cam.flv`. */
  url: string;
  video: { codec: flv.VideoCodec; picture: Picture; keySeconds: number } | undefined;
  audio: { codec: flv.AudioCodec; bitrate: number } | undefined;
  /** Whether it goes on where a track has ended: another one comes, or there is none. */
  goesOn?: boolean;
}

/** What is encoded: tracks of the browser's, or pictures that the page makes. */
export interface Sources {
  video: MediaStreamTrack | ReadableStream<VideoFrame> | undefined;
  audio: MediaStreamTrack | undefined;
}

/** Why it has ended. */
export type Ending =
  | { why: 'asked' }
  /** The person stopped sharing, or pulled out the camera. */
  | { why: 'source' }
  /** The server says so, in its words. */
  | { why: 'refused'; status: number; reason: string }
  /** There was no connection, or it is gone. */
  | { why: 'line'; wasOpen: boolean }
  | { why: 'encoder'; what: string };

export interface Counts {
  sentBytes: number;
  waitingBytes: number;
  pictures: number;
  leftOut: number;
}

type Told = { is: 'connecting' } | { is: 'live' } | { is: 'over'; ending: Ending };

/** Encodes a stream and sends it, from its making until it is over, once. */
export class Publisher {
  private readonly socket: WebSocket;
  private readonly pressure: Pressure;
  private videoClock = new Clock();
  private readonly audioClock = new Clock();
  private readonly readers = new Set<ReadableStreamDefaultReader>();
  private videoReader: ReadableStreamDefaultReader | undefined;
  private takePicture: ((frame: VideoFrame) => void) | undefined;
  private readonly closers: (() => void)[] = [];
  private readonly startMs = performance.now();
  private sentBytes = 0;
  private pictures = 0;
  private leftOut = 0;
  private wasOpen = false;
  private isOver = false;

  /** @param tell is told what becomes of it */
  constructor(
    private readonly plan: Plan,
    private readonly sources: Sources,
    private readonly tell: (told: Told) => void,
  ) {
    this.pressure = new Pressure((plan.video?.picture.bitrate ?? 0) + (plan.audio?.bitrate ?? 0));
    this.socket = new WebSocket(plan.url, PROTOCOL);
    this.socket.binaryType = 'arraybuffer';
    this.socket.onopen = () => void this.begin();
    this.socket.onclose = (event) => this.closed(event);
    tell({ is: 'connecting' });
  }

  counts(): Counts {
    const { sentBytes, pictures, leftOut } = this;
    const waitingBytes = this.socket.bufferedAmount;
    return { sentBytes: sentBytes - waitingBytes, waitingBytes, pictures, leftOut };
  }

  stop(): void {
    this.end({ why: 'asked' });
  }

  /** A message of data beside the picture: what somebody says, for who watches. */
  say(name: string, value: flv.AmfValue): void {
    if (this.wasOpen && !this.isOver) {
      this.send(flv.script(name, value, this.sinceStartMs()));
    }
  }

  /** Goes on with other pictures, which are cut to the shape of those before. */
  replacePictures(video: NonNullable<Sources['video']>): void {
    this.sources.video = video;
    if (this.takePicture && !this.isOver) {
      this.readPictures(video);
    }
  }

  private sinceStartMs(): number {
    return performance.now() - this.startMs;
  }

  private async begin(): Promise<void> {
    this.wasOpen = true;
    const hasVideo = !!this.plan.video && !!this.sources.video;
    const audio = this.plan.audio && this.sources.audio;
    this.send(flv.fileHeader(!!audio, hasVideo));
    this.send(flv.script('onMetaData', this.metadata(), 0));
    try {
      if (hasVideo) {
        await this.encodeVideo(this.plan.video!);
      }
      if (this.isOver) {
        return; // the server has refused meanwhile
      }
      if (audio) {
        this.encodeAudio(audio, this.plan.audio!);
      }
      this.tell({ is: 'live' });
    } catch (error) {
      this.end({ why: 'encoder', what: String(error) });
    }
  }

  private metadata(): { [name: string]: flv.AmfValue } {
    const { video, audio } = this.plan;
    return {
      encoder: 'Millrace page',
      ...(video && {
        width: video.picture.width,
        height: video.picture.height,
        framerate: video.picture.frameRate,
        videodatarate: video.picture.bitrate / 1000,
      }),
      ...(audio && { audiodatarate: audio.bitrate / 1000 }),
    };
  }

  private async encodeVideo(plan: NonNullable<Plan['video']>) {
    const config = await videoEncoding(plan.codec, plan.picture);
    if (this.isOver) {
      return;
    }
    if (config === undefined) {
      throw new Error(`${plan.codec} ${plan.picture.width}×${plan.picture.height}`);
    }
    const encoder = new VideoEncoder({
      output: (chunk, info) => this.pictureOut(plan.codec, chunk, info),
      error: (error) => this.end({ why: 'encoder', what: error.message }),
    });
    this.closers.push(() => encoder.state !== 'closed' && encoder.close());
    encoder.configure(config);
    let keyAtMs = -Infinity;
    this.takePicture = (frame) => {
      this.videoClock.begin(frame.timestamp, this.sinceStartMs());
      const said = this.pressure.picture(this.socket.bufferedAmount, encoder.encodeQueueSize);
      if (said === 'leave-out') {
        this.leftOut += 1;
        return;
      }
      const nowMs = performance.now();
      const keyFrame = said === 'encode-key' || nowMs - keyAtMs >= plan.keySeconds * 1000;
      if (keyFrame) {
        keyAtMs = nowMs;
      }
      const timed = this.timed(frame);
      encoder.encode(timed, { keyFrame });
      timed.close();
    };
    this.readPictures(this.sources.video!);
  }

  private readPictures(video: NonNullable<Sources['video']>): void {
    const before = this.videoReader;
    if (before) {
      this.readers.delete(before);
      void before.cancel().catch(() => {});
    }
    this.videoClock = new Clock();
    const frames = video instanceof ReadableStream ? video : framesOf<VideoFrame>(video);
    this.videoReader = this.pump(frames, this.takePicture!);
  }

  /** On the page's clock, which goes on when another camera has another one. */
  private timed(frame: VideoFrame): VideoFrame {
    const { picture } = this.plan.video!;
    const timestamp = Math.round(this.videoClock.ms(frame.timestamp) * 1000);
    const visibleRect = this.plan.goesOn && cut(frame.visibleRect, picture);
    return new VideoFrame(frame, { timestamp, ...(visibleRect && { visibleRect }) });
  }

  private pictureOut(
    codec: flv.VideoCodec,
    chunk: EncodedVideoChunk,
    info?: EncodedVideoChunkMetadata,
  ): void {
    const data = bytesIn(chunk);
    const atMs = chunk.timestamp / 1000;
    const config = info?.decoderConfig;
    const record = config && videoRecord(codec, config, data);
    if (record) {
      this.send(flv.videoConfig(codec, record, atMs));
    }
    this.pictures += 1;
    this.send(flv.picture(codec, chunk.type === 'key', data, atMs));
  }

  /** Set up with the first samples: a microphone is not always what was asked for. */
  private encodeAudio(track: MediaStreamTrack, plan: NonNullable<Plan['audio']>): void {
    let shape = { sampleRate: 0, numberOfChannels: 0 };
    const encoder = new AudioEncoder({
      output: (chunk, info) => {
        const atMs = this.audioClock.ms(chunk.timestamp);
        if (info?.decoderConfig) {
          const { description } = info.decoderConfig;
          const record = description
            ? bytesOf(description)
            : opusHead(shape.numberOfChannels, shape.sampleRate);
          this.send(flv.audioConfig(plan.codec, record, atMs));
        }
        this.send(flv.sound(plan.codec, bytesIn(chunk), atMs));
      },
      error: (error) => this.end({ why: 'encoder', what: error.message }),
    });
    this.closers.push(() => encoder.state !== 'closed' && encoder.close());
    this.pump(framesOf<AudioData>(track), async (data) => {
      if (this.pressure.isSoundLeftOut(this.socket.bufferedAmount)) {
        return;
      }
      this.audioClock.begin(data.timestamp, this.sinceStartMs());
      const { sampleRate, numberOfChannels } = data;
      if (sampleRate !== shape.sampleRate || numberOfChannels !== shape.numberOfChannels) {
        shape = { sampleRate, numberOfChannels };
        const config = await audioEncoding(plan.codec, plan.bitrate, sampleRate, numberOfChannels);
        if (config === undefined) {
          throw new Error(`${plan.codec} ${sampleRate} Hz, ${numberOfChannels}`);
        }
        encoder.configure(config);
      }
      encoder.encode(data);
    });
  }

  /** Hands over what comes, until no more does. */
  private pump<T extends { close(): void }>(
    frames: ReadableStream<T>,
    take: (data: T) => void | Promise<void>,
  ): ReadableStreamDefaultReader<T> {
    const reader = frames.getReader();
    this.readers.add(reader);
    const read = async () => {
      for (let next = await reader.read(); !next.done; next = await reader.read()) {
        try {
          if (this.readers.has(reader) && !this.isOver) {
            await take(next.value);
          }
        } finally {
          next.value.close();
        }
      }
      if (this.readers.has(reader) && !this.plan.goesOn) {
        this.end({ why: 'source' });
      }
    };
    read().catch((error: unknown) => this.end({ why: 'encoder', what: String(error) }));
    return reader;
  }

  private send(bytes: Uint8Array<ArrayBuffer>): void {
    if (this.socket.readyState === WebSocket.OPEN) {
      this.sentBytes += bytes.length;
      this.socket.send(bytes);
    }
  }

  private closed({ code, reason }: CloseEvent): void {
    this.end(
      code > REFUSED
        ? { why: 'refused', status: code - REFUSED, reason }
        : { why: 'line', wasOpen: this.wasOpen },
    );
  }

  /** The first reason is the true one. */
  private end(ending: Ending): void {
    if (this.isOver) {
      return;
    }
    this.isOver = true;
    this.readers.forEach((reader) => void reader.cancel().catch(() => {}));
    this.closers.forEach((close) => close());
    this.socket.close();
    this.tell({ is: 'over', ending });
  }
}

/**
 * Puts the times of a track on the page's clock: cameras and microphones count from moments of their
 * own.
 */
class Clock {
  private aheadMs: number | undefined;

  /** The first time of the track that is seen is now. */
  begin(timestampUs: number, nowMs: number): void {
    this.aheadMs ??= nowMs - timestampUs / 1000;
  }

  ms(timestampUs: number): number {
    return Math.max(0, timestampUs / 1000 + (this.aheadMs ?? 0));
  }
}

function framesOf<T>(track: MediaStreamTrack): ReadableStream<T> {
  return new MediaStreamTrackProcessor<T>({ track }).readable;
}

/** The middle of a picture in the shape of another one; even numbers, as chroma has half of them. */
export function cut(
  from: { x: number; y: number; width: number; height: number } | null,
  shape: { width: number; height: number },
) {
  if (!from) {
    return undefined;
  }
  const even = (length: number) => 2 * Math.floor(length / 2);
  const width = Math.min(from.width, even((from.height * shape.width) / shape.height));
  const height = Math.min(from.height, even((from.width * shape.height) / shape.width));
  const x = from.x + even((from.width - width) / 2);
  const y = from.y + even((from.height - height) / 2);
  return { x, y, width, height };
}

function bytesIn(chunk: EncodedVideoChunk | EncodedAudioChunk): Uint8Array {
  const bytes = new Uint8Array(chunk.byteLength);
  chunk.copyTo(bytes);
  return bytes;
}
