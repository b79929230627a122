import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { decodeState } from './api/decode';
import type { State } from './api/types';
import { Feed } from './feed';

/** A document that can be hidden. */
class Page extends EventTarget {
  hidden = false;

  show(visible: boolean): void {
    this.hidden = !visible;
    this.dispatchEvent(new Event('visibilitychange'));
  }
}

const STATE = decodeState({});
const page = new Page();
let told: State[];
let troubles: unknown[];
let asked: ReturnType<typeof vi.fn<() => Promise<State>>>;
let streams: { push: () => void; end: () => void; closed: boolean }[];
let feed: Feed;

beforeEach(() => {
  vi.useFakeTimers();
  page.hidden = false;
  [told, troubles, streams] = [[], [], []];
  asked = vi.fn(async () => STATE);
  const events = (onState: (state: State) => void, onEnd: () => void) => {
    const stream = { push: () => onState(STATE), end: onEnd, closed: false };
    streams.push(stream);
    return () => {
      stream.closed = true;
    };
  };
  const listener = {
    onState: (state: State) => told.push(state),
    onTrouble: (error: unknown) => troubles.push(error),
  };
  feed = new Feed({ state: asked, events }, listener, page as Page & Document);
});

afterEach(() => {
  feed.stop();
  vi.useRealTimers();
});

/** Lets time pass with a state every second, as the server sends them. */
async function stream(seconds: number): Promise<void> {
  for (let second = 0; second < seconds; second += 1) {
    streams.at(-1)!.push();
    await vi.advanceTimersByTimeAsync(1000);
  }
}

it('asks once, and then listens', async () => {
  feed.start();
  await vi.advanceTimersByTimeAsync(0);
  expect([asked.mock.calls.length, told.length]).toEqual([1, 1]);
  await stream(10);
  expect([asked.mock.calls.length, told.length]).toEqual([1, 11]);
});

it('asks every two seconds while there is no stream, which it opens again', async () => {
  feed.start();
  streams[0]!.end();
  await vi.advanceTimersByTimeAsync(4500);
  expect(asked).toHaveBeenCalledTimes(3);
  await vi.advanceTimersByTimeAsync(600);
  expect(streams).toHaveLength(2);
  await stream(5);
  const { length } = asked.mock.calls;
  await stream(5);
  expect(asked).toHaveBeenCalledTimes(length);
});

it('opens it less and less often', async () => {
  feed.start();
  const opened: number[] = [];
  for (let second = 0; second < 60; second += 1) {
    streams.at(-1)!.end();
    await vi.advanceTimersByTimeAsync(1000);
    opened.push(streams.length);
  }
  expect(streams.length).toBeLessThan(6);
});

it('takes a stream that says nothing for none', async () => {
  feed.start();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(streams[0]!.closed).toBe(true);
  expect(asked.mock.calls.length).toBeGreaterThan(4);
});

it('rests while nobody looks', async () => {
  feed.start();
  await stream(2);
  page.show(false);
  expect(streams[0]!.closed).toBe(true);
  const { length } = asked.mock.calls;
  await vi.advanceTimersByTimeAsync(60_000);
  expect([asked.mock.calls.length, streams.length]).toEqual([length, 1]);
  page.show(true);
  expect([asked.mock.calls.length, streams.length]).toEqual([length + 1, 2]);
});

it('does not wait after something was changed', async () => {
  feed.start();
  await stream(3);
  feed.now();
  await vi.advanceTimersByTimeAsync(0);
  expect([asked.mock.calls.length, told.length]).toEqual([2, 4]);
});

it('tells of trouble only when nothing comes by the stream', async () => {
  asked.mockRejectedValue(new Error('away'));
  feed.start();
  await vi.advanceTimersByTimeAsync(0);
  expect(troubles).toHaveLength(1);
  await stream(3);
  feed.now();
  await vi.advanceTimersByTimeAsync(0);
  expect(troubles).toHaveLength(1);
});
