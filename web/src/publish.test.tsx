// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { App } from './app';
import { FakeServer } from './testing/server';
import { TestPage } from './testing/page';
// Fetched by the page when somebody goes there; here they are, however long that takes.
import './view/publish/publish-page';
import './view/bandwidth-page';

let server: FakeServer;
let page: TestPage;

beforeEach(() => {
  server = new FakeServer();
  // Who may publish is another matter than who may look after the server.
  server.access = { may: 'nothing', by: 'open' };
});

afterEach(async () => {
  await page.close();
  vi.unstubAllGlobals();
});

async function show(hash: string, selector: string): Promise<void> {
  location.hash = hash;
  page = await TestPage.show(<App api={server.api} />);
  await page.wait(selector);
}

/** A browser that encodes VP9 and Opus, and nothing else. */
function canEncode(): void {
  const encoder = (prefixes: string[]) => ({
    isConfigSupported: async ({ codec }: { codec: string }) => ({
      supported: prefixes.some((prefix) => codec.startsWith(prefix)),
    }),
  });
  vi.stubGlobal('isSecureContext', true);
  vi.stubGlobal('VideoEncoder', encoder(['vp09']));
  vi.stubGlobal('AudioEncoder', encoder(['opus']));
  vi.stubGlobal('MediaStreamTrackProcessor', class {});
}

it('says that browsers want HTTPS', async () => {
  vi.stubGlobal('isSecureContext', false);
  await show('#/publish', '.publish-page .banner');
  expect(page.text('.publish-page .banner')).toContain('http.tls_listen');
  expect(page.all('form')).toEqual([]);
});

it('says that a browser cannot encode', async () => {
  canEncode();
  vi.stubGlobal('MediaStreamTrackProcessor', undefined);
  Reflect.deleteProperty(globalThis, 'MediaStreamTrackProcessor');
  await show('#/publish', '.publish-page .banner');
  expect(page.text('.publish-page .banner')).toContain('Chromium');
});

it('offers what the browser encodes, and the name of the link', async () => {
  canEncode();
  await show('#/publish?name=live/desk', '.studio option');
  const options = page.all<HTMLOptionElement>('.studio option').map((it) => it.textContent);
  expect(options).toContain('VP9');
  expect(options).not.toContain('H.264');
  expect(page.all<HTMLInputElement>('.studio input')[0]!.value).toBe('live/desk');
  expect(page.button('Publish').disabled).toBe(false);
});

it('publishes under no name that is none, and not nothing', async () => {
  canEncode();
  await show('#/publish', '.studio option');
  await page.type('.studio input', 'camera');
  expect(page.button('Publish').disabled).toBe(true);
  expect(page.text('.fault')).toContain('a slash between them');
});

it('says why nothing came from the browser', async () => {
  canEncode();
  const denied = new DOMException('', 'NotAllowedError');
  vi.stubGlobal('navigator', {
    ...navigator,
    languages: ['en'],
    mediaDevices: { getUserMedia: () => Promise.reject(denied) },
  });
  await show('#/publish', '.studio option');
  await page.submit();
  expect(page.text('[role=alert]')).toBe('The browser was told not to give it to this page.');
  expect(page.text('.studio-state')).toBe('Not publishing');
});

it('the bandwidth test is there for who has a key', async () => {
  await show('#/bandwidth', '.bandwidth');
  expect(page.button('Measure').disabled).toBe(false);
});
