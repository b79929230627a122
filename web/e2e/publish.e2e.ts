import { expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { DESKTOP, FAKE_DEVICES, PHONE, screenshot } from './browser.ts';
import { missedByKeys, overflow } from './checks.ts';
import { channelIs } from './publisher.ts';
import { settings } from './settings.ts';
import { visits } from './visits.ts';

/** The server lets everybody publish, but whoever wants `locked/…` needs a signature. */

const visit = visits(FAKE_DEVICES);

interface Track {
  kind: string;
  codec: string;
  width?: number;
  height?: number;
  channels?: number;
}

it('publishes camera and microphone, as the server sees it', async () => {
  const page = await visit(DESKTOP, '#/publish?name=live/browser');
  await small(page);
  await page.getByRole('button', { name: 'Publish' }).click();
  await page.locator('[data-state="live"]').waitFor();
  await channelIs('live', 'live/browser');
  await expect.poll(() => tracks('live/browser')).toHaveLength(2);
  const [video, audio] = await tracks('live/browser');
  // What a browser encodes depends on how it was built; not every codec's record has the size.
  expect(video).toMatchObject({ kind: 'video', codec: expect.stringMatching(/^(H.264|AV1|VP9)$/) });
  expect(video!.height ?? 240).toBeLessThanOrEqual(240);
  expect(audio).toMatchObject({ kind: 'audio', codec: 'Opus' });
  await page.locator('.studio .readout', { hasText: 'Pictures' }).waitFor();
  expect(await overflow(page)).toBeLessThanOrEqual(0);
  await screenshot(page, 'publish');
  await page.getByRole('button', { name: 'Stop' }).click();
  await page.locator('[data-state="over"]').waitFor();
  // Empty, it is not even an alert.
  expect(await page.locator('.studio [role=alert]').textContent()).toBe('');
  await channelIs('gone', 'live/browser');
});

it('says why the server refuses, on a phone, and is used with keys alone', async () => {
  const page = await visit(PHONE, '#/publish?name=locked/cam');
  await small(page);
  expect(await missedByKeys(page)).toEqual([]);
  expect(await overflow(page)).toBeLessThanOrEqual(0);
  await page.getByRole('button', { name: 'Publish' }).click();
  await page.getByRole('alert').getByText('the URL is not signed (403)').waitFor();
  await screenshot(page, 'publish-refused');
});

/** The machine may be busy with other tests. */
async function small(page: Page): Promise<void> {
  await page.getByText('More settings').click();
  await page.getByLabel('Size').selectOption('240p');
  await page.getByLabel('Frames a second').selectOption('10');
}

async function tracks(channel: string): Promise<Track[]> {
  const answer = await fetch(`${settings.url}/api/v2/channels/${channel}`);
  const { tracks: all } = (await answer.json()) as { tracks: Track[] };
  return all.filter(({ kind }) => kind !== 'data').sort((a, b) => b.kind.localeCompare(a.kind));
}
