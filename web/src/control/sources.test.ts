import { expect, it } from 'vitest';
import { decodeControl } from '../api/decode-control';
import { BackFill, isBehind, stateOf } from './sources';

const NOW = Date.parse('2026-11-22T12:00:00Z');

function source(more: Record<string, unknown> = {}) {
  const about = { id: 'a', name: 'door', alive: true, streaming: true, lagMs: 900, ...more };
  return decodeControl({ sources: [about] })!.sources[0]!;
}

it.each([
  ['live', {}],
  ['live', { lagMs: 35_000, segmentSeconds: 10 }],
  ['silent', { lagMs: 35_000, segmentSeconds: 2 }],
  ['silent', { lagMs: null }],
  ['off', { streaming: false }],
  ['away', { alive: false }],
  ['away', { alive: false, streaming: false }],
] as const)('is %s', (state, more) => {
  expect(stateOf(source(more))).toBe(state);
});

it('is not behind with what is on its way', () => {
  const owing = (segments: number, oldest: string | null) =>
    isBehind(source({ outbox: { segments, bytes: 1, oldest, lost: 0 } }).outbox, NOW);
  expect(owing(2, '2026-11-22T11:59:55Z')).toBe(false);
  expect(owing(2, '2026-11-22T11:59:05Z')).toBe(true);
  expect(owing(0, '2026-11-22T11:00:00Z')).toBe(false);
  expect(owing(2, null)).toBe(false);
  expect(isBehind(undefined, NOW)).toBe(false);
});

it('comes forward from the most that was owed', () => {
  const fill = new BackFill();
  const at = (segments: number) => fill.progress(source({ outbox: { segments } }));
  expect([at(40), at(60), at(30), at(6), at(0), at(10), at(5)]).toEqual([
    ...[0, 0, 0.5, 0.9, 1, 0, 0.5],
  ]);
});
