import { expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { DESKTOP, FAKE_DEVICES, PHONE, screenshot } from './browser.ts';
import { missedByKeys, overflow } from './checks.ts';
import { settings } from './settings.ts';
import { visits } from './visits.ts';

/** The server lets everybody publish and play, but nobody publishes in the room `locked`. */

const visit = visits(FAKE_DEVICES);

const LOOK_MS = 500;
const MOVES_MS_MAX = 60_000;

it('two see each other, write to each other, and one leaves', async () => {
  const anna = await visit(DESKTOP, '#/meeting?room=team');
  await anna.getByLabel('Your name').fill('Anna Berg');
  await anna.getByRole('button', { name: 'Join' }).click();
  await isLive(anna);
  expect(anna.url()).toContain('#/meeting?room=team&name=Anna+Berg');
  await anna.getByText('Nobody else is here yet').waitFor();
  await screenshot(anna, 'meeting-1');

  const ben = await visit(PHONE, '#/meeting?room=team&name=Ben');
  await isLive(ben);
  await moves(anna, 'Ben');
  await moves(ben, 'Anna Berg');
  expect(await peopleOf(anna)).toEqual(['Anna Berg (you)', 'Ben']);

  await say(anna, 'Can you see me?');
  await say(ben, 'Yes! <b>&amp;</b> 👋');
  for (const page of [anna, ben]) {
    const log = page.getByRole('log');
    await log.getByText('Can you see me?', { exact: true }).waitFor();
    await log.getByText('Yes! <b>&amp;</b> 👋', { exact: true }).waitFor();
    expect(await overflow(page)).toBeLessThanOrEqual(0);
  }
  await screenshot(anna, 'meeting-2');
  await screenshot(ben, 'meeting-2-phone');

  await ben.getByRole('link', { name: 'Leave' }).click();
  await ben.getByRole('button', { name: 'Join' }).waitFor();
  await expect.poll(() => peopleOf(anna)).toEqual(['Anna Berg (you)']);
  await anna.getByRole('log').getByText('Can you see me?').waitFor();
});

it('who has no camera and no microphone is seen by the initials, and writes', async () => {
  const eve = await visit(DESKTOP, '#/meeting?room=quiet&name=Eve%20Lind');
  await isLive(eve);
  const cleo = await visit(PHONE, '#/');
  await withoutDevices(cleo);
  await cleo.goto(`${settings.url}/#/meeting?room=quiet&name=Cleo`);
  await isLive(cleo);
  await cleo.getByText('There is no such device here.').waitFor();
  await cleo.getByText('The others see your initials, and do not hear you.').waitFor();
  await moves(eve, 'Cleo');
  await say(cleo, 'Hello from the keyboard');
  await eve.getByRole('log').getByText('Hello from the keyboard').waitFor();
  await screenshot(cleo, 'meeting-no-camera-phone');

  // A camera that is turned off and on is the same participant.
  await eve.getByRole('button', { name: 'Turn camera off' }).click();
  await eve.getByText('The others see your initials.').waitFor();
  await moves(cleo, 'Eve Lind');
  await screenshot(eve, 'meeting-camera-off');
  await eve.getByRole('button', { name: 'Turn camera on' }).click();
  await eve.getByRole('button', { name: 'Mute microphone' }).click();
  await eve.getByText('The others see you, and do not hear you.').waitFor();
  await moves(cleo, 'Eve Lind');
  expect(await peopleOf(cleo)).toEqual(['Cleo (you)', 'Eve Lind']);
  expect(await missedByKeys(cleo)).toEqual([]);
});

it('says why nobody sees one', async () => {
  const page = await visit(PHONE, '#/meeting?room=locked&name=Ben');
  await page.getByText('the URL is not signed (403)').waitFor();
  expect(await page.getByRole('textbox', { name: 'Message' }).isDisabled()).toBe(true);
  expect(await overflow(page)).toBeLessThanOrEqual(0);
  await screenshot(page, 'meeting-refused-phone');
});

function isLive(page: Page): Promise<void> {
  return page.locator('.meeting [data-state="live"]').waitFor();
}

async function say(page: Page, text: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Message' }).fill(text);
  await page.keyboard.press('Enter');
}

function peopleOf(page: Page): Promise<string[]> {
  return page.locator('.tile figcaption').allTextContents();
}

async function withoutDevices(page: Page): Promise<void> {
  await page.addInitScript(() => {
    navigator.mediaDevices.getUserMedia = () =>
      Promise.reject(new DOMException('', 'NotFoundError'));
  });
  await page.reload();
}

/** Resolves when so many new pictures of somebody have been shown that it is no still. */
async function moves(page: Page, person: string): Promise<void> {
  const video = page.getByLabel(`Picture of ${person}`);
  await video.waitFor();
  const frames = () =>
    video.evaluate((it) => (it as HTMLVideoElement).getVideoPlaybackQuality().totalVideoFrames);
  const until = Date.now() + MOVES_MS_MAX;
  let before = await frames();
  for (let now = before; now < before + 4; now = await frames()) {
    // A player that has opened the stream afresh counts from there.
    before = Math.min(before, now);
    if (Date.now() > until) {
      throw new Error(`${person} stands still at ${now} pictures, after ${before}`);
    }
    await page.waitForTimeout(LOOK_MS);
  }
}
