import { describe, expect, it } from 'vitest';
import { decodeChannels } from './api/decode';
import { bitrate, bytes, duration, memory, moment, seconds } from './format';
import { trackBadges, viewers, viewersByKind } from './format';

it.each([
  [undefined, '–'],
  [0, '0 bit/s'],
  [999.4, '999 bit/s'],
  [999.6, '1.00 kbit/s'],
  [12_345, '12.3 kbit/s'],
  [512_000, '512 kbit/s'],
  [999_999, '1.00 Mbit/s'],
  [2_400_000, '2.40 Mbit/s'],
  [7.25e9, '7.25 Gbit/s'],
  [5e18, '5000000 Tbit/s'],
  [-1, '0 bit/s'],
])('bitrate %s is %s', (value, words) => {
  expect(bitrate(value)).toBe(words);
});

it.each([
  [undefined, '–'],
  [0, '0 B'],
  [1_482_000, '1.48 MB'],
])('bytes %s is %s', (value, words) => {
  expect(bytes(value)).toBe(words);
});

it.each([
  [undefined, '–'],
  [0, '0 B'],
  [64 * 1024 * 1024, '64 MB'],
  [1000 * 1024 * 1024, '0.98 GB'],
  [3_565_158, '3.40 MB'],
])('memory %s is %s', (value, words) => {
  expect(memory(value)).toBe(words);
});

it.each([
  [undefined, '–'],
  [0, '0 s'],
  [33.9, '33 s'],
  [60, '1 min'],
  [725, '12 min 5 s'],
  [3600, '1 h'],
  [8040, '2 h 14 min'],
  [86_400 * 3 + 4 * 3600 + 59, '3 d 4 h'],
  [-5, '0 s'],
])('duration %s is %s', (value, words) => {
  expect(duration(value)).toBe(words);
});

it('formats what a player is behind', () => {
  expect([seconds(1.26), seconds(-0.2), seconds(undefined)]).toEqual(['1.3 s', '0.0 s', '–']);
});

it('adds the day only when it is another one', () => {
  const now = new Date(2026, 10, 21, 15, 0, 0);
  expect(moment(new Date(2026, 10, 21, 13, 5, 9), now)).toBe('13:05:09');
  expect(moment(new Date(2026, 10, 20, 13, 5, 9), now)).toMatch(/20.*, 13:05:09$/);
});

describe('channels', () => {
  const [channel] = decodeChannels({
    channels: [
      {
        name: 'live/cam',
        tracks: [
          {
            kind: 'video',
            codec: 'H.264',
            profile: 'High',
            level: '3.1',
            width: 1280,
            height: 720,
            frameRate: 29.97002997,
            bitDepth: 8,
            chroma: '4:2:0',
          },
          {
            kind: 'video',
            codec: 'HEVC',
            bitDepth: 10,
            chroma: '4:2:2',
            colour: { primaries: 'bt2020', dynamicRange: 'HLG' },
          },
          {
            kind: 'audio',
            codec: 'AAC',
            profile: 'LC',
            sampleRate: 44_100,
            channels: 2,
            channelLayout: 'stereo',
          },
          { kind: 'audio', codecs: 'mp4a.40.2', channels: 3 },
          { kind: 'data' },
        ],
        subscribers: { rtmp: 1, flv: 0, ts: 2, hls: 30, srt: 4 },
      },
    ],
  });

  it('has a badge for every fact of a track', () => {
    expect(channel!.tracks.map(trackBadges)).toEqual([
      ['1280×720', 'H.264 High 3.1', '29.97 fps'],
      ['HEVC', '10 bit 4:2:2 HLG'],
      ['AAC LC', '44.1 kHz', 'stereo'],
      ['mp4a.40.2', '3 channels'],
      [],
    ]);
  });

  it('counts viewers, most first', () => {
    expect(viewers(channel!)).toBe(37);
    expect(viewersByKind(channel!)).toBe('30 HLS, 4 SRT, 2 HTTP-TS, 1 RTMP');
  });
});
