import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { decodeChannels } from './api/decode';
import { fetchPicture, Pictures, showable } from './snapshots';

let revoked: string[];

beforeEach(() => {
  revoked = [];
  let made = 0;
  vi.stubGlobal('URL', {
    createObjectURL: () => `blob:${(made += 1)}`,
    revokeObjectURL: (src: string) => revoked.push(src),
  });
});

afterEach(() => vi.unstubAllGlobals());

describe('a picture', () => {
  const answering = (status: number, etag = '"a"') =>
    vi.fn(async () => new Response('x', { status, headers: { etag } }));

  it('is fetched when it is a new one', async () => {
    const picture = { src: 'blob:1', etag: '"a"' };
    expect(await fetchPicture('u', undefined, answering(200))).toEqual(picture);
    expect(await fetchPicture('u', '"a"', answering(200))).toBeUndefined();
  });

  it('may not exist', async () => {
    expect(await fetchPicture('u', undefined, answering(404))).toBeUndefined();
    const away = vi.fn(() => Promise.reject(new TypeError('Failed to fetch')));
    expect(await fetchPicture('u', undefined, away)).toBeUndefined();
  });
});

describe('pictures', () => {
  let number = 0;
  const next = vi.fn(async () => ({ src: `blob:${(number += 1)}`, etag: undefined }));

  it('are shown when they are decoded, and then the one before is given back', async () => {
    number = 0;
    const pictures = new Pictures(() => {}, next);
    await pictures.renew('u', 0);
    expect([pictures.shown, pictures.coming]).toEqual([undefined, 'blob:1']);
    pictures.arrived('blob:1', true);
    await pictures.renew('u', 10_000);
    expect([pictures.shown, pictures.coming]).toEqual(['blob:1', 'blob:2']);
    pictures.arrived('blob:2', false);
    expect([pictures.shown, pictures.coming]).toEqual(['blob:1', undefined]);
    await pictures.renew('u', 20_000);
    pictures.arrived('blob:3', true);
    pictures.clear();
    expect(revoked).toEqual(['blob:2', 'blob:1', 'blob:3']);
  });

  it('are not asked for more often, whoever scrolls', async () => {
    next.mockClear();
    const pictures = new Pictures(() => {}, next);
    for (let nowMs = 0; nowMs < 20_000; nowMs += 100) {
      await pictures.renew('u', nowMs);
    }
    expect(next).toHaveBeenCalledTimes(3);
  });
});

it('are shown of what the browser decodes', () => {
  const [channel] = decodeChannels({
    channels: [
      {
        name: 'a/b',
        tracks: [
          { kind: 'audio', codecs: 'x' },
          { kind: 'video', codecs: 'y' },
        ],
      },
    ],
  });
  expect(showable(channel!, (codecs) => codecs === 'y')).toBe(true);
  expect(showable(channel!, (codecs) => codecs === 'x')).toBe(false);
  expect(showable({ ...channel!, tracks: [] }, () => true)).toBe(false);
});
