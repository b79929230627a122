import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Poller } from './poller';

const EVERY_MS = 2000;

/** A document that can be hidden. */
class Page extends EventTarget {
  hidden = false;

  show(visible: boolean): void {
    this.hidden = !visible;
    this.dispatchEvent(new Event('visibilitychange'));
  }
}

const page = () => new Page() as Page & Document;

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

it('runs at once and then every two seconds', async () => {
  const task = vi.fn(async () => {});
  const poller = new Poller(task, EVERY_MS, page());
  poller.start();
  await vi.advanceTimersByTimeAsync(2 * EVERY_MS);
  expect(task).toHaveBeenCalledTimes(3);
  poller.stop();
  await vi.advanceTimersByTimeAsync(2 * EVERY_MS);
  expect(task).toHaveBeenCalledTimes(3);
});

it('never asks twice at a time, however slow the answer', async () => {
  let answer = () => {};
  const task = vi.fn(() => new Promise<void>((resolve) => (answer = resolve)));
  const poller = new Poller(task, EVERY_MS, page());
  poller.start();
  poller.now();
  await vi.advanceTimersByTimeAsync(5 * EVERY_MS);
  expect(task).toHaveBeenCalledTimes(1);
  answer();
  await vi.advanceTimersByTimeAsync(EVERY_MS);
  expect(task).toHaveBeenCalledTimes(2);
});

it('rests while nobody looks, and is up to date at once when somebody does', async () => {
  const task = vi.fn(async () => {});
  const shown = page();
  new Poller(task, EVERY_MS, shown).start();
  await vi.advanceTimersByTimeAsync(0);
  shown.show(false);
  await vi.advanceTimersByTimeAsync(10 * EVERY_MS);
  expect(task).toHaveBeenCalledTimes(1);
  shown.show(true);
  expect(task).toHaveBeenCalledTimes(2);
  await vi.advanceTimersByTimeAsync(EVERY_MS);
  expect(task).toHaveBeenCalledTimes(3);
});
