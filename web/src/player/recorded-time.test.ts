import { expect, it } from 'vitest';
import { afterGap, recordedAt, secondsOf } from './recorded-time';

const NOON = Date.parse('2026-11-22T12:00:00Z');

/** Two seconds, two lost ones, a jump of a minute, two more. */
const FRAGMENTS = [
  { start: 0, duration: 2, programDateTime: NOON },
  { start: 2, duration: 2, programDateTime: NOON + 2000, gap: true },
  { start: 4, duration: 2, programDateTime: NOON + 64_000 },
];

it.each([
  [0, 0],
  [1.5, 1500],
  [4.5, 64_500],
  [-1, -1000],
])('at %s s shows what was recorded %s ms after the start', (seconds, ms) => {
  expect(recordedAt(seconds, FRAGMENTS)).toBe(NOON + ms);
});

it.each([
  ['before it', -5000, 0.05],
  ['inside', 1500, 1.5],
  ['what is lost', 3000, 4.05],
  ['what was not recorded', 30_000, 4.05],
  ['after a jump', 65_000, 5],
  ['behind it', 99_000, 5.95],
])('is sought to what can be shown: %s', (_, ms, seconds) => {
  expect(secondsOf(NOON + ms, FRAGMENTS)).toBeCloseTo(seconds);
});

it('goes on behind what is missing, and only there', () => {
  expect([1, 1.6, 3, 3.6, 5.8].map((at) => afterGap(at, FRAGMENTS))).toEqual([
    ...[undefined, 4.05, 4.05, undefined, undefined],
  ]);
  expect(afterGap(1.8, FRAGMENTS.slice(0, 2))).toBeUndefined();
});

it('knows no time where the playlist says none', () => {
  const bare = [{ start: 0, duration: 2, programDateTime: null }];
  expect([recordedAt(1, []), recordedAt(1, bare), secondsOf(NOON, bare), secondsOf(1, [])]).toEqual(
    [undefined, undefined, 0, 0],
  );
});
