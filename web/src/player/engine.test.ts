import { describe, expect, it, vi } from 'vitest';
import { bufferedReadout, playsHlsItself } from './engine';
import { presenceOf, sourceOf } from './source';
import { decodeChannels } from '../api/decode';
import { watchUrls } from '../urls';

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

describe('the source', () => {
  const place = { origin: 'http://h', hostname: 'h', pathname: '/' };
  const urls = watchUrls({ name: 'live/cam', vhost: undefined }, undefined, place);
  const [radio] = decodeChannels({
    channels: [{ name: 'live/cam', tracks: [{ kind: 'audio', codecs: 'mp4a.40.2' }] }],
  });

  it('has the address of its mode', () => {
    const address = (mode: 'hls' | 'flv' | 'ws') => sourceOf(mode, urls, undefined).url;
    expect(address('hls')).toBe('http://h/live/cam.m3u8');
    expect(address('flv')).toBe('http://h/live/cam.flv');
    expect(address('ws')).toBe('ws://h/live/cam.flv');
  });

  it('tells the player which tracks will come, once that is known', () => {
    const kinds = ({ hasVideo, hasAudio }: ReturnType<typeof sourceOf>) => [hasVideo, hasAudio];
    expect(kinds(sourceOf('flv', urls, radio))).toEqual([false, true]);
    expect(kinds(sourceOf('flv', urls, undefined))).toEqual([undefined, undefined]);
  });

  it('is absent when the server does not list it', () => {
    expect([presenceOf(radio), presenceOf(undefined)]).toEqual(['live', 'absent']);
  });
});
