import { type Key, t } from '../i18n';
import type { Failure } from './engine';

/** The errors of the player libraries, in words. */

/** Says why in the language of the moment when it happens. */
function failure(key: PlainKey, permanent = false): Failure {
  return {
    get why() {
      return t(key);
    },
    permanent,
  };
}

type PlainKey = Extract<
  Key,
  | `player.${'gone' | 'forbidden' | 'network' | 'media' | 'ended' | 'stalled'}`
  | `player.${'noMse' | 'notLoaded' | 'notYet' | 'serverFull' | 'codecs'}`
>;

const NOTHING_YET = failure('player.notYet');
const GONE = failure('player.gone');
const FORBIDDEN = failure('player.forbidden', true);
const NETWORK = failure('player.network');
const MEDIA = failure('player.media');

export const ENDED = failure('player.ended');
export const STALLED = failure('player.stalled');
export const NO_MSE = failure('player.noMse', true);

/** A chunk of the page's own code is missing: the server it came from was replaced. */
export const NO_PLAYER = failure('player.notLoaded');

/** What hls.js reports in the data of a fatal error. */
export interface HlsError {
  type: string;
  details: string;
  response?: { code?: number } | undefined;
}

/** @param ofSegments nothing fills up there, but there may be nothing to show yet */
export function hlsFailure(error: HlsError, ofSegments = false): Failure {
  if (/codec/i.test(error.details)) {
    return unplayable();
  }
  const status = error.response?.code;
  if (ofSegments && status === 503) {
    return NOTHING_YET;
  }
  return error.type === 'networkError' ? httpFailure(status) : MEDIA;
}

/** What mpegts.js reports: type, detail, and the loader's information. */
export function flvFailure(type: string, detail: string, info: { code?: number } = {}): Failure {
  if (/CodecUnsupported|FormatUnsupported/.test(detail)) {
    return unplayable();
  }
  return type === 'NetworkError' ? httpFailure(info.code) : MEDIA;
}

/** What the video element reports when the browser plays by itself: `MediaError.code`. */
export function nativeFailure(code: number | undefined): Failure {
  const NETWORK_CODE = 2;
  // Safari reports a missing playlist as an unsupported source, so even that is tried again.
  return code === NETWORK_CODE ? NETWORK : MEDIA;
}

function httpFailure(status: number | undefined): Failure {
  switch (status) {
    case 401:
    case 403:
      return FORBIDDEN;
    case 404:
    case 410:
      return GONE;
    case 503:
      return failure('player.serverFull');
    default:
      return NETWORK;
  }
}

/** What the browser cannot play is known before it is tried. */
export function undecodable(tracks: string): Failure {
  return { why: t('player.cannot', { tracks }), permanent: true };
}

function unplayable(): Failure {
  return failure('player.codecs', true);
}
