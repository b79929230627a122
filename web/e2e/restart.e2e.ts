import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { DESKTOP, launch, open, pictureMoves } from './browser.ts';
import { channelIs } from './publisher.ts';
import { settings } from './settings.ts';

const ASK_MS = 200;
const RESTART_MS_MAX = 60_000;

let browser: Browser;

beforeAll(async () => {
  browser = await launch();
});

afterAll(() => browser.close());

// Whoever runs this starts the server again when it reads that the picture moves.
it(`${settings.mode} plays on when the server was killed and starts again`, async () => {
  await channelIs('live');
  const { page, close } = await open(browser, DESKTOP);
  const choice = JSON.stringify({ mode: settings.mode });
  await page.evaluate((chosen) => localStorage.setItem('millrace.settings', chosen), choice);
  await page.goto(`${settings.url}/#/${settings.channel}`);
  await page.reload();
  await pictureMoves(page);
  await page.evaluate(() => Object.assign(window, { notLoadedAgain: true }));
  const before = await startedAt();
  process.stdout.write('PLAYS BEFORE\n');
  const until = Date.now() + RESTART_MS_MAX;
  while ((await startedAt()) === before && Date.now() < until) {
    await page.waitForTimeout(ASK_MS);
  }
  await channelIs('live');
  await page.locator('.state.is-live').waitFor();
  await pictureMoves(page);
  expect(await page.evaluate(() => 'notLoadedAgain' in window)).toBe(true);
  await close();
});

/** When the server began; the same as before while it is away. */
async function startedAt(): Promise<string> {
  try {
    const answer = await fetch(`${settings.url}/api/v2/server`);
    known = ((await answer.json()) as { startedAt: string }).startedAt;
  } catch {
    // It is away.
  }
  return known;
}

let known = '';
