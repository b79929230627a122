import { describe, expect, it } from 'vitest';
import { decodeAccess, decodeChannels, decodeServer, decodeSessions, decodeState } from './decode';
import { decodeRelays, decodeRelaySettings } from './decode-relay';

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
  memory: {
    ...{ heapUsed: 1, heapMax: 2, channels: 3, channelsMax: 4, resident: 5, children: 6 },
    ...{ limit: 7, free: 8, reserve: 9, limitedBy: 'cgroup', pressure: 'relays-stopped' },
    ...{ files: 10, filesMax: 11 },
  },
  cpu: { process: 0.25, cores: 2, load: 0.8 },
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

const RELAY = {
  name: 'live/door',
  source: 'rtsp://***@10.0.0.7/s1',
  start: 'always',
  state: 'backoff',
  reason: 'connection refused',
  uptimeSeconds: 0,
  idleSeconds: 4,
  idleTimeoutSeconds: 30,
  retryInSeconds: 1.5,
  crashes: 2,
  history: [{ at: '2026-11-21T12:00:00Z', from: 'starting', to: 'backoff', reason: 'x' }],
  origin: 'changed',
  config: { source: 'rtsp://***@10.0.0.7/s1', retry: { initial: '1s' } },
  memory: { channel: 1, processes: 2, expected: 3 },
};

const SETTING = {
  key: 'idle_timeout',
  byDefault: '60s',
  allowed: 'a duration',
  about: 'When to stop.',
  required: false,
};

describe('a full answer', () => {
  it('of the relays and their settings', () => {
    const history = [{ ...RELAY.history[0], at: new Date('2026-11-21T12:00:00Z') }];
    expect(decodeRelays({ relays: [RELAY] })).toEqual([{ ...RELAY, history }]);
    expect(decodeRelaySettings({ settings: [SETTING] })).toEqual([SETTING]);
  });

  it('of the stream', () => {
    const state = decodeState({ server: SERVER, channels: [CHANNEL], relays: [RELAY] });
    expect([state.server.version, state.channels.length, state.relays.length]).toEqual([
      '0.1.0',
      1,
      1,
    ]);
  });

  it('about what one may', () => {
    const answer = { may: 'operate', by: 'loopback' };
    expect(decodeAccess(answer)).toEqual(answer);
    expect(decodeAccess({ may: 'everything' }).may).toBe('nothing');
    expect(decodeServer({ memory: { pressure: 'none' } }).memory.pressure).toBeUndefined();
  });

  it('of the server', () => {
    const { version, uptimeSeconds, listeners, bitrate, memory, cpu } = decodeServer(SERVER);
    expect({ version, uptimeSeconds, bitrate, memory, cpu }).toEqual({
      version: '0.1.0',
      uptimeSeconds: 12.3,
      bitrate: SERVER.bitrate,
      memory: SERVER.memory,
      cpu: SERVER.cpu,
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
    expect(decodeRelays(wrong)).toEqual([]);
    expect(decodeRelaySettings(wrong)).toEqual([]);
    expect(decodeAccess(wrong).may).toBe('nothing');
    expect(decodeState(wrong).channels).toEqual([]);
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

  it.each(Object.keys(RELAY))('relay.%s', (field) => {
    WRONG.forEach((wrong) => {
      const [relay] = decodeRelays({ relays: [{ ...RELAY, [field]: wrong }] });
      const named = field !== 'name' || wrong === 'x';
      expect(relay === undefined).toBe(!named);
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
