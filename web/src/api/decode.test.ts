import { describe, expect, it } from 'vitest';
import { decodeChannels, decodeServer, decodeSessions } from './decode';

const SERVER = {
  name: 'millrace',
  version: '0.1.0',
  startedAt: '2026-11-21T12:00:00Z',
  uptimeSeconds: 12.3,
  listeners: [
    { protocol: 'rtmp', address: '0.0.0.0:1935' },
    { protocol: 'HTTP', address: '0.0.0.0:8080' },
  ],
  channels: 1,
  sessions: 3,
  bitrate: { in: 512_000, out: 1_024_000 },
  memory: { heapUsed: 1, heapMax: 2, channels: 3, channelsMax: 4 },
};

const CHANNEL = {
  name: 'live/cam',
  state: 'waiting',
  publisher: {
    session: 's12',
    protocol: 'rtmp',
    remote: '127.0.0.1:5000',
    since: '2026-11-21T12:00:00Z',
  },
  tracks: [
    {
      kind: 'video',
      codec: 'H.264',
      codecs: 'avc1.64001f',
      profile: 'High',
      level: '3.1',
      width: 1280,
      height: 720,
      frameRate: 25,
      bitrate: 1_000_000,
    },
  ],
  groups: { kept: 5, newest: 17, bytes: 1234, durationMs: 9800 },
  timeline: {
    repairs: 12,
    driftMs: 0,
    kinds: [
      {
        ...{ kind: 'dts_back', words: 'encoder sends DTS that go back', count: 12, ofPublisher: 3 },
        ...{ perMinute: 4, text: 'encoder sends DTS that go back: 4 repairs/min' },
      },
    ],
  },
  bitrate: { in: 1, out: 2 },
  subscribers: { rtmp: 1, flv: 0, ts: 0, hls: 2 },
  ageSeconds: 33.1,
};

const SESSION = {
  id: 's12',
  protocol: 'rtmp',
  role: 'publisher',
  channel: 'live/cam',
  remote: '127.0.0.1:5000',
  agent: 'FMLE/3.0',
  since: '2026-11-21T12:00:00Z',
  bytesIn: 1,
  bytesOut: 2,
  skippedGroups: 0,
  note: 'x',
};

describe('a full answer', () => {
  it('of the server', () => {
    const { version, uptimeSeconds, listeners, bitrate, memory } = decodeServer(SERVER);
    expect({ version, uptimeSeconds, bitrate, memory }).toEqual({
      version: '0.1.0',
      uptimeSeconds: 12.3,
      bitrate: SERVER.bitrate,
      memory: SERVER.memory,
    });
    expect(listeners).toEqual([
      { protocol: 'rtmp', address: '0.0.0.0:1935' },
      { protocol: 'http', address: '0.0.0.0:8080' },
    ]);
  });

  it('of the channels', () => {
    const [channel] = decodeChannels({ channels: [CHANNEL] });
    const { timeline, ...rest } = CHANNEL;
    expect(channel).toMatchObject({
      ...rest,
      repairs: [{ kind: 'dts_back', text: timeline.kinds[0]?.text, count: 12, perMinute: 4 }],
      publisher: { ...CHANNEL.publisher, since: new Date(CHANNEL.publisher.since) },
      subscribers: { rtmp: 1, hls: 2 },
    });
  });

  it('of the sessions', () => {
    const [session] = decodeSessions({ sessions: [SESSION] });
    expect(session).toEqual({ ...SESSION, since: new Date(SESSION.since) });
  });
});

const WRONG = [undefined, null, '', 'x', -1, NaN, true, [], {}, [null], [[]], { in: 'x' }];

describe('a strange answer never throws', () => {
  it.each(WRONG)('%j instead of everything', (wrong) => {
    expect(decodeServer(wrong).name).toBe('millrace');
    expect(decodeChannels(wrong)).toEqual([]);
    expect(decodeSessions(wrong)).toEqual([]);
  });

  it.each(Object.keys(SERVER))('server.%s', (field) => {
    WRONG.forEach((wrong) =>
      expect(() => decodeServer({ ...SERVER, [field]: wrong })).not.toThrow(),
    );
  });

  it.each(Object.keys(CHANNEL))('channel.%s', (field) => {
    WRONG.forEach((wrong) => {
      const [channel] = decodeChannels({ channels: [{ ...CHANNEL, [field]: wrong }] });
      const named = field !== 'name' || wrong === 'x';
      expect(channel === undefined).toBe(!named);
    });
  });

  it.each(Object.keys(SESSION))('session.%s', (field) => {
    WRONG.forEach((wrong) => {
      const [session] = decodeSessions({ sessions: [{ ...SESSION, [field]: wrong }] });
      const named = field !== 'id' || wrong === 'x';
      expect(session === undefined).toBe(!named);
    });
  });
});

it('takes a channel that is only a name', () => {
  expect(decodeChannels({ channels: [{ name: 'live/cam' }] })[0]).toMatchObject({
    state: 'live',
    publisher: undefined,
    tracks: [],
    subscribers: {},
  });
});
