import { expect, it } from 'vitest';
import type { Recording } from '../api/control-types';
import { decodeRecording } from '../api/decode-control';
import { exportRefusal, exportUrl, spanOf, stateOf, titleOf } from './recordings';

function recording(more: Record<string, unknown> = {}): Recording {
  const about = { id: '01J', source: 's', start: '2026-11-22T12:00:00Z', ...more };
  return decodeRecording(about)!;
}

it('runs, waits for what is owed, and is complete', () => {
  expect(
    [{ active: true }, { settled: false }, { settled: true }].map((it) => stateOf(recording(it))),
  ).toEqual(['running', 'waiting', 'complete']);
});

it('lasts until now while it runs', () => {
  const start = recording().start.getTime();
  expect(spanOf(recording(), start + 5).endMs).toBe(start + 5);
  expect(spanOf(recording(), start - 5).endMs).toBe(start);
  expect(spanOf(recording({ end: '2026-11-22T12:00:01Z' }), start + 5).endMs).toBe(start + 1000);
});

it('is called by its alias, its source, or its id', () => {
  expect(titleOf(recording({ alias: 'tea' }), undefined)).toBe('tea');
  expect(titleOf(recording(), undefined)).toBe('01J');
});

it('is exported whole or in part, also below the path of a proxy', () => {
  const place = { origin: 'http://host', hostname: 'host', pathname: '/tv/' };
  const whole = exportUrl(recording().export, undefined, place);
  expect(whole).toBe('http://host/tv/v1/vod/recording/01J/export.ts');
  const part = new URL(exportUrl(recording().movie, { startMs: 0, endMs: 1500 }, place));
  expect(Object.fromEntries(part.searchParams)).toEqual({
    from: '1970-01-01T00:00:00.000Z',
    to: '1970-01-01T00:00:01.500Z',
  });
});

it('is refused in the words of the server', async () => {
  const answering = (answer: () => Response) => exportRefusal('http://host/', async () => answer());
  const envelope = { success: false, error: { detail: 'this cannot be an MP4' } };
  expect(await answering(() => Response.json(envelope, { status: 422 }))).toBe(
    'this cannot be an MP4',
  );
  expect(await answering(() => new Response('oops', { status: 500 }))).toBe('500');
  expect(await answering(() => new Response('x', { status: 206 }))).toBeUndefined();
  const away = () => {
    throw new TypeError('Failed to fetch');
  };
  expect(await answering(away)).toBe('The server cannot be reached.');
});
