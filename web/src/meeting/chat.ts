import type { AmfValue } from '../publish/flv';

/**
 * What people write. It goes as a message of data in the channel of who writes it, in the form that
 * FFmpeg and other programs have for text: `onTextData` with a field `text`. Beside that stand who
 * says so, and when, in milliseconds since 1970.
 */

export const NAME = 'onTextData';

/** In characters; more is cut off, whoever sends it. */
export const TEXT_MAX = 500;
const MESSAGES_MAX = 200;

/** A clock that is further from ours than this is wrong. */
const CLOCKS_MS_MAX = 12 * 3600 * 1000;

export interface Message {
  /** Of who wrote it. */
  stream: string;
  text: string;
  atMs: number;
}

/** Text as it is sent and shown; empty if there is nothing to say. */
export function tidy(text: string): string {
  // Line breaks stay; what else controls a screen, or turns the direction of what follows, goes.
  const plain = text
    .replace(/\r\n?/g, '\n')
    .replace(/[^\P{C}\n\u200d]/gu, '')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
  return [...plain].slice(0, TEXT_MAX).join('').trim();
}

export function encode(text: string, from: string, atMs: number): { [name: string]: AmfValue } {
  return { text, from, at: atMs };
}

/**
 * What a message of data says, if it is one of these.
 *
 * @param data the value by the name of the message, from whoever publishes the stream
 */
export function decode(data: unknown, stream: string, nowMs: number): Message | undefined {
  const value = ofObject(data, NAME);
  const said = ofObject(value, 'text');
  const text = typeof said === 'string' ? tidy(said) : '';
  if (text === '') {
    return undefined;
  }
  const at = ofObject(value, 'at');
  const isTime = typeof at === 'number' && Math.abs(at - nowMs) < CLOCKS_MS_MAX;
  return { stream, text, atMs: isTime ? at : nowMs };
}

function ofObject(object: unknown, name: string): unknown {
  return typeof object === 'object' && object !== null && Object.hasOwn(object, name)
    ? (object as Record<string, unknown>)[name]
    : undefined;
}

/** With one more, unless it is there: a player that opens a stream again is told it again. */
export function withMessage(messages: Message[], message: Message): Message[] {
  const known = messages.some(
    ({ stream, text, atMs }) =>
      stream === message.stream && text === message.text && atMs === message.atMs,
  );
  return known ? messages : [...messages, message].slice(-MESSAGES_MAX);
}
