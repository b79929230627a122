import { expect, it } from 'vitest';
import { fitted } from './sources';

const WANTED = { width: 1280, height: 720, frameRate: 30 };

it.each([
  [1280, 720, 1280, 720],
  [640, 480, 640, 480],
  [2560, 1080, 1280, 540],
  [1080, 1920, 406, 720],
  [5, 5000, 2, 720],
])('%i×%i is sent as %i×%i', (width, height, sentWidth, sentHeight) => {
  expect(fitted({ width, height }, WANTED)).toEqual({
    ...{ width: sentWidth, height: sentHeight, frameRate: 30 },
  });
});

it('what does not say its size is sent as was wanted', () => {
  expect(fitted({ width: undefined, height: undefined }, WANTED)).toEqual(WANTED);
});
