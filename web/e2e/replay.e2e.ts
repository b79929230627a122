import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { DESKTOP, PHONE, pictureMoves, screenshot } from './browser.ts';
import { settings } from './settings.ts';
import { visits } from './visits.ts';

/** A person watches, records, replays and takes away what a real edge node sends. */

const ENGLISH = { ...DESKTOP, locale: 'en-GB' };

/** The edge node has to have a minute first. */
const MINUTE_MS_MAX = 80_000;
const TEST_MS_MAX = 240_000;

/** Of a transport stream. */
const SYNC = 0x47;
const PACKET_BYTES = 188;

const visit = visits();

async function show(options = ENGLISH, hash = ''): Promise<Page> {
  return visit(options, hash);
}

it(
  'records from a minute ago, replays it while it runs and after, exports and deletes it',
  async () => {
    const page = await show();
    await page.getByRole('link', { name: 'Sources' }).click();
    await watch(page);
    await record(page);
    await replay(page);
    await page.getByRole('button', { name: 'Stop', exact: true }).click();
    await page.locator('.state.is-complete').waitFor();
    await seek(page);
    await exportPart(page);
    await screenshot(page, 'replay');
    const phone = await show({ ...PHONE, locale: 'en-GB' }, new URL(page.url()).hash);
    await phone.locator('.piece.is-stored').waitFor();
    await screenshot(phone, 'replay-phone');
    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete', exact: true }).click();
    await page.getByText('Nothing has been recorded yet.').waitFor();
    await phone.getByText('There is no such recording, or no more.').waitFor();
  },
  TEST_MS_MAX,
);

async function watch(page: Page): Promise<void> {
  const card = page.locator('.source');
  await page.getByRole('switch', { name: `Streaming ${settings.channel}` }).check();
  await card.locator('.state.is-live').waitFor();
  await card.locator('.snapshot video.is-shown').waitFor({ state: 'attached' });
  await page.locator('.edges tbody tr').waitFor();
  await screenshot(page, 'replay-sources');
  await card.getByRole('button', { name: `Play ${settings.channel}` }).click();
  await pictureMoves(page);
}

async function record(page: Page): Promise<void> {
  await page.getByRole('button', { name: `Record ${settings.channel}` }).click();
  await page.getByRole('radio', { name: '1 minute ago' }).check({ timeout: MINUTE_MS_MAX });
  await page.getByLabel('Name (optional)').fill('a minute');
  await page.getByRole('dialog').getByRole('button', { name: 'Record', exact: true }).click();
  await page.locator('.source').getByRole('link', { name: 'a minute' }).click();
}

/** From its beginning, which lies in the past, while it still grows. */
async function replay(page: Page): Promise<void> {
  await page.locator('.state.is-running').waitFor();
  // What the edge node had of the past is here: as long as a minute, but for the first segment.
  await page.waitForFunction(() => {
    const [stored] = document.querySelectorAll<HTMLElement>('.piece.is-stored');
    return stored !== undefined && parseFloat(stored.style.width) > 70;
  });
  await page.getByRole('button', { name: 'Play a minute' }).click();
  await pictureMoves(page);
  expect(await seconds(page)).toBeLessThan(30);
}

async function seek(page: Page): Promise<void> {
  const track = page.locator('.track');
  await track.scrollIntoViewIfNeeded();
  const { x, y, width, height } = (await track.boundingBox())!;
  await page.mouse.click(x + 0.6 * width, y + height / 2);
  await page.waitForFunction(
    () => Number(document.querySelector('.track')?.getAttribute('aria-valuenow')) > 30,
  );
  await pictureMoves(page);
}

/** All of it as a movie; a part of it, which is less, as it was recorded. */
async function exportPart(page: Page): Promise<void> {
  const movie = await download(page, /^Export all/);
  expect(movie.toString('latin1', 4, 8)).toBe('ftyp');
  const whole = await download(page, 'as .ts');
  await page.getByRole('slider', { name: 'Time of the recording' }).focus();
  await page.keyboard.press('[');
  await page.locator('.selected').waitFor();
  const part = await download(page, 'as .ts');
  for (const bytes of [whole, part]) {
    expect([bytes[0], bytes[PACKET_BYTES], bytes.length % PACKET_BYTES]).toEqual([SYNC, SYNC, 0]);
  }
  expect(part.length).toBeLessThan(whole.length);
}

async function download(page: Page, name: string | RegExp): Promise<Buffer> {
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name }).click(),
  ]);
  return readFile(await file.path());
}

async function seconds(page: Page): Promise<number> {
  return Number(await page.locator('.track').getAttribute('aria-valuenow'));
}
