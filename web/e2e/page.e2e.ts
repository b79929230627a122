import type { BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DESKTOP, opensAnother, PHONE, pictureMoves, screenshot, soundMoves } from './browser.ts';
import { channelIs, OTHER, Publisher, USUAL } from './publisher.ts';
import { settings } from './settings.ts';
import { visits } from './visits.ts';

const HASH = `#/${settings.channel}`;
const publisher = settings.publish === undefined ? undefined : new Publisher(settings.publish);

beforeAll(async () => {
  await (publisher ? publisher.start() : channelIs('live'));
});

afterAll(() => publisher?.kill());

const visit = visits();

describe('the page', () => {
  it('shows the channel as a card, and plays it on a click', async () => {
    const page = await show(DESKTOP);
    const card = page.locator('.card', { has: page.locator(`[title="${settings.channel}"]`) });
    await card.locator('.state.is-live').waitFor();
    await card.locator('.badge', { hasText: 'H.264' }).waitFor();
    await card.getByRole('button', { name: `Play ${settings.channel}` }).click();
    await card.locator('.stage[data-state="playing"]').waitFor();
    await screenshot(page, 'home');
  });

  it('fits a phone', async () => {
    const page = await show(PHONE, HASH);
    await pictureMoves(page);
    const overflow = await page.evaluate(() => document.body.scrollWidth - innerWidth);
    expect(overflow).toBeLessThanOrEqual(0);
    await screenshot(page, 'phone');
  });

  it.each([
    ['HLS', 'hls'],
    ['HTTP-FLV', 'flv'],
    ['WebSocket-FLV', 'ws'],
    ['HTTP-TS', 'ts'],
  ])('plays %s', async (_, mode) => {
    const page = await show(DESKTOP, HASH, mode);
    await pictureMoves(page);
    await page.locator('.readout', { hasText: 'Behind live' }).waitFor();
    await screenshot(page, `plays-${mode}`);
  });

  it.skipIf(publisher === undefined)('plays sound alone over HLS', async () => {
    const radio = new Publisher(`${settings.publish}-radio`, false);
    await radio.start();
    const page = await show(DESKTOP, `${HASH}-radio`, 'hls');
    await soundMoves(page);
    await radio.kill();
  });

  it('switches between HLS and low latency while it plays', async () => {
    const page = await show(DESKTOP, HASH, 'flv');
    await pictureMoves(page);
    await opensAnother(page, () => page.getByRole('radio', { name: 'HLS' }).check());
    await pictureMoves(page);
    await opensAnother(page, () => page.getByRole('radio', { name: 'Low latency' }).check());
    await pictureMoves(page);
  });

  it('disconnects a viewer, whose player comes back by itself', async () => {
    const page = await show(DESKTOP, HASH, 'flv');
    await pictureMoves(page);
    await page.getByRole('button', { name: 'Sessions' }).click();
    await page.getByLabel('Filter').fill(`viewer ${settings.channel}`);
    await page.locator('tbody .row-action button').first().click();
    await screenshot(page, 'sessions');
    await page.getByRole('dialog').getByRole('button', { name: 'Disconnect' }).click();
    await page.getByText('was disconnected').waitFor();
    await pictureMoves(page);
  });
});

describe.skipIf(publisher === undefined)('a publisher that dies and comes back', () => {
  it.each([
    ['hls', 'as it was', USUAL],
    ['hls', 'with another size and audio rate', OTHER],
    ['flv', 'as it was', OTHER],
    ['flv', 'with another size and audio rate', USUAL],
    ['ws', 'as it was', USUAL],
  ])('B66: is followed by %s, %s', async (mode, _, shape) => {
    const page = await show(DESKTOP, HASH, mode);
    await pictureMoves(page);
    await page.evaluate(() => Object.assign(window, { notLoadedAgain: true }));
    await publisher!.kill();
    await page.locator('.state.is-waiting').waitFor();
    if (mode !== 'hls') {
      // What HLS has in hand may last longer than the server waits for a publisher.
      await page.getByText('The publisher is away').waitFor();
      await screenshot(page, `waiting-${mode}`);
    }
    await publisher!.start(shape);
    await page.locator('.state.is-live').waitFor();
    await pictureMoves(page);
    expect(await page.evaluate(() => 'notLoadedAgain' in window)).toBe(true);
  });

  it('is followed even after the server has forgotten the channel', async () => {
    const pages = [await show(DESKTOP, HASH, 'hls'), await show(DESKTOP, HASH, 'flv')];
    await Promise.all(pages.map(pictureMoves));
    await publisher!.kill();
    await channelIs('gone');
    await Promise.all(pages.map((page) => page.locator('.state.is-absent').waitFor()));
    await publisher!.start();
    await Promise.all(pages.map((page) => page.locator('.state.is-live').waitFor()));
    await Promise.all(pages.map(pictureMoves));
  });
});

/** Opens the page as somebody who chose this way to play before. */
async function show(options: BrowserContextOptions, hash = '', mode?: string): Promise<Page> {
  const page = await visit(options, hash);
  if (mode !== undefined) {
    await page.evaluate(
      (chosen) => localStorage.setItem('millrace.settings', JSON.stringify({ mode: chosen })),
      mode,
    );
    await page.reload();
  }
  return page;
}
