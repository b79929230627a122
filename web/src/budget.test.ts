import { expect, it } from 'vitest';
import { decodeServer } from './api/decode';
import { budgetOf } from './budget';

const MB = 1024 * 1024;

function budget(memory: Record<string, number>) {
  const bytes = Object.fromEntries(Object.entries(memory).map(([key, mb]) => [key, mb * MB]));
  const found = budgetOf(decodeServer({ memory: bytes }).memory);
  return found && Object.values(found.parts).map((part) => part / MB);
}

const ALL = { limit: 512, free: 300, resident: 120, channels: 20, children: 30, reserve: 16 };

it('divides the limit among server, channels, FFmpeg, others and nobody', () => {
  expect(budget(ALL)).toEqual([100, 20, 30, 62, 300]);
});

it.each([
  ['channels that grew since', { ...ALL, channels: 130 }, [0, 130, 30, 52, 300]],
  ['more in use than there is', { ...ALL, free: 400 }, [100, 20, 30, 0, 400]],
  ['a system that does not tell what is free', { limit: 512, resident: 112 }, [112, 0, 0, 0, 400]],
  ['a system that does not tell the process', { ...ALL, resident: NaN, heapUsed: 60 }, undefined],
])('copes with %s', (_, memory, parts) => {
  expect(budget(memory)).toEqual(parts ?? [40, 20, 30, 122, 300]);
});

it('says nothing where there is no limit', () => {
  expect(budget({ heapUsed: 60, heapMax: 512 })).toBeUndefined();
});
