import type { Page } from 'playwright-core';
import { it } from 'vitest';
import { DESKTOP, PHONE, pictureMoves, screenshot } from './browser.ts';
import { settings } from './settings.ts';
import { visits } from './visits.ts';

/** A person sets up a relay on a real server, from another machine. */

const SOURCE = settings.source ?? '';

const visit = visits();

async function show(options = DESKTOP, hash = `#token=${settings.token}`): Promise<Page> {
  return visit({ locale: 'en-GB', ...options }, hash);
}

it('asks strangers for the token, and says when it is wrong', async () => {
  const page = await show(DESKTOP, '');
  await page.getByLabel('Token or password').fill('a-guess-of-mine');
  await page.keyboard.press('Enter');
  await page.getByText('That is not the token.').waitFor();
  await page.getByLabel('Token or password').fill(settings.token);
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Add a relay' }).waitFor();
});

it('adds a relay that starts when somebody watches, and shows it', async () => {
  const page = await show();
  await page.getByRole('button', { name: 'Add a relay' }).click();
  await page.locator('input[name=name]').fill('no name');
  await page.locator('input[name=source]').fill(SOURCE);
  await page.locator('dialog').getByRole('button', { name: 'Add', exact: true }).click();
  await page.locator('dialog [aria-invalid=true]').first().waitFor();
  await page.locator('input[name=name]').fill('door');
  await page.locator('dialog').getByRole('button', { name: 'Add', exact: true }).click();
  const relay = page.locator('.relay', { hasText: 'live/door' });
  await relay.locator('.relay-state.is-stopped').waitFor();
  await relay.getByRole('link', { name: 'live/door' }).click();
  await page.getByRole('button', { name: 'Play' }).first().click();
  await pictureMoves(page);
  await page.goBack();
  await relay.locator('.relay-state.is-running').waitFor();
  await relay.scrollIntoViewIfNeeded();
  await relay.locator('.snapshot video.is-shown').waitFor({ state: 'attached' });
  await screenshot(page, 'gateway');
  const phone = await show(PHONE);
  await phone.locator('.relay').scrollIntoViewIfNeeded();
  await phone.locator('.relay .snapshot video.is-shown').waitFor({ state: 'attached' });
  await screenshot(phone, 'gateway-phone');
});

it('says what a wrong source did, and forgets the relay', async () => {
  const page = await show();
  await page.getByRole('button', { name: 'Edit live/door' }).click();
  await page.locator('input[name=source]').fill('rtmp://127.0.0.1:1/live/nobody');
  await page.getByRole('button', { name: 'Save' }).click();
  const relay = page.locator('.relay', { hasText: 'live/door' });
  await relay.getByRole('button', { name: 'Start' }).click();
  await relay.locator('.relay-state.is-backoff').waitFor();
  await relay.getByText('Connection refused').first().waitFor();
  await relay.getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete', exact: true }).click();
  await relay.waitFor({ state: 'detached' });
});
