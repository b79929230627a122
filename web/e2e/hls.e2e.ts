import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DESKTOP, launch, open, pictureMoves } from './browser.ts';
import { channelIs, Publisher } from './publisher.ts';
import { settings } from './settings.ts';

const SMOOTH_MS = 60_000;
const SMOOTH_MS_MAX = 180_000;

/** Longer than a playlist: what was on the screen is no longer in it. */
const AWAY_MS = 20_000;

/** Almost all of a playlist of a channel that is not new. */
const WINDOW_SECONDS = 11;

const BEHIND_SECONDS_MAX = 12;

let browser: Browser;
let opened: Awaited<ReturnType<typeof open>>;
const publisher = settings.publish === undefined ? undefined : new Publisher(settings.publish);

beforeAll(async () => {
  browser = await launch();
  await (publisher ? publisher.start() : channelIs('live'));
});

afterAll(async () => {
  await publisher?.kill();
  await browser.close();
});

beforeEach(async () => {
  opened = await open(browser, DESKTOP);
  const choice = JSON.stringify({ mode: 'hls' });
  await opened.page.evaluate((it) => localStorage.setItem('millrace.settings', it), choice);
  await opened.page.goto(`${settings.url}/#/${settings.channel}`);
  await opened.page.reload();
  await pictureMoves(opened.page);
});

afterEach(async () => {
  const { faults, close } = opened;
  await close();
  expect(faults).toEqual([]);
});

// What the functional tests of hls.js ask of a live stream.
describe('B62: hls.js', () => {
  it('seeks back to what was seen, and forward to the newest picture', async () => {
    const { page } = opened;
    await page.waitForFunction((seconds) => {
      const { seekable } = document.querySelector('video') as HTMLVideoElement;
      return seekable.end(0) - seekable.start(0) > seconds;
    }, WINDOW_SECONDS);
    await page.locator('video').evaluate((element) => {
      const video = element as HTMLVideoElement;
      video.currentTime = video.seekable.start(0) + 1;
    });
    await pictureMoves(page);
    const [back, backMs] = [await at(page), Date.now()];
    await page.locator('.go-live').click();
    const playedSeconds = (Date.now() - backMs) / 1000;
    expect(await at(page)).toBeGreaterThan(back + playedSeconds + 1);
    await pictureMoves(page);
    expect(await behind(page)).toBeLessThan(BEHIND_SECONDS_MAX);
  });

  it('resumes at the live edge when what it showed is gone', async () => {
    const { page } = opened;
    const from = await at(page);
    await page.locator('video').evaluate((element) => (element as HTMLVideoElement).pause());
    await page.waitForTimeout(AWAY_MS);
    await page.getByRole('button', { name: 'Play on' }).click();
    await pictureMoves(page);
    expect(await at(page)).toBeGreaterThan(from + AWAY_MS / 2000);
    expect(await behind(page)).toBeLessThan(BEHIND_SECONDS_MAX);
  });

  it(
    'plays 60 s without a stall',
    async () => {
      const { page } = opened;
      await page.locator('video').evaluate((element) => {
        const counted = Object.assign(window, { stalls: 0 });
        element.addEventListener('waiting', () => counted.stalls++);
      });
      const [from, startMs] = [await at(page), Date.now()];
      await page.waitForTimeout(SMOOTH_MS);
      const played = (await at(page)) - from;
      expect(await page.evaluate(() => (window as unknown as { stalls: number }).stalls)).toBe(0);
      // It may play a little faster or slower to stay where it wants to be.
      expect(played).toBeGreaterThan(((Date.now() - startMs) / 1000) * 0.95);
    },
    SMOOTH_MS_MAX,
  );
});

/** The time of the picture that is shown. */
function at(page: Page): Promise<number> {
  return page.locator('video').evaluate((element) => (element as HTMLVideoElement).currentTime);
}

/** How far the picture that is shown is behind the newest that can be had, in seconds. */
function behind(page: Page): Promise<number> {
  return page.locator('video').evaluate((element) => {
    const { seekable, currentTime } = element as HTMLVideoElement;
    return seekable.end(seekable.length - 1) - currentTime;
  });
}
