import type { Channel } from './api/types';

const ANSWER_MS_MAX = 8000;

export const RENEW_MS = 10_000;

export interface Picture {
  /** An address for a video element, to be revoked when it is not shown any more. */
  src: string;
  etag: string | undefined;
}

/** The newest picture, unless there is none, or the one with this tag still is. */
export async function fetchPicture(
  url: string,
  knownTag: string | undefined,
  ask: typeof fetch = (...args) => fetch(...args),
): Promise<Picture | undefined> {
  try {
    // The browser asks whether the one that it has is still the newest.
    const answer = await ask(url, {
      cache: 'no-cache',
      signal: AbortSignal.timeout(ANSWER_MS_MAX),
    });
    const etag = answer.headers.get('etag') ?? undefined;
    if (!answer.ok || (etag !== undefined && etag === knownTag)) {
      void answer.body?.cancel();
      return undefined;
    }
    return { src: URL.createObjectURL(await answer.blob()), etag };
  } catch {
    // A thumbnail that does not come is not worth a word; that the server is away is said above.
    return undefined;
  }
}

/** The picture that is shown, and the next one until it is decoded: so nothing flickers. */
export class Pictures {
  shown: string | undefined;
  coming: string | undefined;

  private etag: string | undefined;
  private askedMs = -Infinity;

  constructor(
    private readonly changed: () => void,
    private readonly fetch = fetchPicture,
  ) {}

  /** A card that is scrolled in and out does not ask more often than others. */
  async renew(url: string, nowMs: number): Promise<void> {
    if (nowMs - this.askedMs < RENEW_MS * 0.9) {
      return;
    }
    this.askedMs = nowMs;
    const picture = await this.fetch(url, this.etag);
    if (picture === undefined) {
      return;
    }
    revoke(this.coming);
    this.coming = picture.src;
    this.etag = picture.etag;
    this.changed();
  }

  /** @param good whether the browser could decode it */
  arrived(picture: string, good: boolean): void {
    if (picture !== this.coming) {
      return;
    }
    revoke(good ? this.shown : this.coming);
    this.shown = good ? this.coming : this.shown;
    this.coming = undefined;
    this.changed();
  }

  /** There is nothing to see any more; what comes next may be something else. */
  clear(): void {
    revoke(this.shown);
    revoke(this.coming);
    this.shown = undefined;
    this.coming = undefined;
    this.etag = undefined;
    this.askedMs = -Infinity;
  }
}

function revoke(src: string | undefined): void {
  if (src !== undefined) {
    URL.revokeObjectURL(src);
  }
}

/** Whether this browser shows pictures of the channel's codec; asked of the browser once for each. */
export function showable(channel: Channel, decodes = decodedByBrowser): boolean {
  const codecs = channel.tracks.find(({ kind }) => kind === 'video')?.codecs;
  return codecs !== undefined && decodes(codecs);
}

const known = new Map<string, boolean>();

function decodedByBrowser(codecs: string): boolean {
  const found =
    known.get(codecs) ??
    !!document.createElement('video').canPlayType(`video/mp4; codecs="${codecs}"`);
  known.set(codecs, found);
  return found;
}
