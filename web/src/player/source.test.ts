import { describe, expect, it } from 'vitest';
import type { Mode } from './engine';
import { presenceOf, sourceOf } from './source';
import { decodeChannels } from '../api/decode';
import { watchUrls } from '../urls';

describe('the source', () => {
  const place = { origin: 'http://h', hostname: 'h', pathname: '/' };
  const urls = watchUrls({ name: 'live/cam', vhost: undefined }, undefined, place);
  const [radio] = decodeChannels({
    channels: [{ name: 'live/cam', tracks: [{ kind: 'audio', codecs: 'mp4a.40.2' }] }],
  });

  it('has the address of its mode', () => {
    const address = (mode: Mode) => sourceOf(mode, urls, undefined).url;
    expect(address('hls')).toBe('http://h/live/cam.m3u8');
    expect(address('flv')).toBe('http://h/live/cam.flv');
    expect(address('ws')).toBe('ws://h/live/cam.flv');
    expect(address('ts')).toBe('http://h/live/cam.ts');
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
