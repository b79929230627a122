import type { Channel } from '../api/types';
import type { WatchUrls } from '../urls';
import { inWords, unplayable } from './codecs';
import type { Mode, Source } from './engine';
import type { Presence } from './state';

/** What to open to play the channel this way. */
export function sourceOf(mode: Mode, urls: WatchUrls, channel: Channel | undefined): Source {
  const tracks = channel?.tracks ?? [];
  const leftOut = unplayable(mode, tracks);
  const played = tracks.filter((track) => !leftOut.includes(track)).map((track) => track.kind);
  const known = tracks.some(({ kind }) => kind === 'video' || kind === 'audio');
  return {
    mode,
    url: { hls: urls.hls, flv: urls.flv, ws: urls.wsFlv, ts: urls.ts }[mode],
    hasVideo: known ? played.includes('video') : undefined,
    hasAudio: known ? played.includes('audio') : undefined,
    leftOut: inWords(leftOut),
    tracks: channel?.tracks.map((track) => track.codecs ?? track.codec).join() ?? '',
  };
}

export function presenceOf(channel: Channel | undefined): Presence {
  return channel?.state ?? 'absent';
}
