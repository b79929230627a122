import { describe, expect, it, vi } from 'vitest';
import { playsHlsItself } from './load-engine';

function video(answer: '' | 'maybe'): HTMLVideoElement {
  return { canPlayType: () => answer } as unknown as HTMLVideoElement;
}

describe('HLS is played', () => {
  it.each([
    ['by Safari itself', 'maybe', 'Apple Computer, Inc.', true, true],
    ['by hls.js in Chromium, though it offers', 'maybe', 'Google Inc.', true, false],
    ['by a phone that has nothing else', 'maybe', '', false, true],
    ['by hls.js in Firefox', '', '', true, false],
  ] as const)('%s', (_, answer, vendor, hasMediaSource, itself) => {
    if (hasMediaSource) {
      vi.stubGlobal('MediaSource', class {});
    }
    expect(playsHlsItself(video(answer), vendor)).toBe(itself);
    vi.unstubAllGlobals();
  });
});
