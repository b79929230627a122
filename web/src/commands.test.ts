import { expect, it } from 'vitest';
import { ffmpegFile, ffmpegTestPicture, ffplay, vlc } from './commands';
import { publishUrls } from './urls';

const URL_PLAIN = 'rtmp://host:1935/live/cam';

it.each([ffmpegFile, ffmpegTestPicture, ffplay, vlc])('%o quotes the address', (command) => {
  expect(command(URL_PLAIN)).toMatch(/ "rtmp:\/\/host:1935\/live\/cam"$/);
});

it('keeps bash from expanding an exclamation mark', () => {
  expect(vlc('http://host/live/wow!1.ts')).toMatch(/ 'http:\/\/host\/live\/wow!1\.ts'$/);
});

it('lets no channel name out of its quotes', () => {
  const place = { origin: 'http://h', hostname: 'h', pathname: '/' };
  const name = 'live/"$(reboot)`reboot`\'\\;&|\n!';
  const url = publishUrls({ name, vhost: undefined }, undefined, place)!.url;
  expect(url).toMatch(/^[\w:/.%!-]+$/);
  expect(ffmpegFile(url).endsWith(`'${url}'`)).toBe(true);
});
