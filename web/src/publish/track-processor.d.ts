/** Frames of a track, as they come. W3C MediaStreamTrack Insertable Media Processing using Streams. */
declare class MediaStreamTrackProcessor<T> {
  constructor(init: { track: MediaStreamTrack; maxBufferSize?: number });
  readonly readable: ReadableStream<T>;
}
