import { describe, expect, it } from 'vitest';
import { bufferedReadout } from './engine';

describe('the readout', () => {
  const at = (currentTime: number, ends: number[]) =>
    ({
      currentTime,
      buffered: { length: ends.length, end: (i: number) => ends[i] },
    }) as unknown as HTMLVideoElement;

  it('measures to the newest picture', () => {
    expect(bufferedReadout(at(10, [4, 12.5]))).toEqual({
      behindLiveSeconds: 2.5,
      bufferSeconds: 2.5,
    });
  });

  it('is unknown while nothing is buffered, and never negative', () => {
    expect(bufferedReadout(at(0, [])).bufferSeconds).toBeUndefined();
    expect(bufferedReadout(at(3, [2.9])).bufferSeconds).toBe(0);
  });
});
