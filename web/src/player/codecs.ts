import type { Track } from '../api/types';
import type { Mode } from './engine';
import { t } from '../i18n';

/** Whether the browser decodes this MIME type. */
export type Decodes = (mime: string) => boolean;

/** What the player libraries take out of MPEG-TS and out of FLV. */
const READ: Record<Mode, readonly string[]> = {
  hls: ['avc1', 'hvc1', 'mp4a', 'ac-3', 'ec-3'],
  flv: ['avc1', 'hvc1', 'av01', 'mp4a', 'opus'],
  ws: ['avc1', 'hvc1', 'av01', 'mp4a', 'opus'],
  ts: ['avc1', 'hvc1', 'mp4a', 'ac-3', 'ec-3'],
};

const MP3 = 'mp4a.40.34';

/** The tracks that cannot be played this way in this browser. */
export function unplayable(
  mode: Mode,
  tracks: readonly Track[],
  decodes: Decodes = decodedByMediaSource,
): Track[] {
  const played = tracks.filter(({ kind }) => kind === 'video' || kind === 'audio');
  return played.filter(({ kind, codecs }) => {
    const known = codecs !== undefined && READ[mode].includes(codecs.split('.', 1)[0] ?? '');
    // MP3 is not put into MP4 on the way to the decoder.
    const mime = codecs === MP3 ? 'audio/mpeg' : `${kind}/mp4; codecs="${codecs}"`;
    return !known || !decodes(mime);
  });
}

/** Tracks in words: `HEVC video and AC-3 sound`. */
export function inWords(tracks: readonly Track[]): string {
  return tracks
    .map(({ kind, codec = t('player.unknown') }) =>
      t(kind === 'audio' ? 'player.sound' : 'player.video', { codec }),
    )
    .reduce((one, other) => (one ? t('player.and', { one, other }) : other), '');
}

/** Where there is no MediaSource, the browser plays HLS by itself and will say what it cannot. */
function decodedByMediaSource(mime: string): boolean {
  return typeof MediaSource === 'undefined' || MediaSource.isTypeSupported(mime);
}
