// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { App } from './app';
import { FakeServer } from './testing/server';
import { TestPage } from './testing/page';
// Fetched by the page when somebody goes there; here it is, however long that takes.
import './view/meeting/meeting-page';

let server: FakeServer;
let page: TestPage;

beforeEach(() => {
  localStorage.clear();
  server = new FakeServer();
  // Who takes part has nothing to do with the server.
  server.access = { may: 'nothing', by: 'open' };
  vi.stubGlobal('isSecureContext', false);
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

function fields(): string[] {
  return page.all<HTMLInputElement>('.entrance input').map(({ value }) => value);
}

it('asks for what the link does not say, and has something to offer', async () => {
  await show('#/meeting', '.entrance');
  expect(fields()).toEqual(['Guest', expect.stringMatching(/^[a-z]{4}-[a-z]{4}$/), '']);
  await page.type('.entrance input', 'Anna Berg');
  await page.submit();
  await page.wait('.meeting');
  expect(location.hash).toMatch(/^#\/meeting\?room=[a-z]{4}-[a-z]{4}&name=Anna\+Berg$/);
  await page.close();
  await show('#/meeting?room=team', '.entrance');
  expect(fields()).toEqual(['Anna Berg', 'team', '']);
});

it('lets nobody in without a name, or a room', async () => {
  await show('#/meeting?room=team', '.entrance');
  await page.type('.entrance input', '👋');
  expect(page.button('Join').disabled).toBe(true);
});

it('says why a browser only watches, and gives a link that has no secret in it', async () => {
  await show('#/meeting?room=team&name=Ben&query=jwt%3Dsecret', '.meeting .banner');
  expect(page.text('.meeting-notices')).toContain('http.tls_listen');
  expect(page.all('.tile')).toEqual([]);
  expect(page.all<HTMLInputElement>('.chat input')[0]!.disabled).toBe(true);
  expect(page.text('.meeting-head .copy-value')).toMatch(/#\/meeting\?room=team$/);
  expect(document.title).toBe('team · Millrace');
});

it('shows who is there, and who has gone no more', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout'], shouldAdvanceTime: true });
  server.meetings = { team: ['Anna_Berg~k3', 'hall'] };
  await show('#/meeting?room=team&name=Ben', '.tile');
  const people = () => page.all('.tile figcaption').map((it) => it.textContent);
  expect(people()).toEqual(['Anna Berg', 'hall']);
  server.meetings = { team: ['hall', 'Cleo~x'] };
  await vi.advanceTimersByTimeAsync(2500);
  await page.settle();
  expect(people()).toEqual(['hall', 'Cleo']);
  vi.useRealTimers();
});

it('says why it is not known who is there', async () => {
  server.refusal = { status: 403, detail: 'not from 192.0.2.7' };
  await show('#/meeting?room=closed&name=Ben', '.meeting');
  await vi.waitFor(async () => {
    await page.settle();
    expect(page.text('.meeting-notices')).toContain('not from 192.0.2.7');
  });
});
