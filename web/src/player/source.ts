import type { Channel } from '../api/types';
import type { WatchUrls } from '../urls';
import type { Mode, Source } from './engine';
import type { Presence } from './state';

/** What to open to play the channel this way. */
export function sourceOf(mode: Mode, urls: WatchUrls, channel: Channel | undefined): Source {
  const kinds = channel?.tracks.map((track) => track.kind) ?? [];
  const known = kinds.includes('video') || kinds.includes('audio');
  return {
    mode,
    url: { hls: urls.hls, flv: urls.flv, ws: urls.wsFlv }[mode],
    hasVideo: known ? kinds.includes('video') : undefined,
    hasAudio: known ? kinds.includes('audio') : undefined,
    tracks: channel?.tracks.map((track) => track.codecs ?? track.codec).join() ?? '',
  };
}

export function presenceOf(channel: Channel | undefined): Presence {
  return channel?.state ?? 'absent';
}
