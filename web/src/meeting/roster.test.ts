import { describe, expect, it } from 'vitest';
import { othersOf, tileWidth } from './roster';

describe('the others', () => {
  const OWN = new Set(['me~1', 'me~2']);

  it('come at the end, and stay where they are', () => {
    const first = othersOf([], ['b', 'me~1', 'd'], OWN);
    expect(first).toEqual(['b', 'd']);
    const second = othersOf(first, ['a', 'b', 'd', 'me~2'], OWN);
    expect(second).toEqual(['b', 'd', 'a']);
    expect(othersOf(second, ['a', 'd'], OWN)).toEqual(['d', 'a']);
  });

  it('are the same as long as nobody comes or goes, and each is there once', () => {
    const before = ['b', 'a'];
    expect(othersOf(before, ['a', 'b', 'me~1', 'a'], OWN)).toBe(before);
    expect(othersOf([], ['a', 'a'], OWN)).toEqual(['a']);
  });
});

describe('pictures', () => {
  it.each([
    [1, 896, 550, 896], // as wide as there is room
    [2, 896, 550, 481], // below one another
    [2, 1600, 500, 796], // beside one another
    [4, 896, 550, 444],
    [9, 896, 550, 293],
    [1, 358, 390, 358],
    [4, 358, 390, 175],
    [9, 358, 390, 175],
  ])('of %i people in %i×%i are %i wide', (count, width, height, tile) => {
    expect(tileWidth(count, width, height)).toBe(tile);
  });

  it('always fit', () => {
    for (let count = 0; count <= 16; count += 1) {
      for (const [width, height] of [
        [640, 240],
        [896, 550],
        [3000, 300],
      ] as const) {
        const tile = tileWidth(count, width, height);
        const columns = Math.max(1, Math.floor((width + 8) / (tile + 8)));
        const rows = Math.ceil(count / columns);
        expect(rows * ((tile * 9) / 16 + 8) - 8).toBeLessThanOrEqual(height + 1);
      }
    }
  });
});
