import { expect, it } from 'vitest';
import { cut } from './publisher';

it.each([
  [640, 360, 640, 360, { x: 0, y: 0, width: 640, height: 360 }],
  [640, 480, 640, 360, { x: 0, y: 60, width: 640, height: 360 }],
  [1280, 720, 640, 480, { x: 160, y: 0, width: 960, height: 720 }],
  [360, 640, 640, 360, { x: 0, y: 218, width: 360, height: 202 }],
])('of %i×%i the middle is shown as %i×%i', (width, height, to, high, part) => {
  expect(cut({ x: 0, y: 0, width, height }, { width: to, height: high })).toEqual(part);
});

it('nothing is cut off a picture of which nothing is known', () => {
  expect(cut(null, { width: 640, height: 360 })).toBeUndefined();
});
