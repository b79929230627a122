import { expect, it } from 'vitest';
import { RefusedError } from './api/client';
import { decodeChannels, decodeServer } from './api/decode';
import { answered, NOTHING_YET, troubleOf } from './live';

const server = (version: string, bitsIn?: number) =>
  decodeServer({ version, bitrate: { in: bitsIn } });

it('lists what is live first, then by name with numbers in order', () => {
  const channels = decodeChannels({
    channels: [
      { name: 'live/cam10' },
      { name: 'live/a', state: 'waiting' },
      { name: 'live/cam2', state: 'live' },
    ],
  });
  const names = answered(NOTHING_YET, server('1'), channels).channels!.map(({ name }) => name);
  expect(names).toEqual(['live/cam2', 'live/cam10', 'live/a']);
});

it('remembers the version that served the page', () => {
  const before = answered(NOTHING_YET, server('1'), []);
  const after = answered(before, server('2'), []);
  expect([after.firstVersion, after.server?.version]).toEqual(['1', '2']);
});

it('keeps two minutes of bit rates', () => {
  let live = NOTHING_YET;
  for (let i = 0; i < 100; i += 1) {
    live = answered(live, server('1', i), []);
  }
  expect(live.history.in).toHaveLength(60);
  expect(live.history.in.at(-1)).toBe(99);
});

it('forgets the trouble when the server answers', () => {
  expect(answered({ ...NOTHING_YET, trouble: 'x' }, server('1'), []).trouble).toBeUndefined();
});

it('tells no from nothing', () => {
  expect(troubleOf(new TypeError('fetch failed'))).toBe('The server cannot be reached.');
  expect(troubleOf(new RefusedError(401, 'Log in.'))).toMatch(/refused.*Log in\./);
});
