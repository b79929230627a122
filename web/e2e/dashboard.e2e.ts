import type { BrowserContextOptions, Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RELAYS } from '../dev/mock-scenes.ts';
import { focusOf, missedByKeys, overflow, TABS_MAX } from './checks.ts';
import { DESKTOP, PHONE, screenshot } from './browser.ts';
import { startMock } from './mock.ts';
import { visits } from './visits.ts';

/** What the page does as a dashboard, with a mock behind it: `npm run build` comes first. */

const ENGLISH = { ...DESKTOP, locale: 'en-GB' };
const CHINESE = { ...DESKTOP, locale: 'zh-CN' };

let server: Awaited<ReturnType<typeof startMock>>;

beforeEach(async () => {
  server = await startMock({ scene: 'few', relays: RELAYS });
});

afterEach(() => server.close());

const visit = visits(); // and closes what it shows before the server goes

async function show(options: BrowserContextOptions = ENGLISH, hash = ''): Promise<Page> {
  return visit(options, hash, server.url);
}

describe('the log-in', () => {
  beforeEach(() => {
    server.mock.api.access.stranger = 'nothing';
  });

  it('is asked for, taken, and ended', async () => {
    const page = await show();
    await page.getByLabel('Token or password').fill('wrong');
    await page.keyboard.press('Enter');
    await page.getByText('That is not the token.').waitFor();
    await page.getByLabel('Token or password').fill('secret');
    await page.keyboard.press('Enter');
    await page.getByText('live/door').first().waitFor();
    await page.getByRole('button', { name: 'Log out' }).click();
    await page.getByLabel('Token or password').waitFor();
    expect(await page.getByText('live/door').count()).toBe(0);
  });

  it('comes with the link that the server prints, and does not stay in the address', async () => {
    const page = await show(ENGLISH, '#token=secret');
    await page.getByText('live/door').first().waitFor();
    expect(page.url()).toBe(`${server.url}/`);
  });

  it('is asked for again when it has ended, and then does what was tried', async () => {
    const page = await show(ENGLISH, '#token=secret');
    await page.getByRole('button', { name: 'Stop live/door' }).waitFor();
    await page.context().clearCookies();
    await page.getByRole('button', { name: 'Stop live/door' }).click();
    await page.getByRole('dialog').getByLabel('Token or password').fill('secret');
    await page.keyboard.press('Enter');
    await page.getByText('a person stopped it').waitFor();
  });
});

describe('what changes', () => {
  it('comes by a stream, without asking', async () => {
    const page = await show();
    await page.locator('.relay.is-failed').waitFor();
    let asked = 0;
    page.on('request', (request) => {
      asked += request.url().endsWith('/api/v2/relays') ? 1 : 0;
    });
    server.mock.api.relays.find('live/door')?.tell('stop');
    await page.getByText('a person stopped it').waitFor();
    expect(asked).toBe(0);
  });

  it('is asked for where there is no stream', async () => {
    server.mock.api.streams = false;
    const page = await show();
    await page.locator('.relay.is-failed').waitFor();
    server.mock.api.relays.find('live/door')?.tell('stop');
    await page.getByText('a person stopped it').waitFor();
  });

  it('is said in words when memory is short', async () => {
    server.mock.api.pressure = 'windows-shrunk';
    const page = await show();
    await page.getByText('channels keep less for late viewers').waitFor();
  });
});

describe('a relay', () => {
  it('is added, changed and deleted with the keyboard alone', async () => {
    const page = await show();
    await focus(page, 'Add a relay');
    await page.keyboard.press('Enter');
    await page.locator('input[name=name]:focus').waitFor();
    await page.keyboard.type('shop');
    await page.keyboard.press('Tab');
    await page.keyboard.type('rtsp://10.0.0.3/1');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.locator('.relay', { hasText: 'live/shop' }).waitFor();

    await focus(page, 'Edit live/shop');
    await page.keyboard.press('Enter');
    await page.locator('input[name=source]:focus').fill('rtsp://10.0.0.4/1');
    await page.getByText('More settings').focus();
    await page.keyboard.press('Enter');
    await page.locator('input[name=idle_timeout]').fill('soon');
    await page.keyboard.press('Enter');
    await page.getByText('“soon” is not allowed').waitFor();
    await page.locator('input[name=idle_timeout]:focus').fill('5m');
    await page.keyboard.press('Enter');
    await page.getByText('rtsp://10.0.0.4/1').waitFor();

    await focus(page, 'Delete live/shop');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Delete', exact: true }).focus();
    await page.keyboard.press('Enter');
    await page.locator('.relay', { hasText: 'live/shop' }).waitFor({ state: 'detached' });
  });

  it('of the file goes back to what the file says', async () => {
    const page = await show();
    await page.getByRole('button', { name: 'Edit live/door' }).click();
    await page.locator('input[name=source]').fill('rtsp://10.0.0.9/1');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('changed here').waitFor();
    await page.getByRole('button', { name: 'Undo changes live/door' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Undo changes' }).click();
    await page.getByText('rtsp://***@10.0.0.7/stream1').waitFor();
  });

  it('shows its newest picture while it runs, and is never asked for one when it does not', async () => {
    const asked = new Set<string>();
    const page = await show();
    page.on('request', (request) => asked.add(new URL(request.url()).pathname));
    const door = page.locator('.relay', { hasText: 'live/door' });
    await door.locator('.is-running').first().waitFor();
    await door.scrollIntoViewIfNeeded();
    await door.locator('.snapshot video.is-shown').waitFor({ state: 'attached' });
    expect([...asked].filter((path) => path.endsWith('/snapshot.mp4'))).toEqual([
      '/live/door/snapshot.mp4',
    ]);
  });

  it('counts down to its next attempt', async () => {
    const page = await show();
    const yard = page.locator('.relay.is-backoff');
    const left = async () => /Next attempt in(\d+)/.exec((await yard.textContent()) ?? '')?.[1];
    await page.waitForFunction(() => /Next attempt in[2-9]/.test(document.body.textContent ?? ''));
    const before = Number(await left());
    await page.waitForFunction(
      (from) => {
        const [, now] = /Next attempt in(\d+)/.exec(document.body.textContent ?? '') ?? [];
        return now !== undefined && Number(now) < from;
      },
      before,
      { polling: 100 },
    );
  });
});

describe('with the keyboard', () => {
  it('everything is reached, seen, and left again', async () => {
    const page = await show();
    await page.locator('.relay.is-failed').waitFor();
    expect(await missedByKeys(page)).toEqual([]);
    expect(await page.locator('[data-reached]').count()).toBeGreaterThan(20);
  });

  it('Escape closes a dialog, and the focus is where it was', async () => {
    const page = await show();
    for (const name of ['Add a relay', 'Edit live/door']) {
      await page.getByRole('button', { name }).focus();
      await page.keyboard.press('Enter');
      await page.getByRole('dialog').locator('input:focus').waitFor();
      await page.keyboard.press('Shift+Tab');
      expect(await page.locator('main > section :focus:not(dialog *)').count()).toBe(0);
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      expect((await focusOf(page))?.name).toBe(name);
    }
  });
});

describe('the language', () => {
  it('is that of the browser, until one chooses another', async () => {
    const page = await show(CHINESE);
    await page.getByRole('heading', { name: '中继' }).waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('zh-Hans');
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByRole('heading', { name: 'Relays' }).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: 'Relays' }).waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
  });
});

describe('a phone', () => {
  it.each(['en-GB', 'zh-CN'])('has room for all of it in %s', async (locale) => {
    const page = await show({ ...PHONE, locale });
    await page.locator('.relay.is-failed').waitFor();
    const toggles = page.locator('.relay.is-failed .relay-toggles button');
    await toggles.nth(1).click();
    expect(await overflow(page)).toBeLessThanOrEqual(0);
    await screenshot(page, `dashboard-${locale}`);
    await page.locator('.relay.is-failed .relay-actions button').last().click();
    await page.locator('dialog summary').click();
    expect(await overflow(page)).toBeLessThanOrEqual(0);
    await screenshot(page, `dashboard-form-${locale}`);
  });
});

/** Moves the focus there with Tab. */
async function focus(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name }).waitFor();
  for (let keys = 0; keys < TABS_MAX; keys += 1) {
    await page.keyboard.press('Tab');
    if ((await focusOf(page))?.name === name) {
      return;
    }
  }
  throw new Error(`Tab does not lead to “${name}”`);
}
