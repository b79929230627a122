import type { Listener } from './api/types';

/**
 * Every address the page shows or plays. Addresses over HTTP are relative to the page itself, so
 * they hold behind a proxy; addresses over RTMP come from the listeners the server reports.
 */

/** Where the page was opened: the fields of `location` that addresses are made of. */
export interface Place {
  origin: string;
  hostname: string;
  pathname: string;
}

/** A channel as an address needs it. */
export interface ChannelId {
  name: string;
  vhost: string | undefined;
}

export interface WatchUrls {
  page: string;
  hls: string;
  flv: string;
  wsFlv: string;
  ts: string;
  rtmp: string | undefined;
  rtmps: string | undefined;
}

export interface PublishUrls {
  /** What OBS calls the server: everything but the last segment of the name. */
  server: string;
  streamKey: string;
  url: string;
}

const RTMP_LISTENERS_USUAL: Listener[] = [{ protocol: 'rtmp', address: '0.0.0.0:1935' }];

/** Segments that browsers, servers and shells all take as they are; see `ChannelName`. */
const HTTP_SAFE = /[^A-Za-z0-9\-_.~@:+=,!/]/gu;

/** RTMP has no percent-encoding: letters of any script go out as they are. */
const RTMP_SAFE = /[^\p{L}\p{N}\-_.~@:+=,!/]/gu;

export function watchUrls(
  channel: ChannelId,
  listeners: Listener[] | undefined,
  place: Place,
): WatchUrls {
  const media = (ending: string) => mediaUrl(channel, ending, place);
  return {
    page: pageBase(place) + channelHash(channel.name),
    hls: media('.m3u8'),
    flv: media('.flv'),
    wsFlv: media('.flv').replace(/^http/, 'ws'),
    ts: media('.ts'),
    rtmp: rtmpUrl(channel, 'rtmp', listeners, place),
    rtmps: rtmpUrl(channel, 'rtmps', listeners, place),
  };
}

/** How to publish to the channel, or `undefined` when the server takes no RTMP. */
export function publishUrls(
  channel: ChannelId,
  listeners: Listener[] | undefined,
  place: Place,
): PublishUrls | undefined {
  const base =
    rtmpBase('rtmp', listeners, place.hostname) ?? rtmpBase('rtmps', listeners, place.hostname);
  if (base === undefined) {
    return undefined;
  }
  const path = escapeAll(pathOf(channel), RTMP_SAFE);
  const slash = path.lastIndexOf('/');
  const query = vhostQuery(channel);
  return {
    server: `${base}/${path.slice(0, Math.max(slash, 0))}${query}`,
    streamKey: path.slice(slash + 1),
    url: `${base}/${path}${query}`,
  };
}

/** Where a browser publishes. The query of a signature or a token is added as it is. */
export function publishSocket(name: string, query: string, place: Place): string {
  const url = mediaUrl({ name, vhost: undefined }, '.flv', place).replace(/^http/, 'ws');
  return url + queryOf(query);
}

/** What somebody typed, or copied from an address, as a query with its question mark. */
export function queryOf(query: string): string {
  const more = query.trim().replace(/^[?&]/, '');
  return more === '' ? '' : `?${more}`;
}

/** The newest key frame, as an MP4 of one picture. */
export function snapshotUrl(channel: ChannelId, place: Place): string {
  return mediaUrl(channel, '/snapshot.mp4', place);
}

/** What the server says is at a path of its own, also where the page is below a proxy's path. */
export function mediaAt(path: string, place: Place): string {
  return pageBase(place) + path.replace(/^\//, '');
}

/** `#/live/cam`: the link that opens a channel's player large. */
export function channelHash(name: string): string {
  return `#/${escapeAll(name, HTTP_SAFE)}`;
}

/** The folder of the page, with its slash. */
export function pageBase(place: Place): string {
  return place.origin + place.pathname.slice(0, place.pathname.lastIndexOf('/') + 1);
}

function mediaUrl(channel: ChannelId, ending: string, place: Place): string {
  const path = escapeAll(pathOf(channel), HTTP_SAFE);
  return `${pageBase(place)}${path}${ending}${vhostQuery(channel)}`;
}

function rtmpUrl(
  channel: ChannelId,
  protocol: string,
  listeners: Listener[] | undefined,
  place: Place,
): string | undefined {
  const base = rtmpBase(protocol, listeners, place.hostname);
  return base && `${base}/${escapeAll(pathOf(channel), RTMP_SAFE)}${vhostQuery(channel)}`;
}

/** `rtmp://host:1935`, or `undefined` without such a listener. */
function rtmpBase(
  protocol: string,
  listeners: Listener[] = RTMP_LISTENERS_USUAL,
  hostname: string,
): string | undefined {
  const listener = listeners.find((each) => each.protocol === protocol);
  const [, host, port] = listener?.address.match(/^(.*):(\d{1,5})$/) ?? [];
  if (host === undefined || port === undefined) {
    return undefined;
  }
  return `${protocol}://${isEveryAddress(host) ? hostname : escapeHost(host)}:${port}`;
}

/** A listener on all addresses is reached where the page was reached; others only at their own. */
function isEveryAddress(host: string): boolean {
  return /^(0\.0\.0\.0|\[?[0:]*\]?|\*)$/.test(host);
}

function escapeHost(host: string): string {
  const safe = host.replace(/[^\p{L}\p{N}.\-:[\]]/gu, '');
  return safe.includes(':') && !safe.startsWith('[') ? `[${safe}]` : safe;
}

/** `app/stream`: the name without the virtual host, which travels in the query. */
function pathOf({ name, vhost }: ChannelId): string {
  const query = `?vhost=${vhost}`;
  return name.endsWith(query) ? name.slice(0, -query.length) : name;
}

function vhostQuery({ vhost }: ChannelId): string {
  return vhost === undefined ? '' : `?vhost=${encodeURIComponent(vhost)}`;
}

/** Channel names are hostile input: whatever is not known to be safe is percent-encoded. */
function escapeAll(path: string, unsafe: RegExp): string {
  return path.replace(unsafe, (char) => {
    const bytes = new TextEncoder().encode(char);
    return Array.from(bytes, (b) => `%${b.toString(16).toUpperCase().padStart(2, '0')}`).join('');
  });
}
