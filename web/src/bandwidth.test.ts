import { expect, it } from 'vitest';
import { RefusedError } from './api/refused';
import { measure, nextSize } from './bandwidth';

it('sends more at once while that is fast, and less when it is slow', () => {
  expect(nextSize(100_000, 1)).toBe(400_000);
  expect(nextSize(100_000, 350)).toBe(200_000);
  expect(nextSize(700_000, 1400)).toBe(350_000);
  expect(nextSize(100_000, 60_000)).toBe(64 << 10);
  expect(nextSize(30 << 20, 100)).toBe(32 << 20);
});

it('counts what comes', async () => {
  const asked: string[] = [];
  const told: number[] = [];
  const send = async (url: unknown) => {
    asked.push(String(url));
    return new Response(new Uint8Array(100_000));
  };
  const bitrate = await measure('down', 'http://h/below/', 'a&b', (now) => told.push(now), send);
  expect(asked).toEqual(['http://h/below/api/v2/bandwidth?seconds=3&key=a%26b']);
  expect(told.length).toBeGreaterThan(0);
  expect(bitrate).toBeGreaterThan(0);
});

it('says why it is refused', async () => {
  const send = async () => Response.json({ detail: 'not the key' }, { status: 403 });
  const refusal = await measure('up', 'http://h/', '', () => {}, send).catch((error) => error);
  expect(refusal).toBeInstanceOf(RefusedError);
  expect(refusal).toMatchObject({ status: 403, message: 'not the key' });
});
