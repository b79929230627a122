import type { BrowserContextOptions, Page } from 'playwright-core';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { DESKTOP, FAKE_DEVICES, PHONE, screenshot } from './browser.ts';
import { missedByKeys, overflow } from './checks.ts';
import { startMock } from './mock.ts';
import { visits } from './visits.ts';

/** A meeting as somebody sees it who may look after nothing; with a mock behind it. */

let server: Awaited<ReturnType<typeof startMock>>;

beforeEach(async () => {
  server = await startMock({ stranger: 'nothing' });
});

afterEach(() => server.close());

const visit = visits(FAKE_DEVICES);

async function show(options: BrowserContextOptions, hash: string): Promise<Page> {
  return visit({ ...options, locale: 'en-GB' }, hash, server.url);
}

it.each([
  ['a large screen', DESKTOP],
  ['a phone', PHONE],
])('is entered with keys alone on %s', async (where, options) => {
  const page = await show(options, '#/meeting');
  await page.getByText('More settings').click();
  expect(await missedByKeys(page)).toEqual([]);
  expect(await overflow(page)).toBeLessThanOrEqual(0);
  await screenshot(page, `meeting-form-${where}`);
  await page.getByLabel('Your name').fill('Anna');
  await page.getByLabel('Room').fill('  my team? ');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'my_team', exact: true }).waitFor();
  await page.locator('.meeting [data-state="live"]').waitFor();
  expect(await missedByKeys(page)).toEqual([]);
  expect(await overflow(page)).toBeLessThanOrEqual(0);
});

it('shows who comes and goes, and what they write', async () => {
  const anna = await show(DESKTOP, '#/meeting?room=team&name=Anna');
  await anna.locator('.meeting [data-state="live"]').waitFor();
  const ben = await show(PHONE, '#/meeting?room=team&name=Ben');
  await ben.locator('.meeting [data-state="live"]').waitFor();
  await anna.locator('.tile[data-state="playing"]', { hasText: 'Ben' }).waitFor();
  await ben.getByRole('textbox', { name: 'Message' }).fill('Hello');
  await ben.getByRole('button', { name: 'Send' }).click();
  await anna.getByRole('log').getByText('Hello', { exact: true }).waitFor();
  await ben.goto('about:blank');
  await anna.locator('.tile', { hasText: 'Ben' }).waitFor({ state: 'detached' });
});
