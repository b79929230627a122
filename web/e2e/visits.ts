import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { launch, open } from './browser.ts';

/**
 * A browser for the tests of a file. The pages that it shows are closed after each test, in none of
 * which anything may have gone wrong. Hooks that were set before run after that.
 *
 * @param flags of the browser, beside the usual
 */
export function visits(flags: string[] = []) {
  let browser: Browser;
  let opened: Awaited<ReturnType<typeof open>>[] = [];

  beforeAll(async () => {
    browser = await launch(flags);
  });

  afterEach(async () => {
    const faults = opened.flatMap((each) => each.faults);
    await Promise.all(opened.map((each) => each.close()));
    opened = [];
    // Among them what the content security policy forbids.
    expect(faults).toEqual([]);
  });

  afterAll(() => browser.close());

  return async (options: BrowserContextOptions, hash = '', url?: string): Promise<Page> => {
    const shown = await open(browser, options, hash, url);
    opened.push(shown);
    return shown.page;
  };
}
