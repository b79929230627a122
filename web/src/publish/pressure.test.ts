import { expect, it } from 'vitest';
import { Pressure } from './pressure';

/** A second of it is 100 kB. */
const BITRATE = 800_000;

it('leaves pictures out until half of what waits is gone, and goes on with a key frame', () => {
  const pressure = new Pressure(BITRATE);
  const said = [100_000, 100_001, 99_999, 50_001, 50_000, 50_000].map((waiting) =>
    pressure.picture(waiting, 0),
  );
  expect(said).toEqual(['encode', ...Array(3).fill('leave-out'), 'encode-key', 'encode']);
});

it('leaves out what the encoder is too slow for, which breaks nothing', () => {
  const pressure = new Pressure(BITRATE);
  expect([3, 4, 3].map((encoding) => pressure.picture(0, encoding))).toEqual([
    ...['encode', 'leave-out', 'encode'],
  ]);
});

it('sends sound for longer', () => {
  const pressure = new Pressure(BITRATE);
  expect(pressure.isSoundLeftOut(400_000)).toBe(false);
  expect(pressure.isSoundLeftOut(400_001)).toBe(true);
});
