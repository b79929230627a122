import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { settings } from './settings.ts';

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export const DESKTOP: BrowserContextOptions = { viewport: { width: 1280, height: 800 } };
export const PHONE: BrowserContextOptions = {
  viewport: { width: 390, height: 844 },
  deviceScaleFactor: 2,
  isMobile: true,
  hasTouch: true,
};

/** A camera that shows a clock, a microphone that beeps, and nobody who has to be asked. */
export const FAKE_DEVICES = [
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
];

export function launch(more: string[] = []): Promise<Browser> {
  return chromium.launch({ executablePath: settings.chromium, args: [...FLAGS, ...more] });
}

/** The machine may be busy with other tests. */
const PATIENCE_MS = 60_000;

/** The page, opened, with a list of everything that went wrong inside it. */
export async function open(
  browser: Browser,
  options: BrowserContextOptions,
  hash = '',
  url = settings.url,
) {
  const context = await browser.newContext({ colorScheme: 'dark', ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => {
    // A refused request is the server's business and shows on the page; the rest is ours.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) {
      faults.push(message.text());
    }
  });
  await page.goto(`${url}/${hash}`);
  return { page, faults, close: () => context.close() };
}

/**
 * For people to look at, where they asked for it; no test depends on one. On a machine that draws
 * slowly, Chromium has taken more than a minute for one of a page on which several videos play.
 */
export async function screenshot(page: Page, name: string): Promise<void> {
  if (settings.shots === undefined) return;
  mkdirSync(settings.shots, { recursive: true });
  await page.screenshot({ path: join(settings.shots, `${name}.png`), fullPage: true });
}

const LOOK_MS = 500;
const MOVES_MS_MAX = 45_000;

/** What a picture does in two seconds when it plays at 25 frames a second, with room for a slow machine. */
const MOVED = { seconds: 1.5, frames: 15 };

/** Resolves when the picture moves: time advances and frames are decoded, from now on. */
export function pictureMoves(page: Page): Promise<void> {
  return moves(page, MOVED);
}

/** Resolves when sound plays that has no picture. */
export function soundMoves(page: Page): Promise<void> {
  return moves(page, { ...MOVED, frames: 0 });
}

/** Does what makes the player open another stream, and resolves when it has. */
export async function opensAnother(page: Page, action: () => Promise<void>): Promise<void> {
  // What is waited for lasts: that the player is starting may be over before anyone looks.
  const before = await page.locator('.stage video').getAttribute('src');
  await action();
  await page.waitForFunction((src) => {
    const now = document.querySelector('.stage video')?.getAttribute('src');
    return now !== undefined && now !== null && now !== src;
  }, before);
}

async function moves(page: Page, wanted: Sample): Promise<void> {
  await page.waitForSelector('.stage[data-state="playing"] video');
  const until = Date.now() + MOVES_MS_MAX;
  let before = await sample(page);
  let now = before;
  while (
    now.seconds < before.seconds + wanted.seconds ||
    now.frames < before.frames + wanted.frames
  ) {
    if (Date.now() > until) {
      throw new Error(`It stands still: ${JSON.stringify({ before, now })}`);
    }
    await page.waitForTimeout(LOOK_MS);
    now = await sample(page);
    if (now.frames < before.frames || now.seconds < before.seconds) {
      // The player opened the stream afresh and counts from there.
      before = now;
    }
  }
}

interface Sample {
  seconds: number;
  frames: number;
}

/** Where the player is. */
function sample(page: Page): Promise<Sample> {
  return page.locator('.stage video').evaluate((element) => {
    const video = element as HTMLVideoElement;
    const { totalVideoFrames } = video.getVideoPlaybackQuality();
    return { seconds: video.currentTime, frames: totalVideoFrames };
  });
}
