import type { Channel, Track } from './api/types';
import { language, t } from './i18n';

/** Numbers and tracks in words. What the server did not say is a dash. */

export const UNKNOWN = '–';

/** `512 kbit/s`, `2.4 Mbit/s`. */
export function bitrate(bitsPerSecond: number | undefined): string {
  if (bitsPerSecond === undefined) {
    return UNKNOWN;
  }
  return scaled(bitsPerSecond, ['bit/s', 'kbit/s', 'Mbit/s', 'Gbit/s', 'Tbit/s']);
}

/** `1.2 MB`, in powers of ten as network people count. */
export function bytes(count: number | undefined): string {
  return count === undefined ? UNKNOWN : scaled(count, ['B', 'kB', 'MB', 'GB', 'TB']);
}

/** `512 MB`, in powers of two: as the settings count, and who sells memory. */
export function memory(count: number | undefined): string {
  return count === undefined ? UNKNOWN : scaled(count, ['B', 'KB', 'MB', 'GB', 'TB'], 1024);
}

/** The two largest units: `45 s`, `12 min 5 s`, `2 h 14 min`, `3 d 4 h`. */
export function duration(seconds: number | undefined): string {
  if (seconds === undefined) {
    return UNKNOWN;
  }
  const whole = Math.max(0, Math.floor(seconds));
  const parts: [number, string][] = [
    [Math.floor(whole / 86_400), t('unit.d')],
    [Math.floor(whole / 3600) % 24, t('unit.h')],
    [Math.floor(whole / 60) % 60, t('unit.min')],
    [whole % 60, t('unit.s')],
  ];
  const first = parts.findIndex(([count]) => count > 0);
  const shown = first < 0 ? parts.slice(-1) : parts.slice(first, first + 2);
  return shown
    .filter(([count], index) => count > 0 || index === 0)
    .map(([count, unit]) => `${count} ${unit}`)
    .join(' ');
}

/** `1.4 s`: for what a player is behind. */
export function seconds(value: number | undefined): string {
  return value === undefined ? UNKNOWN : `${Math.max(0, value).toFixed(1)} ${t('unit.s')}`;
}

/** `13:29:50`, with the day when it is not today's. */
export function moment(date: Date | undefined, now = new Date()): string {
  if (date === undefined) {
    return UNKNOWN;
  }
  const time = date.toLocaleTimeString('en-GB');
  return date.toDateString() === now.toDateString()
    ? time
    : `${date.toLocaleDateString(language() === 'zh' ? 'zh-CN' : 'en-GB', { dateStyle: 'medium' })}, ${time}`;
}

export function count(value: number | undefined): string {
  return value === undefined ? UNKNOWN : value.toLocaleString(language());
}

/** Short facts about a track, most telling first: `1280×720`, `H.264 High 3.1`, `25 fps`. */
export function trackBadges(track: Track): string[] {
  const codec = [track.codec ?? track.codecs, track.profile, track.level].filter(Boolean).join(' ');
  const facts =
    track.kind === 'video'
      ? [size(track), codec, track.frameRate && `${round(track.frameRate, 2)} fps`, samples(track)]
      : [codec, track.sampleRate && `${round(track.sampleRate / 1000, 2)} kHz`, layout(track)];
  return facts.filter((fact): fact is string => !!fact);
}

/** Everybody who watches, however they do it. */
export function viewers(channel: Channel): number {
  return Object.values(channel.subscribers).reduce((sum, each) => sum + each, 0);
}

/** `2 HLS, 1 RTMP`: most viewers first. */
export function viewersByKind(channel: Channel): string {
  return Object.entries(channel.subscribers)
    .sort(([, a], [, b]) => b - a)
    .map(([kind, viewing]) => `${count(viewing)} ${kindName(kind)}`)
    .join(', ');
}

function kindName(kind: string): string {
  const names: Record<string, string> = { flv: 'HTTP-FLV', ts: 'HTTP-TS' };
  return names[kind] ?? kind.toUpperCase();
}

function size({ width, height }: Track): string | undefined {
  return width && height ? `${width}×${height}` : undefined;
}

/** What is not as everywhere, which is 8 bits, 4:2:0 and SDR: `10 bit 4:2:2 HLG`. */
function samples({ bitDepth, chroma, dynamicRange }: Track): string {
  return [
    bitDepth && bitDepth !== 8 && `${bitDepth} bit`,
    chroma !== '4:2:0' && chroma,
    dynamicRange !== 'SDR' && dynamicRange,
  ]
    .filter(Boolean)
    .join(' ');
}

function layout({ channels, channelLayout }: Track): string | undefined {
  return channelLayout ?? (channels ? t('fact.layout', { n: channels }) : undefined);
}

/** Three digits at most, so that columns of numbers keep their width. */
function scaled(value: number, units: string[], step = 1000): string {
  let scale = 0;
  let rest = Math.max(0, value);
  while (Math.round(rest) >= 1000 && scale < units.length - 1) {
    rest /= step;
    scale += 1;
  }
  const digits = scale === 0 || rest >= 99.95 ? 0 : rest >= 9.995 ? 1 : 2;
  // What is even in powers of two is a setting, and looks like one: `64 MB`.
  const even = step !== 1000 && Number.isInteger(rest);
  return `${rest.toFixed(even ? 0 : digits)} ${units[scale]}`;
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
