import type { BrowserContextOptions, Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { missedByKeys, overflow } from './checks.ts';
import { DESKTOP, PHONE, pictureMoves, screenshot } from './browser.ts';
import { startMock } from './mock.ts';
import { visits } from './visits.ts';

/** Sources and recordings of a control node, with a mock behind them: `npm run build` comes first. */

const ENGLISH = { ...DESKTOP, locale: 'en-GB' };

let server: Awaited<ReturnType<typeof startMock>>;

beforeEach(async () => {
  server = await startMock({ control: true });
});

afterEach(() => server.close());

const visit = visits(); // and closes what it shows before the server goes

async function show(hash: string, options: BrowserContextOptions = ENGLISH): Promise<Page> {
  return visit(options, hash, server.url);
}

const cardOf = (page: Page, name: string) =>
  page.locator('.source', { has: page.getByRole('heading', { name, exact: true }) });

describe('sources', () => {
  it('have pictures while they stream, and play in their card', async () => {
    const page = await show('');
    await page.getByRole('link', { name: 'Sources' }).click();
    const door = cardOf(page, 'door');
    await door.locator('.snapshot video.is-shown').waitFor({ state: 'attached' });
    await door.getByRole('button', { name: 'Play door' }).click();
    await door.locator('.stage[data-state="playing"]').waitFor();
    expect(await cardOf(page, 'yard').getByRole('button', { name: 'Play yard' }).count()).toBe(0);
    await screenshot(page, 'control-sources');
  });

  it('change as the control node says, without asking', async () => {
    const page = await show('#/sources');
    const gate = cardOf(page, 'gate');
    await gate.locator('.state.is-away').waitFor();
    let asked = 0;
    page.on('request', (request) => {
      asked += request.url().endsWith('/api/v2/control') ? 1 : 0;
    });
    Object.assign(server.mock.api.control!.source('gate'), { alive: true, lagMs: 1000 });
    await gate.locator('.state.is-live').waitFor();
    const shop = cardOf(page, 'shop');
    Object.assign(server.mock.api.control!.source('shop'), { owed: 103 });
    await shop.locator('progress[value="0.75"]').waitFor();
    expect(asked).toBe(0);
  });

  it('are switched, renamed and deleted', async () => {
    const page = await show('#/sources');
    await page.getByRole('switch', { name: 'Streaming yard' }).check();
    await cardOf(page, 'yard').locator('.state.is-live').waitFor();
    await page.getByRole('button', { name: 'Rename yard' }).click();
    await page.getByRole('dialog').getByLabel('Name').fill('garden');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Delete garden' }).waitFor();
    await page.getByRole('button', { name: 'Delete door' }).click();
    await page.getByText('62 recordings go with it.').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete', exact: true }).click();
    await cardOf(page, 'door').waitFor({ state: 'detached' });
  });

  it('are recorded from the past, with the keyboard alone', async () => {
    const page = await show('#/sources');
    const record = page.getByRole('button', { name: 'Record ramp' });
    await record.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('radio', { name: 'now on' }).focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    expect(await page.getByRole('radio', { name: '5 minutes ago', exact: true }).isChecked()).toBe(
      true,
    );
    await screenshot(page, 'control-record');
    await page.getByRole('dialog').getByLabel('Name (optional)').fill('tea');
    await page.keyboard.press('Enter');
    await cardOf(page, 'ramp').getByRole('link', { name: 'tea' }).click();
    await page.locator('.piece.is-stored').waitFor();
    await page.getByRole('button', { name: 'Stop', exact: true }).click();
    await page.locator('.state.is-complete').waitFor();
  });
});

describe('recordings', () => {
  it('are listed, filtered, and come page by page', async () => {
    const page = await show('#/recordings');
    await page.locator('tbody tr').first().waitFor();
    await screenshot(page, 'control-recordings');
    const rows = () => page.locator('tbody tr').count();
    expect(await rows()).toBe(50);
    await page.getByRole('button', { name: 'Show more' }).click();
    await expect.poll(rows).toBe(63);
    await page.getByLabel('Source').selectOption('shop');
    await expect.poll(rows).toBe(1);
    await page.getByRole('link', { name: 'Night in the shop', exact: true }).waitFor();
    await page.getByLabel('only those that run').check();
    await page.getByText('There is no such recording.').waitFor();
  });

  it('play, seek by the timeline, and jump over what is not there', async () => {
    const page = await show('#/recordings');
    await page.getByRole('link', { name: 'Delivery at noon', exact: true }).click();
    await page.getByRole('button', { name: 'Play Delivery at noon' }).click();
    await pictureMoves(page);
    const track = page.getByRole('slider', { name: 'Time of the recording' });
    const seconds = async () => Number(await track.getAttribute('aria-valuenow'));
    expect(await seconds()).toBeLessThan(60);
    await clickAt(page, 0.5);
    await page.waitForFunction(() => {
      const now = document.querySelector('.track')?.getAttribute('aria-valuenow');
      return Number(now) > 1790 && Number(now) < 1900;
    });
    await pictureMoves(page);
    // In what was not recorded: what comes after it is shown.
    await clickAt(page, 43 / 60);
    await page.waitForFunction(
      () => Number(document.querySelector('.track')?.getAttribute('aria-valuenow')) >= 46 * 60,
    );
    await pictureMoves(page);
    await screenshot(page, 'control-recording');
    await track.focus();
    await page.keyboard.press('Home');
    await page.waitForFunction(
      () => Number(document.querySelector('.track')?.getAttribute('aria-valuenow')) < 60,
    );
  });

  it('go over what is lost while they play', async () => {
    const page = await show('#/recordings');
    await page.getByRole('link', { name: 'Delivery at noon', exact: true }).click();
    await page.getByRole('button', { name: 'Play Delivery at noon' }).click();
    await pictureMoves(page);
    await clickAt(page, (12 * 60 - 6) / 3600);
    await page.waitForFunction(
      () => Number(document.querySelector('.track')?.getAttribute('aria-valuenow')) >= 13 * 60,
    );
    await pictureMoves(page);
  });

  it('are exported in part: what is dragged over', async () => {
    const page = await show('#/recordings');
    await page.getByRole('link', { name: 'Delivery at noon', exact: true }).click();
    await page.locator('.piece.is-lost').waitFor();
    await drag(page, 0.1, 0.11);
    await page.locator('.selected').waitFor();
    await screenshot(page, 'control-selection');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Export the selection' }).click(),
    ]);
    const url = new URL(download.url());
    const lengthMs =
      Date.parse(url.searchParams.get('to')!) - Date.parse(url.searchParams.get('from')!);
    expect(lengthMs).toBeGreaterThan(30_000);
    expect(lengthMs).toBeLessThan(42_000);
    expect(await download.failure()).toBeNull();
  });

  it('are deleted, and gone from the list', async () => {
    const page = await show('#/recordings');
    await page.getByRole('link', { name: 'Night in the shop', exact: true }).click();
    await page.locator('.piece.is-owed').waitFor();
    await screenshot(page, 'control-waiting');
    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete', exact: true }).click();
    await page.locator('tbody tr').first().waitFor();
    await page.getByText('Night in the shop').waitFor({ state: 'detached' });
  });
});

describe('with the keyboard', () => {
  it.each([
    ['sources', '#/sources', '.source'],
    ['a recording', '#/recordings?id=01JD8Z1M4T9Q2W3E4R5T6Y0061', '.piece.is-lost'],
  ])('everything is reached, seen, and left again: %s', async (_, hash, selector) => {
    const page = await show(hash, { ...ENGLISH, colorScheme: 'light' });
    await page.locator(selector).first().waitFor();
    expect(await missedByKeys(page)).toEqual([]);
    await screenshot(page, `control-light-${selector.slice(1, 6)}`);
  });
});

describe('a phone', () => {
  it.each(['en-GB', 'zh-CN'])('has room for all of it in %s', async (locale) => {
    const page = await show('#/sources', { ...PHONE, locale });
    await page.locator('.source').first().waitFor();
    await page.locator('.snapshot video.is-shown').first().waitFor({ state: 'attached' });
    expect(await overflow(page)).toBeLessThanOrEqual(0);
    await screenshot(page, `control-sources-${locale}`);
    await page.locator('.button.is-record').first().click();
    expect(await overflow(page)).toBeLessThanOrEqual(0);
    await screenshot(page, `control-record-${locale}`);
    await page.keyboard.press('Escape');
    await page.goto(`${server.url}/#/recordings`);
    await page.locator('tbody tr').first().waitFor();
    expect(await overflow(page)).toBeLessThanOrEqual(0);
    await screenshot(page, `control-recordings-${locale}`);
    await page.getByRole('link', { name: 'Delivery at noon', exact: true }).click();
    await page.locator('.piece.is-lost').waitFor();
    expect(await overflow(page)).toBeLessThanOrEqual(0);
    await screenshot(page, `control-recording-${locale}`);
  });
});

/** Presses the timeline there, from 0 to 1. */
async function clickAt(page: Page, part: number): Promise<void> {
  const { x, y, width, height } = await track(page);
  await page.mouse.click(x + part * width, y + height / 2);
}

async function track(page: Page) {
  const found = page.locator('.track');
  await found.scrollIntoViewIfNeeded();
  return (await found.boundingBox())!;
}

async function drag(page: Page, from: number, to: number): Promise<void> {
  const { x, y, width, height } = await track(page);
  await page.mouse.move(x + from * width, y + height / 2);
  await page.mouse.down();
  await page.mouse.move(x + to * width, y + height / 2, { steps: 4 });
  await page.mouse.up();
}
