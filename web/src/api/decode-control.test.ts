import { describe, expect, it } from 'vitest';
import { decodeControl, decodeRecording, decodeRecordings, decodeTimeline } from './decode-control';

const SOURCE = {
  id: '6f1c2c4e-5a4b-4d0f-9c47-0c1f9a2b7d10',
  name: 'door',
  announced: 'door',
  segmentSeconds: 2,
  description: 'front',
  streaming: true,
  playlist: null,
  node: 'north',
  contactAt: '2026-11-22T12:00:00Z',
  alive: true,
  newestEnd: '2026-11-22T11:59:59Z',
  lagMs: 1000,
  outbox: { segments: 3, bytes: 300, oldest: '2026-11-22T11:00:00Z', lost: 1 },
  cachedFrom: '2026-11-22T11:55:00Z',
  live: '/v1/vod/live/x/vid.m3u8',
  snapshot: '/api/v2/sources/x/snapshot.mp4',
};

const EDGE = {
  node: 'north',
  version: '0.1.0',
  address: '10.0.0.7:50000',
  since: '2026-11-22T11:00:00Z',
  silentMs: 12,
  alive: true,
  sources: ['door', 'live/yard'],
};

const RECORDING = {
  id: '01JD8Z1M4T9Q2W3E4R5T6Y7V8X',
  source: SOURCE.id,
  alias: 'tea',
  description: null,
  start: '2026-11-22T11:00:00Z',
  end: null,
  active: true,
  settled: false,
  replay: '/v1/vod/recording/x/vid.m3u8',
  export: '/v1/vod/recording/x/export.ts',
};

const WRONG = [undefined, null, '', 'x', -1, NaN, true, [], {}, [null], [[]], { in: 'x' }];

it('understands a full answer', () => {
  const control = decodeControl({
    sources: [SOURCE],
    edges: [EDGE],
    more: true,
    revision: 7,
    trouble: null,
    now: '2026-11-22T12:00:01Z',
  });
  const { playlist: _, newestEnd: __, ...rest } = SOURCE;
  expect(control?.sources[0]).toEqual({
    ...rest,
    contactAt: new Date(SOURCE.contactAt),
    cachedFrom: new Date(SOURCE.cachedFrom),
    outbox: { ...SOURCE.outbox, oldest: new Date(SOURCE.outbox.oldest) },
  });
  expect(control?.edges).toEqual([{ ...EDGE, since: new Date(EDGE.since) }]);
  expect([control?.more, control?.revision, control?.trouble]).toEqual([true, 7, undefined]);
});

it('understands recordings and their times', () => {
  const page = decodeRecordings({ recordings: [RECORDING], next: 'abc' });
  expect(page.next).toBe('abc');
  expect(page.items[0]).toMatchObject({ alias: 'tea', end: undefined, active: true });
  const stretch = { start: RECORDING.start, end: '2026-11-22T11:00:04Z', segments: 2, bytes: 8 };
  const timeline = decodeTimeline({
    stretches: [
      { ...stretch, state: 'stored' },
      { ...stretch, state: 'lost' },
      { ...stretch, end: RECORDING.start },
    ],
    next: null,
    owedFrom: RECORDING.start,
    now: RECORDING.start,
  });
  expect(timeline.stretches.map(({ state, bytes }) => [state, bytes])).toEqual([
    ['stored', 8],
    ['lost', 8],
  ]);
  expect(timeline.owedFrom).toEqual(new Date(RECORDING.start));
});

describe('a strange answer never throws', () => {
  it.each(WRONG)('%j instead of everything', (wrong) => {
    expect(decodeRecordings(wrong).items).toEqual([]);
    expect(decodeRecording(wrong)).toBeUndefined();
    expect(decodeTimeline(wrong).stretches).toEqual([]);
    expect(() => decodeControl(wrong)).not.toThrow();
  });

  it.each(Object.keys(SOURCE))('source.%s', (field) => {
    WRONG.forEach((wrong) =>
      expect(() => decodeControl({ sources: [{ ...SOURCE, [field]: wrong }] })).not.toThrow(),
    );
  });

  it.each(Object.keys(EDGE))('edge.%s', (field) => {
    WRONG.forEach((wrong) =>
      expect(() => decodeControl({ edges: [{ ...EDGE, [field]: wrong }] })).not.toThrow(),
    );
  });

  it.each(Object.keys(RECORDING))('recording.%s', (field) => {
    WRONG.forEach((wrong) =>
      expect(() => decodeRecording({ ...RECORDING, [field]: wrong })).not.toThrow(),
    );
  });
});

it('knows a server that is no control node', () => {
  expect(decodeControl(undefined)).toBeUndefined();
  expect(decodeControl(null)).toBeUndefined();
});
