import { expect, it, vi } from 'vitest';
import { Api, RefusedError } from './client';

function answering(status: number, body: unknown) {
  const send = vi.fn(async () => new Response(JSON.stringify(body), { status }));
  return { send, api: new Api('http://host/tv/', send as unknown as typeof fetch) };
}

function asked(send: ReturnType<typeof answering>['send']): string {
  const [url, options] = send.mock.calls[0] as unknown as [URL, RequestInit];
  return `${options.method} ${url}`;
}

it('asks below the folder of the page', async () => {
  const { send, api } = answering(200, { channels: [{ name: 'live/cam' }] });
  expect((await api.channels())[0]?.name).toBe('live/cam');
  expect(asked(send)).toBe('GET http://host/tv/api/v2/channels');
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
  await expect(refused).rejects.toThrowError(new RefusedError(status, words));
});
