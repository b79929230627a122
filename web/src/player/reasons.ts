import type { Failure } from './engine';

/** The errors of the player libraries, in words. */

const GONE: Failure = { why: 'The channel is not on the air.', permanent: false };
const FORBIDDEN: Failure = {
  why: 'The server does not let you watch this channel.',
  permanent: true,
};
const NETWORK: Failure = { why: 'The connection to the server broke.', permanent: false };
const MEDIA: Failure = { why: 'The browser stumbled over the stream.', permanent: false };

export const ENDED: Failure = { why: 'The stream ended.', permanent: false };
export const STALLED: Failure = { why: 'No new picture arrives.', permanent: false };
export const NO_MSE: Failure = {
  why: 'This browser cannot play the stream this way. Try the other one.',
  permanent: true,
};

/** A chunk of the page's own code is missing: the server it came from was replaced. */
export const NO_PLAYER: Failure = {
  why: 'The player could not be loaded. Reload the page if this stays.',
  permanent: false,
};

/** What hls.js reports in the data of a fatal error. */
export interface HlsError {
  type: string;
  details: string;
  response?: { code?: number } | undefined;
}

export function hlsFailure(error: HlsError): Failure {
  if (/codec/i.test(error.details)) {
    return unplayable();
  }
  return error.type === 'networkError' ? httpFailure(error.response?.code) : MEDIA;
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
  return code === NETWORK_CODE ? NETWORK : { ...MEDIA };
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
      return { why: 'The server is full at the moment.', permanent: false };
    default:
      return NETWORK;
  }
}

/** What the browser cannot play is known before it is tried. */
export function undecodable(tracks: string): Failure {
  return { why: `This browser cannot play ${tracks} this way.`, permanent: true };
}

function unplayable(): Failure {
  return { why: 'This browser cannot play these codecs.', permanent: true };
}
