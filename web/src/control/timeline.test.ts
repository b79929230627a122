import { describe, expect, it } from 'vitest';
import type { Stretch } from '../api/control-types';
import {
  drawn,
  lengths,
  merged,
  partOf,
  type Piece,
  piecesOf,
  ticks,
  unsureFrom,
  zoomed,
} from './timeline';

const stored = (startMs: number, endMs: number): Stretch => ({
  ...{ startMs, endMs, state: 'stored', segments: 1, bytes: 10 },
});
const lost = (startMs: number, endMs: number): Stretch => ({
  ...stored(startMs, endMs),
  state: 'lost',
});
const texts = (pieces: Piece[]) =>
  pieces.map(({ startMs, endMs, fate }) => `${startMs / 1000}-${endMs / 1000} ${fate}`);

describe('what is known of a recording', () => {
  const known = {
    stretches: [stored(-1000, 10_000), lost(10_000, 12_000), stored(20_000, 30_000)],
    owedFromMs: 15_000,
  };
  const whole = { startMs: 0, endMs: 40_000 };

  it('is all of its time: stored, lost, owed, or nothing at all', () => {
    expect(texts(piecesOf(known, whole))).toEqual([
      '0-10 stored',
      '10-12 lost',
      '12-15 none',
      '15-20 owed',
      '20-30 stored',
      '30-40 owed',
    ]);
    expect(lengths(piecesOf(known, whole))).toEqual({
      ...{ stored: 20_000, lost: 2000, none: 3000, owed: 15_000 },
    });
  });

  it('is nothing where nothing is owed', () => {
    expect(texts(piecesOf({ ...known, owedFromMs: undefined }, whole)).at(-1)).toBe('30-40 none');
    expect(piecesOf({ stretches: [], owedFromMs: undefined }, { startMs: 5, endMs: 5 })).toEqual(
      [],
    );
  });

  it('ends with the recording, though the last segment goes on', () => {
    expect(texts(piecesOf(known, { startMs: 0, endMs: 25_000 })).at(-1)).toBe('20-25 stored');
    expect(texts(piecesOf(known, { startMs: 0, endMs: 16_000 })).at(-1)).toBe('15-16 owed');
  });

  it('has no holes where segments are dated a little apart', () => {
    const apart = { stretches: [stored(0, 1000), lost(1400, 2000)], owedFromMs: 0 };
    expect(texts(piecesOf(apart, { startMs: 0, endMs: 2000 }))).toEqual(['0-1 stored', '1-2 lost']);
  });

  it('is asked anew only from where it may change', () => {
    expect(unsureFrom(known)).toBe(14_750);
    expect(unsureFrom({ ...known, owedFromMs: undefined })).toBe(29_750);
    // In the middle of what is counted already.
    expect(unsureFrom({ ...known, owedFromMs: 5000 })).toBe(-1000);
    expect(unsureFrom({ stretches: [], owedFromMs: 5 })).toBeUndefined();
  });

  it('is put together of what was known and what is new', () => {
    const again = merged(known.stretches, 29_750, [stored(29_960, 34_000)]);
    expect(again).toHaveLength(3);
    expect(again.at(-1)).toMatchObject({ startMs: 20_000, endMs: 34_000, segments: 2, bytes: 20 });
    const filled = merged(known.stretches, 14_750, [stored(15_000, 30_000)]);
    expect(filled.at(-1)).toMatchObject({ startMs: 15_000, endMs: 30_000, segments: 1 });
    expect(merged([], -Infinity, [stored(0, 1000), stored(3000, 4000)])).toHaveLength(2);
  });
});

describe('what is drawn', () => {
  it('is not finer than can be seen, but never without a loss', () => {
    const pieces: Piece[] = [];
    for (let at = 0; at < 100_000; at += 100) {
      pieces.push({ startMs: at, endMs: at + 90, fate: 'stored' });
      pieces.push({ startMs: at + 90, endMs: at + 100, fate: at === 5000 ? 'lost' : 'none' });
    }
    expect(texts(drawn(pieces, { startMs: 0, endMs: 100_000 }, 100))).toEqual([
      '0-5.09 stored',
      '5.09-5.1 lost',
      '5.1-100 stored',
    ]);
  });

  it('is only what is in view', () => {
    const pieces: Piece[] = [
      { startMs: 0, endMs: 10, fate: 'stored' },
      { startMs: 10, endMs: 20, fate: 'lost' },
    ];
    expect(drawn(pieces, { startMs: 5, endMs: 12 }, 10)).toEqual([
      { startMs: 5, endMs: 10, fate: 'stored' },
      { startMs: 10, endMs: 12, fate: 'lost' },
    ]);
  });

  it('has a place between 0 and 1', () => {
    const view = { startMs: 100, endMs: 200 };
    expect([0, 150, 300].map((at) => partOf(at, view))).toEqual([0, 0.5, 1]);
    expect(partOf(5, { startMs: 5, endMs: 5 })).toBe(0);
  });

  it('can be looked at more closely, and from further away', () => {
    const whole = { startMs: 0, endMs: 1000 };
    const near = zoomed(whole, whole, 0.5, 100);
    expect(near).toEqual({ startMs: 0, endMs: 500 });
    expect(zoomed(near, whole, 0.5, 400)).toEqual({ startMs: 275, endMs: 525 });
    expect(zoomed({ startMs: 900, endMs: 1000 }, whole, 2, 950)).toEqual({
      ...{ startMs: 800, endMs: 1000 },
    });
    expect(zoomed(near, whole, 8, 100)).toEqual(whole);
  });
});

describe('the times below it', () => {
  const noon = Date.parse('2026-11-22T12:00:00Z');
  const at = (lengthMs: number, most: number, offsetMs = 0) =>
    ticks({ startMs: noon, endMs: noon + lengthMs }, most, 'en-GB', offsetMs);

  it('are round, and not too many', () => {
    expect(at(60_000, 6).map(({ time }) => time)).toEqual([
      ...['12:00:00', '12:00:10', '12:00:20', '12:00:30', '12:00:40', '12:00:50', '12:01:00'],
    ]);
    expect(at(90 * 60_000, 4).map(({ time }) => time)).toEqual([
      ...['12:00', '12:30', '13:00', '13:30'],
    ]);
    expect(at(1, 4)).toHaveLength(1);
  });

  it('say the day where it begins', () => {
    expect(at(36 * 3_600_000, 4).map(({ time, day }) => [time, day])).toEqual([
      ...[
        ['12:00', '22 Nov'],
        ['00:00', '23 Nov'],
        ['12:00', undefined],
        ['00:00', '24 Nov'],
      ],
    ]);
  });

  it('are those of the clock on the wall', () => {
    const india = -5.5 * 3_600_000;
    expect(at(3 * 3_600_000, 3, india).map(({ time }) => time)).toEqual([
      '18:00',
      '19:00',
      '20:00',
    ]);
  });
});
