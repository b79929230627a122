// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { takeToken } from './access';
import { RefusedError } from './api/refused';
import { App } from './app';
import { speak } from './i18n';
import { TestPage } from './testing/page';
import { FakeServer } from './testing/server';

const DOOR = { name: 'live/door', state: 'running', origin: 'api' };

let server: FakeServer;
let page: TestPage;

beforeEach(() => {
  location.hash = '';
  localStorage.clear();
  server = new FakeServer();
  server.relays = [DOOR];
});

afterEach(async () => {
  await page.close();
  await speak('en');
});

async function show(): Promise<void> {
  page = await TestPage.show(<App api={server.api} />);
}

describe('who may see nothing', () => {
  beforeEach(() => {
    server.access = { may: 'nothing', by: 'loopback' };
  });

  it('is told where the token is, and sees all with it', async () => {
    await show();
    expect(page.text('h1')).toBe('Log in');
    expect(page.text('.login-where')).toContain('admin.token');
    expect(page.text()).not.toContain('live/door');
    await page.submit();
    expect(page.text('.fault')).toBe('Type or paste the token first.');
    await page.type('[name=token]', ' secret ');
    await page.submit();
    expect(server.tokens).toEqual(['secret']);
    expect(page.text('.relays')).toContain('live/door');
  });

  it('is told what is wrong with a token, and when to try again', async () => {
    await show();
    await page.type('[name=token]', 'wrong');
    server.refusal = { status: 401, detail: 'It has 20 letters.' };
    await page.submit();
    expect(page.text('.fault')).toBe('That is not the token. It has 20 letters.');
    server.refusal = { status: 429, detail: 'Slowly.', headers: { 'retry-after': '30' } };
    await page.submit();
    expect(page.text('.fault')).toBe('Too many attempts. You can try again in 30 s.');
    expect(page.button('Log in').disabled).toBe(true);
  });

  it('is let in by a link, whose token does not stay in the address', async () => {
    location.hash = '#token=se%2Fcret';
    await show();
    expect(server.tokens).toEqual(['se/cret']);
    expect(location.hash).toBe('');
    expect(page.text('.relays')).toContain('live/door');
  });

  it('is told that a link is old', async () => {
    location.hash = '#token=old';
    server.refusal = { status: 401, detail: 'There is a new one.' };
    await show();
    expect(page.text('.fault')).toMatch(/old or wrong token. There is a new one/);
  });
});

describe('who may only read', () => {
  beforeEach(() => {
    server.access = { may: 'read', by: 'open' };
    server.sessions = [{ id: 's1', role: 'viewer' }];
  });

  it('sees no buttons that would be refused, but how to get them', async () => {
    await show();
    await page.click('Sessions');
    expect(page.text()).not.toMatch(/Disconnect|Stop|Edit|Delete|Add a relay/);
    await page.click('Log in to change relays');
    await page.click('Cancel');
    expect(page.all('dialog')).toHaveLength(0);
    await page.click('Log in');
    await page.type('[name=token]', 'secret');
    await page.submit();
    expect(page.text('.relay')).toContain('Delete');
    expect(page.button('Disconnect session s1')).toBeTruthy();
  });
});

it('who may operate may not configure', async () => {
  server.access = { may: 'operate', by: 'loopback' };
  await show();
  expect(page.text('.relay')).toContain('Stop');
  expect(page.text('.relay')).not.toMatch(/Edit|Delete/);
});

describe('a log-in that has ended', () => {
  it('is asked for again, and what was tried is done then', async () => {
    await show();
    server.access = { may: 'nothing', by: 'loopback' };
    await page.click('Stop live/door');
    expect(server.told).toEqual([]);
    expect(page.text('.relays')).toContain('live/door');
    await page.type('dialog [name=token]', 'secret');
    await page.submit();
    expect(server.told).toEqual(['live/door/stop']);
    expect(page.all('dialog, .fault')).toHaveLength(0);
  });

  it('is asked for at once when one only looks', async () => {
    await show();
    server.access = { may: 'nothing', by: 'loopback' };
    await page.lookAgain();
    await page.click('Cancel');
    expect(page.text('.banner')).toBe('The server refused to answer: Log in.');
    await page.click('Log in');
    await page.type('dialog [name=token]', 'secret');
    await page.submit();
    expect(page.text('.banners')).toBe('');
  });

  it('leaves what was tried undone for who would rather not', async () => {
    await show();
    server.access = { may: 'nothing', by: 'loopback' };
    await page.click('Stop live/door');
    await page.click('Cancel');
    expect(page.text('.relay .fault')).toContain('Log in.');
    expect(server.told).toEqual([]);
  });
});

it('a server without a log-in lets everybody do everything', async () => {
  server.api.access = () => Promise.reject(new RefusedError(404, 'No such resource.'));
  await show();
  expect(page.text('.relay')).toContain('Delete');
});

it('takes only a token out of the address', () => {
  location.hash = '#/live/token=x';
  expect(takeToken()).toBeUndefined();
  location.hash = '#token=%';
  expect([takeToken(), location.hash]).toEqual(['%', '']);
});

it('the page is in Chinese at the press of a button, and next time', async () => {
  await show();
  await page.click('中文');
  await page.wait('[lang=en]');
  expect(page.text('.relays h2')).toBe('中继');
  expect(document.documentElement.lang).toBe('zh-Hans');
  expect(localStorage.getItem('millrace.settings')).toContain('"language":"zh"');
  await page.click('English');
  expect(page.text('.relays h2')).toBe('Relays');
});
