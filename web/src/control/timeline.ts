import type { Stretch } from '../api/control-types';

/** A time, in milliseconds since 1970. The end is exclusive. */
export interface Span {
  startMs: number;
  endMs: number;
}

/** What became of a part of a recording's time; `none` is what nobody sent. */
export type Fate = 'stored' | 'lost' | 'owed' | 'none';

export interface Piece extends Span {
  fate: Fate;
}

/** All that is known of a recording's time. */
export interface Known {
  stretches: Stretch[];
  /** What is in no stretch and later than this may still come. */
  owedFromMs: number | undefined;
}

/** Segments are dated a little apart from each other; a missing one leaves more. */
const JOINT_MS = 500;

/** What is known with what was asked anew, from a time on. */
export function merged(before: Stretch[], fromMs: number, more: Stretch[]): Stretch[] {
  const all = [...before.filter(({ startMs }) => startMs < fromMs), ...more];
  const joined: Stretch[] = [];
  for (const stretch of all) {
    const last = joined.at(-1);
    if (last && last.state === stretch.state && stretch.startMs <= last.endMs + JOINT_MS) {
      joined[joined.length - 1] = {
        ...last,
        endMs: Math.max(last.endMs, stretch.endMs),
        segments: last.segments + stretch.segments,
        bytes: last.bytes + stretch.bytes,
      };
    } else {
      joined.push(stretch);
    }
  }
  return joined;
}

/** Segments are longer: what begins so shortly before the end of a stretch is not in it yet. */
const EDGE_MS = 250;

/** From where on it has to be asked anew: what is before does not change any more. */
export function unsureFrom({ stretches, owedFromMs }: Known): number | undefined {
  const last = stretches.at(-1);
  if (last === undefined) {
    return undefined;
  }
  const unsureMs = Math.min(owedFromMs ?? Infinity, last.endMs) - EDGE_MS;
  // A stretch is asked anew as a whole, so that what was counted is not counted twice.
  const around = stretches.find(
    ({ startMs, endMs }) => startMs < unsureMs && unsureMs < endMs - EDGE_MS,
  );
  return around?.startMs ?? unsureMs;
}

/** The whole time of a recording, without a hole, in order. */
export function piecesOf({ stretches, owedFromMs }: Known, { startMs, endMs }: Span): Piece[] {
  const pieces: Piece[] = [];
  let atMs = startMs;
  const skipTo = (untilMs: number) => {
    if (untilMs - atMs > JOINT_MS) {
      const owedMs = Math.min(Math.max(owedFromMs ?? Infinity, atMs), untilMs);
      pieces.push({ startMs: atMs, endMs: owedMs, fate: 'none' });
      pieces.push({ startMs: owedMs, endMs: untilMs, fate: 'owed' });
      atMs = untilMs;
    }
  };
  for (const stretch of stretches) {
    const toMs = Math.min(stretch.endMs, endMs);
    skipTo(Math.min(stretch.startMs, endMs));
    pieces.push({ startMs: atMs, endMs: toMs, fate: stretch.state });
    atMs = Math.max(atMs, toMs);
  }
  skipTo(endMs);
  return pieces.filter((piece) => piece.endMs > piece.startMs);
}

/** How long each fate is in all. */
export function lengths(pieces: Piece[]): Record<Fate, number> {
  const sums: Record<Fate, number> = { stored: 0, lost: 0, owed: 0, none: 0 };
  pieces.forEach(({ fate, startMs, endMs }) => (sums[fate] += endMs - startMs));
  return sums;
}

/** Of what is shown in so few pixels, no more than can be seen; losses are never swallowed. */
export function drawn(pieces: Piece[], view: Span, pixels: number): Piece[] {
  const grainMs = (view.endMs - view.startMs) / pixels;
  const lengthOf = ({ startMs, endMs }: Span) => endMs - startMs;
  const isOneGrain = (one: Piece, other: Piece) =>
    one.fate !== 'lost' &&
    other.fate !== 'lost' &&
    Math.min(lengthOf(one), lengthOf(other)) < grainMs;
  const shown: Piece[] = [];
  for (const piece of pieces) {
    const startMs = Math.max(piece.startMs, view.startMs);
    const endMs = Math.min(piece.endMs, view.endMs);
    const last = shown.at(-1);
    if (endMs <= startMs) {
      continue;
    }
    if (last && (last.fate === piece.fate || isOneGrain(last, { ...piece, startMs, endMs }))) {
      last.fate = endMs - startMs > last.endMs - last.startMs ? piece.fate : last.fate;
      last.endMs = endMs;
    } else {
      shown.push({ fate: piece.fate, startMs, endMs });
    }
  }
  return shown;
}

/** The part of what is shown, 0 to 1. */
export function partOf(atMs: number, { startMs, endMs }: Span): number {
  return endMs > startMs ? Math.min(1, Math.max(0, (atMs - startMs) / (endMs - startMs))) : 0;
}

/** The same time around another middle, twice or half as long, within the whole. */
export function zoomed(view: Span, whole: Span, factor: number, aroundMs: number): Span {
  const lengthMs = Math.min((view.endMs - view.startMs) * factor, whole.endMs - whole.startMs);
  const middleMs = Math.min(Math.max(aroundMs, view.startMs), view.endMs);
  const startMs = Math.min(
    Math.max(middleMs - lengthMs / 2, whole.startMs),
    whole.endMs - lengthMs,
  );
  return { startMs, endMs: startMs + lengthMs };
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const STEPS = [
  ...[1, 2, 5, 10, 15, 30].map((n) => n * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((n) => n * MINUTE),
  ...[1, 2, 3, 6, 12].map((n) => n * HOUR),
  ...[1, 2, 7, 14, 28].map((n) => n * DAY),
];

export interface Tick {
  atMs: number;
  /** `12:30`, or `12:30:10`. */
  time: string;
  /** Where another day begins, and at the first one: `22 Nov`. */
  day: string | undefined;
}

/**
 * Round times, at most so many.
 *
 * @param offsetMs how far the clock on the wall is behind UTC
 */
export function ticks(
  view: Span,
  most: number,
  locale: string,
  offsetMs = new Date(view.startMs).getTimezoneOffset() * MINUTE,
): Tick[] {
  const lengthMs = view.endMs - view.startMs;
  const step = STEPS.find((each) => lengthMs / each <= most) ?? STEPS.at(-1)!;
  const firstMs = Math.ceil((view.startMs - offsetMs) / step) * step + offsetMs;
  const found: Tick[] = [];
  let dayBefore: string | undefined;
  for (let atMs = firstMs; atMs <= view.endMs; atMs += step) {
    // As if the clock on the wall were that of UTC.
    const wall = new Date(atMs - offsetMs);
    const time = wall.toISOString().slice(11, step < MINUTE ? 19 : 16);
    const day = wall.toLocaleDateString(locale, {
      day: 'numeric',
      month: 'short',
      timeZone: 'UTC',
    });
    found.push({ atMs, time, day: day === dayBefore ? undefined : day });
    dayBefore = day;
  }
  return found;
}
