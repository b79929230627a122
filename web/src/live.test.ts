import { expect, it } from 'vitest';
import { RefusedError } from './api/refused';
import { decodeChannels, decodeServer } from './api/decode';
import type { Channel, State } from './api/types';
import { answered, NOTHING_YET, troubleOf } from './live';

const state = (version: string, channels: Channel[] = [], bitsIn?: number): State => ({
  server: decodeServer({ version, bitrate: { in: bitsIn } }),
  channels,
  relays: [],
  control: undefined,
});

it('lists what is live first, then by name with numbers in order', () => {
  const channels = decodeChannels({
    channels: [
      { name: 'live/cam10' },
      { name: 'live/a', state: 'waiting' },
      { name: 'live/cam2', state: 'live' },
    ],
  });
  const names = answered(NOTHING_YET, state('1', channels), 1).channels!.map(({ name }) => name);
  expect(names).toEqual(['live/cam2', 'live/cam10', 'live/a']);
});

it('remembers the version that served the page', () => {
  const before = answered(NOTHING_YET, state('1'), 1);
  const after = answered(before, state('2'), 2);
  expect([after.firstVersion, after.server?.version]).toEqual(['1', '2']);
});

it('keeps two minutes of bit rates, one every two seconds', () => {
  let live = NOTHING_YET;
  for (let i = 0; i < 200; i += 1) {
    live = answered(live, state('1', [], i), (i + 1) * 1000);
  }
  expect(live.history.in).toHaveLength(60);
  expect(live.history.in.at(-1)).toBe(199);
  expect(live.history.in.at(-2)).toBe(197);
});

it('forgets the trouble when the server answers', () => {
  expect(answered({ ...NOTHING_YET, trouble: 'x' }, state('1'), 1).trouble).toBeUndefined();
});

it('tells no from nothing', () => {
  expect(troubleOf(new TypeError('fetch failed'))).toBe('The server cannot be reached.');
  expect(troubleOf(new RefusedError(401, 'Log in.'))).toMatch(/refused.*Log in\./);
});
