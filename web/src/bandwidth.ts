import { refused } from './api/refused';

/** How fast bytes come from the server, and go there. */

export type Way = 'down' | 'up';

const SECONDS = 3;

/** What is sent at once grows until it takes about so long. */
const PIECE_MS = 700;
const PIECE_BYTES_MIN = 64 << 10;
const PIECE_BYTES_MAX = 32 << 20;

/** A browser gives no more noise at once. */
const NOISE_BYTES = 64 << 10;

type Send = typeof fetch;

/**
 * Measures one way, in bits a second. Rejects as the calls of API v2 do.
 *
 * @param tell is told how fast it is so far
 */
export function measure(
  way: Way,
  base: string,
  key: string,
  tell: (bitrate: number) => void,
  send: Send = (...args) => fetch(...args),
): Promise<number> {
  const url = new URL('api/v2/bandwidth', base);
  url.searchParams.set('seconds', String(SECONDS));
  if (key !== '') {
    url.searchParams.set('key', key);
  }
  return way === 'down' ? down(url, tell, send) : up(url, tell, send);
}

async function down(url: URL, tell: (bitrate: number) => void, send: Send): Promise<number> {
  const answer = await ask(url, {}, send);
  const startMs = performance.now();
  let bytes = 0;
  const reader = answer.body!.getReader();
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    bytes += next.value.length;
    tell(bitrateOf(bytes, performance.now() - startMs));
  }
  return bitrateOf(bytes, performance.now() - startMs);
}

/** In pieces: what a browser sends without end, it sends over HTTP/2 only. */
async function up(url: URL, tell: (bitrate: number) => void, send: Send): Promise<number> {
  let bytes = 0;
  let spentMs = 0;
  let size = PIECE_BYTES_MIN;
  while (spentMs < SECONDS * 1000) {
    const startMs = performance.now();
    await ask(url, { method: 'POST', body: noise(size) }, send);
    const tookMs = Math.max(1, performance.now() - startMs);
    bytes += size;
    spentMs += tookMs;
    tell(bitrateOf(bytes, spentMs));
    size = nextSize(size, tookMs);
  }
  return bitrateOf(bytes, spentMs);
}

/** Four times as much at most: a first piece is often faster than the line. */
export function nextSize(bytes: number, tookMs: number): number {
  const wanted = bytes * Math.min(4, PIECE_MS / tookMs);
  return Math.round(Math.min(PIECE_BYTES_MAX, Math.max(PIECE_BYTES_MIN, wanted)));
}

async function ask(url: URL, how: RequestInit, send: Send): Promise<Response> {
  const answer = await send(url, { ...how, cache: 'no-store' });
  if (!answer.ok) {
    throw await refused(answer);
  }
  return answer;
}

function noise(bytes: number): Blob {
  const piece = crypto.getRandomValues(new Uint8Array(NOISE_BYTES));
  const whole = Array<Uint8Array<ArrayBuffer>>(Math.ceil(bytes / NOISE_BYTES)).fill(piece);
  return new Blob(whole).slice(0, bytes);
}

function bitrateOf(bytes: number, ms: number): number {
  return (bytes * 8000) / Math.max(1, ms);
}
