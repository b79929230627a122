import type { RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { t } from '../../i18n';
import type { AudioCodec, VideoCodec } from '../../publish/flv';
import { type Counts, type Ending, Publisher } from '../../publish/publisher';
import { close, open, sizeOf, type Wanted } from '../../publish/sources';

const COUNT_MS = 1000;

/** What the person has chosen. */
export interface Choice {
  url: string;
  wanted: Wanted;
  video: { codec: VideoCodec; bitrate: number; keySeconds: number };
  audio: { codec: AudioCodec; bitrate: number };
}

export type State =
  | { is: 'idle' | 'asking' | 'connecting' | 'live' }
  /** In words; empty when the person wanted it so. */
  | { is: 'over'; fault: string };

/** What is sent, each second. */
export interface Reading extends Counts {
  /** `undefined` until there is something to compare with. */
  bitrate: number | undefined;
  seconds: number;
  /** Something was left out in the last seconds. */
  slow: boolean;
}

/** One publisher at a time, its preview, and how it is. */
export function usePublisher(preview: RefObject<HTMLVideoElement | null>) {
  const [state, setState] = useState<State>({ is: 'idle' });
  const [reading, setReading] = useState<Reading>();
  const running = useRef<{ publisher: Publisher; stream: MediaStream }>(undefined);
  const wanted = useRef(false);

  const release = () => {
    if (running.current) {
      close(running.current.stream);
    }
    running.current = undefined;
    if (preview.current) {
      preview.current.srcObject = null;
    }
  };
  const stop = () => {
    wanted.current = false;
    running.current?.publisher.stop();
  };
  const start = async (choice: Choice) => {
    wanted.current = true;
    setState({ is: 'asking' });
    setReading(undefined);
    let stream: MediaStream;
    try {
      stream = await open(choice.wanted);
    } catch (error) {
      setState({ is: 'over', fault: deviceFault(error) });
      return;
    }
    if (!wanted.current) {
      close(stream);
      setState({ is: 'idle' });
      return;
    }
    if (preview.current) {
      preview.current.srcObject = stream;
    }
    const publisher = new Publisher(planOf(choice, stream), sourcesOf(stream), (told) => {
      if (told.is === 'over') {
        release();
        setState({ is: 'over', fault: endingFault(told.ending) });
      } else {
        setState(told);
      }
    });
    running.current = { publisher, stream };
  };

  useEffect(() => stop, []);
  useEffect(() => {
    if (state.is !== 'live') {
      return undefined;
    }
    const began = performance.now();
    const history: Counts[] = [];
    const timer = setInterval(() => {
      const counts = running.current?.publisher.counts();
      if (counts) {
        history.push(counts);
        setReading(readingOf(history, (performance.now() - began) / 1000));
      }
    }, COUNT_MS);
    return () => clearInterval(timer);
  }, [state.is]);
  return { state, reading, start, stop };
}

function planOf({ url, wanted, video, audio }: Choice, stream: MediaStream) {
  const picture = { ...sizeOf(stream, wanted.size), bitrate: video.bitrate };
  return {
    url,
    video: wanted.picture === 'none' ? undefined : { ...video, picture },
    audio: wanted.sound ? audio : undefined,
  };
}

function sourcesOf(stream: MediaStream) {
  return { video: stream.getVideoTracks()[0], audio: stream.getAudioTracks()[0] };
}

/** Over the last seconds. */
function readingOf(history: Counts[], seconds: number): Reading {
  const span = 3;
  const now = history.at(-1)!;
  const before = history.at(-1 - span) ?? history[0]!;
  const passed = Math.min(span, history.length - 1) * (COUNT_MS / 1000);
  const bitrate = passed > 0 ? ((now.sentBytes - before.sentBytes) * 8) / passed : undefined;
  return { ...now, bitrate, seconds, slow: now.leftOut > before.leftOut };
}

/** Why the browser gave nothing. */
export function deviceFault(error: unknown): string {
  const { name, message } = error as Partial<DOMException>;
  switch (name) {
    case 'NotAllowedError':
    case 'SecurityError':
      return t('publisher.denied');
    case 'NotFoundError':
    case 'OverconstrainedError':
      return t('publisher.missing');
    case 'NotReadableError':
    case 'AbortError':
      return t('publisher.inUse');
    default:
      return t('publisher.failed', { what: message ?? String(error) });
  }
}

export function endingFault(ending: Ending): string {
  switch (ending.why) {
    case 'asked':
      return '';
    case 'source':
      return t('publisher.source');
    case 'refused':
      return ending.status === 409
        ? t('publisher.taken', { reason: ending.reason })
        : t('publisher.refused', { reason: ending.reason, status: ending.status });
    case 'line':
      return t(ending.wasOpen ? 'publisher.lost' : 'publisher.noLine');
    case 'encoder':
      return t('publisher.encoder', { what: ending.what });
  }
}
