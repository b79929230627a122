import { expect, it } from 'vitest';
import { dateOf, fieldOf, isInReach, reachMs, startOf } from './record-from';

const NOW = Date.parse('2026-11-22T12:00:00Z');
const minutesAgo = (minutes: number) => new Date(NOW - minutes * 60_000);

it('reaches as far back as the edge node has something', () => {
  const reach = reachMs(minutesAgo(5), NOW);
  expect([0, 1, 5, 15].map((minutes) => isInReach(minutes, reach))).toEqual([
    ...[true, true, true, false],
  ]);
  expect(isInReach(60, reachMs(undefined, NOW))).toBe(true);
  expect(reachMs(new Date(NOW + 5), NOW)).toBe(0);
});

it.each([
  [0, undefined],
  [5, '2026-11-22T11:55:00.000Z'],
  ['all', '2026-11-22T11:53:00.000Z'],
  ['other', '2026-11-22T11:50:00.000Z'],
] as const)('says when to begin: %s', (from, start) => {
  const choice = { from, other: minutesAgo(10), cachedFrom: minutesAgo(7), nowMs: NOW };
  expect(startOf(choice)).toBe(start);
});

it('reads what its field says', () => {
  const date = new Date(2026, 10, 22, 11, 5, 9);
  expect(dateOf(fieldOf(date))).toEqual(date);
  expect([dateOf(''), dateOf('soon')]).toEqual([undefined, undefined]);
});
