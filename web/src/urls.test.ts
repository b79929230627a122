import { describe, expect, it } from 'vitest';
import type { Listener } from './api/types';
import { channelHash, type Place, publishUrls, watchUrls } from './urls';

const PAGE: Place = {
  origin: 'http://media.example:8080',
  hostname: 'media.example',
  pathname: '/',
};

const CAM = { name: 'live/cam', vhost: undefined };

function rtmp(address: string): Listener[] {
  return [{ protocol: 'rtmp', address }];
}

describe('watchUrls', () => {
  it('names every way to watch', () => {
    const listeners = [...rtmp('0.0.0.0:1935'), { protocol: 'rtmps', address: '[::]:443' }];
    expect(watchUrls(CAM, listeners, PAGE)).toEqual({
      page: 'http://media.example:8080/#/live/cam',
      hls: 'http://media.example:8080/live/cam.m3u8',
      flv: 'http://media.example:8080/live/cam.flv',
      wsFlv: 'ws://media.example:8080/live/cam.flv',
      ts: 'http://media.example:8080/live/cam.ts',
      rtmp: 'rtmp://media.example:1935/live/cam',
      rtmps: 'rtmps://media.example:443/live/cam',
    });
  });

  it('stays below the path of a proxy, and encrypted', () => {
    const proxied = { origin: 'https://p.example', hostname: 'p.example', pathname: '/tv/' };
    const urls = watchUrls(CAM, rtmp('0.0.0.0:1935'), proxied);
    expect(urls.hls).toBe('https://p.example/tv/live/cam.m3u8');
    expect(urls.wsFlv).toBe('wss://p.example/tv/live/cam.flv');
    expect(urls.page).toBe('https://p.example/tv/#/live/cam');
  });

  it.each([
    ['live/a b', 'live/a%20b'],
    ['live/ü', 'live/%C3%BC'],
    ['live/a@b:c+d=e,f!g~h', 'live/a@b:c+d=e,f!g~h'],
    ['live/100%', 'live/100%25'],
    ['live/?q#h', 'live/%3Fq%23h'],
    ['live/<img src=x>"\'`$\\', 'live/%3Cimg%20src=x%3E%22%27%60%24%5C'],
    ['javascript:alert(1)/x', 'javascript:alert%281%29/x'],
  ])('escapes %s', (name, path) => {
    const urls = watchUrls({ name, vhost: undefined }, undefined, PAGE);
    expect(urls.flv).toBe(`http://media.example:8080/${path}.flv`);
    expect(new URL(urls.flv).origin).toBe(PAGE.origin);
    expect(channelHash(name)).toBe(`#/${path}`);
  });

  it('puts a virtual host into the query', () => {
    const channel = { name: 'live/cam?vhost=tv.example', vhost: 'tv.example' };
    const urls = watchUrls(channel, undefined, PAGE);
    expect(urls.hls).toBe('http://media.example:8080/live/cam.m3u8?vhost=tv.example');
    expect(urls.rtmp).toBe('rtmp://media.example:1935/live/cam?vhost=tv.example');
    expect(urls.page).toBe('http://media.example:8080/#/live/cam%3Fvhost=tv.example');
  });
});

describe('RTMP addresses', () => {
  it.each([
    ['0.0.0.0:1936', 'rtmp://media.example:1936/live/cam'],
    ['[::]:1935', 'rtmp://media.example:1935/live/cam'],
    [':::1935', 'rtmp://media.example:1935/live/cam'],
    ['*:1935', 'rtmp://media.example:1935/live/cam'],
    [':1935', 'rtmp://media.example:1935/live/cam'],
    ['127.0.0.1:1935', 'rtmp://127.0.0.1:1935/live/cam'],
    ['[fe80::1]:1935', 'rtmp://[fe80::1]:1935/live/cam'],
    ['ingest.example:1935', 'rtmp://ingest.example:1935/live/cam'],
    ['evil"; rm -rf /:1935', 'rtmp://evilrm-rf:1935/live/cam'],
    ['no port', undefined],
  ])('come from the listener on %s', (address, url) => {
    expect(watchUrls(CAM, rtmp(address), PAGE).rtmp).toBe(url);
  });

  it('are assumed when the server lists nothing, and absent when it lists no RTMP', () => {
    expect(watchUrls(CAM, undefined, PAGE).rtmp).toBe('rtmp://media.example:1935/live/cam');
    expect(watchUrls(CAM, [], PAGE).rtmp).toBeUndefined();
  });

  it('keep letters of every script, as RTMP has no escapes', () => {
    const url = watchUrls({ name: 'live/kamera-Süd', vhost: undefined }, undefined, PAGE).rtmp;
    expect(url).toBe('rtmp://media.example:1935/live/kamera-Süd');
  });
});

describe('publishUrls', () => {
  it('cuts the stream key off for OBS', () => {
    const name = { name: 'live/eu/cam', vhost: undefined };
    expect(publishUrls(name, rtmp('0.0.0.0:1935'), PAGE)).toEqual({
      server: 'rtmp://media.example:1935/live/eu',
      streamKey: 'cam',
      url: 'rtmp://media.example:1935/live/eu/cam',
    });
  });

  it('falls back to RTMPS', () => {
    const listeners = [{ protocol: 'rtmps', address: '0.0.0.0:443' }];
    expect(publishUrls(CAM, listeners, PAGE)?.server).toBe('rtmps://media.example:443/live');
  });

  it('is undefined without RTMP', () => {
    expect(publishUrls(CAM, [{ protocol: 'http', address: '0.0.0.0:80' }], PAGE)).toBeUndefined();
  });
});
