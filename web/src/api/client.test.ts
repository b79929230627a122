import { describe, expect, it, vi } from 'vitest';
import { Api } from './client';
import { RefusedError } from './refused';

function answering(status: number, body: unknown) {
  const send = vi.fn(async () => new Response(JSON.stringify(body), { status }));
  return { send, api: new Api('http://host/tv/', send as unknown as typeof fetch) };
}

function asked(send: ReturnType<typeof answering>['send']): string {
  const [url, options] = send.mock.calls[0] as unknown as [URL, RequestInit];
  return `${options.method} ${url}`;
}

it('asks below the folder of the page', async () => {
  const { send, api } = answering(200, { sessions: [{ id: 's1' }] });
  expect((await api.sessions())[0]?.id).toBe('s1');
  expect(asked(send)).toBe('GET http://host/tv/api/v2/sessions');
});

it('escapes the id of a session', async () => {
  const { send, api } = answering(200, {});
  await api.disconnect('s/1?x');
  expect(asked(send)).toBe('DELETE http://host/tv/api/v2/sessions/s%2F1%3Fx');
});

it.each([
  ['live/door', 'live/door/start'],
  ['a b/c/d#?vhost=h', 'a%20b/c/d%23/start?vhost=h'],
])('tells relay %s to start', async (name, path) => {
  const { send, api } = answering(200, {});
  await api.tellRelay(name, 'start');
  expect(asked(send)).toBe(`POST http://host/tv/api/v2/relays/${path}`);
});

it.each([
  [404, { detail: 'There is no session s9.', title: 'Not found' }, 'There is no session s9.'],
  [401, { title: 'Who are you?' }, 'Who are you?'],
  [500, 'oops', 'the server answered 500'],
  [503, null, 'the server answered 503'],
])('passes on why the server said %s', async (status, body, words) => {
  const refused = answering(status, body).api.disconnect('s9');
  await expect(refused).rejects.toMatchObject({ status, message: words });
  await expect(refused).rejects.toBeInstanceOf(RefusedError);
});

it('asks for all that changes in one go', async () => {
  const { send, api } = answering(200, {
    channels: [{ name: 'live/cam' }],
    relays: [{ name: 'live/door' }],
  });
  const { server, channels, relays } = await api.state();
  expect([server.name, channels[0]?.name, relays[0]?.name]).toEqual([
    'millrace',
    'live/cam',
    'live/door',
  ]);
  expect(send).toHaveBeenCalledTimes(4);
});

it('asks a server only once whether it is a control node', async () => {
  const asked: string[] = [];
  const api = new Api('http://host/', async (input) => {
    asked.push(new URL(String(input)).pathname);
    const found = !asked.at(-1)!.endsWith('/control');
    return found ? Response.json({}) : Response.json({ status: 404 }, { status: 404 });
  });
  expect([(await api.state()).control, (await api.state()).control]).toEqual([
    undefined,
    undefined,
  ]);
  expect(asked.filter((path) => path.endsWith('/control'))).toHaveLength(1);
});

it('asks for the newest recordings of a source', async () => {
  const { send, api } = answering(200, { recordings: [], next: 'x' });
  expect((await api.control.recordings({ source: 's', active: true, limit: 5 })).next).toBe('x');
  expect(asked(send)).toBe(
    'GET http://host/tv/api/v2/recordings?newest=true&source=s&active=true&limit=5',
  );
});

it.each([
  ['deleteRecording', 'DELETE http://host/tv/api/v2/recordings/a%2Fb'],
  ['stopRecording', 'POST http://host/tv/api/v2/recordings/a%2Fb/stop'],
  ['deleteSource', 'DELETE http://host/tv/api/v2/sources/a%2Fb'],
] as const)('escapes an id: %s', async (verb, url) => {
  const { send, api } = answering(200, {});
  await api.control[verb]('a/b');
  expect(asked(send)).toBe(url);
});

it('asks for what is new of a timeline', async () => {
  const { send, api } = answering(200, {});
  await api.control.timeline('01J', new Date(0));
  expect(asked(send)).toBe(
    'GET http://host/tv/api/v2/recordings/01J/timeline?from=1970-01-01T00:00:00.000Z',
  );
});

it('sends settings as JSON', async () => {
  const { send, api } = answering(200, {});
  await api.changeRelay('live/door', { source: 'rtsp://a' });
  expect(asked(send)).toBe('PUT http://host/tv/api/v2/relays/live/door');
  const [, options] = send.mock.calls[0] as unknown as [URL, RequestInit];
  expect(options.headers).toMatchObject({ 'content-type': 'application/json' });
  expect(options.body).toBe('{"source":"rtsp://a"}');
});

it('keeps what is wrong with each setting, and when to ask again', async () => {
  const errors = [{ key: 'source', message: 'Which?' }, { key: 7 }];
  const body = JSON.stringify({ detail: 'No.', code: 'x', errors });
  const send = async () => new Response(body, { status: 429, headers: { 'retry-after': '30' } });
  const refused = new Api('http://host/', send).addRelay({});
  await expect(refused).rejects.toMatchObject({
    details: { code: 'x', errors: [errors[0]], retryAfterSeconds: 30 },
  });
});

describe('the stream of events', () => {
  class Stream extends EventTarget {
    readonly close = vi.fn();
  }

  function streaming() {
    const stream = new Stream();
    const opened: string[] = [];
    const api = new Api('http://host/tv/', undefined, (url) => {
      opened.push(String(url));
      return stream as unknown as EventSource;
    });
    return { stream, opened, api };
  }

  it('tells states', () => {
    const { stream, opened, api } = streaming();
    const onState = vi.fn();
    const close = api.events(onState, () => {});
    const data = JSON.stringify({
      server: { version: '1' },
      channels: [],
      relays: [{ name: 'a/b' }],
    });
    stream.dispatchEvent(new MessageEvent('state', { data }));
    expect(opened).toEqual(['http://host/tv/api/v2/events']);
    expect(onState.mock.calls[0]?.[0]).toMatchObject({
      server: { version: '1' },
      relays: [{ name: 'a/b' }],
    });
    close?.();
    expect(stream.close).toHaveBeenCalled();
  });

  it('is closed when it breaks, as it would hide that it tries again', () => {
    const { stream, api } = streaming();
    const onEnd = vi.fn();
    api.events(() => {}, onEnd);
    stream.dispatchEvent(new Event('error'));
    expect([onEnd.mock.calls.length, stream.close.mock.calls.length]).toEqual([1, 1]);
  });

  it('may not exist', () => {
    expect(new Api('http://host/', undefined, null).events(vi.fn(), vi.fn())).toBeUndefined();
  });
});
