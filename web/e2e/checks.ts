import type { Page } from 'playwright-core';
import { expect } from 'vitest';

/** What holds on every page. */

/** More keys than a page with some cards needs; whoever needs more is caught in a circle. */
export const TABS_MAX = 200;

/** By how much it is too wide. */
export function overflow(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
}

/** What is not reached with Tab; all that is reached shows it, and is left again. */
export async function missedByKeys(page: Page): Promise<string[]> {
  // From the top of the page: without the focus, Tab goes on from where it was.
  await page.evaluate(() => {
    document.body.tabIndex = -1;
    document.body.focus();
    document.body.removeAttribute('tabindex');
  });
  for (let keys = 0; keys < TABS_MAX; keys += 1) {
    await page.keyboard.press('Tab');
    const focused = await focusOf(page);
    if (focused === undefined) {
      break;
    }
    expect(focused.outline, focused.name).not.toBe('none');
  }
  // The other choices of a group are reached with arrow keys.
  const controls =
    ':is(button:not(:disabled), a[href], input:not([type=radio]:not(:checked)), [role=slider])';
  return page
    .locator(`${controls}:not([tabindex="-1"]):not([data-reached]):visible`)
    .allTextContents();
}

/** What has the focus, and how one sees that; nothing when it has left the page. */
export function focusOf(page: Page) {
  return page.evaluate(() => {
    const focused = document.activeElement;
    if (focused === null || focused === document.body) {
      return undefined;
    }
    focused.setAttribute('data-reached', '');
    const words = focused.getAttribute('aria-label') ?? focused.textContent ?? '';
    return {
      name: words.replace(/\s+/g, ' ').trim(),
      outline: getComputedStyle(focused).outlineStyle,
    };
  });
}
