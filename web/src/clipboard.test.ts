// @vitest-environment happy-dom
import { afterEach, expect, it, vi } from 'vitest';
import { copyText } from './clipboard';

afterEach(() => {
  vi.unstubAllGlobals();
});

function browser(clipboard: unknown, execCommand: () => boolean): void {
  vi.stubGlobal('navigator', { clipboard });
  Object.assign(document, { execCommand });
}

it('uses the clipboard where the browser has one', async () => {
  const writeText = vi.fn(async () => {});
  browser({ writeText }, () => false);
  expect(await copyText('rtmp://a')).toBe(true);
  expect(writeText).toHaveBeenCalledWith('rtmp://a');
});

it('selects a field where it has none, as over plain HTTP', async () => {
  let selected = '';
  browser(undefined, () => {
    selected = document.querySelector('textarea')!.value;
    return true;
  });
  expect(await copyText('rtmp://a')).toBe(true);
  expect(selected).toBe('rtmp://a');
  expect(document.querySelector('textarea')).toBeNull();
});

it('says when nothing worked', async () => {
  browser({ writeText: () => Promise.reject(new Error('no')) }, () => false);
  expect(await copyText('x')).toBe(false);
});
