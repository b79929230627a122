/**
 * Names of rooms and of those who are in them. A room is the app `meeting/ROOM`, and everybody in it
 * publishes one stream: the own name, `~`, and some letters by chance, so that two of the same name
 * do not collide, and somebody who comes back is not taken for a publisher that is still there.
 */

const APP = 'meeting';
const LENGTH_MAX = 40;

/** Of what somebody is called. */
export const PERSON_LENGTH_MAX = LENGTH_MAX;

/** What names of channels are not made of; see `ChannelName`. */
const UNFIT = /[^\p{L}\p{Nd}\-_.@+=,!]+/gu;
const BEYOND_16_BITS = /[\u{10000}-\u{10ffff}]/gu;

/** Text as part of the name of a channel: what does not fit becomes `_`. Empty if nothing is left. */
export function nameOf(text: string): string {
  const fit = text
    .normalize('NFC')
    .replace(BEYOND_16_BITS, ' ')
    .trim()
    .replace(UNFIT, '_')
    .slice(0, LENGTH_MAX)
    .replace(/^_+|_+$/g, '');
  return /^\.*$/.test(fit) ? '' : fit;
}

/** A stream for somebody of this name. */
export function streamOf(person: string, random = Math.random): string {
  return `${nameOf(person) || 'guest'}~${letters(5, random)}`;
}

/** What to call who publishes the stream. */
export function personOf(stream: string): string {
  return stream.replace(/~[a-z0-9]+$/, '').replaceAll('_', ' ');
}

export function channelOf(room: string, stream: string): string {
  return `${APP}/${room}/${stream}`;
}

/** One or two letters for who has no picture. */
export function initialsOf(person: string): string {
  const words = person.split(/[\s\-_.]+/).filter((word) => word !== '');
  const chosen = words.length > 1 ? [words[0]!, words.at(-1)!] : words;
  return chosen.map((word) => [...word][0]!.toUpperCase()).join('') || '?';
}

/** Of colours: always the same for the same name. */
export function hueOf(person: string): number {
  const sum = [...person].reduce((before, char) => (before * 31 + char.codePointAt(0)!) % 997, 7);
  // Names that differ little are far from each other.
  return (sum * 137) % 360;
}

/** A room that nobody else is in, easy to say: `kolu-mire`. */
export function newRoom(random = Math.random): string {
  const one = (of: string) => of[Math.floor(random() * of.length)]!;
  const syllable = () => one('bdfgklmnprstvw') + one('aeiou');
  return `${syllable()}${syllable()}-${syllable()}${syllable()}`;
}

function letters(count: number, random: () => number): string {
  const ALL = 'abcdefghijkmnpqrstuvwxyz23456789';
  return Array.from({ length: count }, () => ALL[Math.floor(random() * ALL.length)]).join('');
}
