import { describe, expect, it } from 'vitest';
import { script } from '../publish/flv';
import { decode, encode, type Message, NAME, TEXT_MAX, tidy, withMessage } from './chat';

const NOW = Date.UTC(2026, 10, 23, 12);
const FROM = 'anna~1';

function read(value: unknown): Message | undefined {
  return decode({ [NAME]: value }, FROM, NOW);
}

describe('a message', () => {
  it('is text by the name that FFmpeg knows, first of all', () => {
    const tag = script(NAME, encode('Hi', 'Anna', 7), 0);
    const letters = String.fromCharCode(...tag.slice(11, -4));
    expect(letters).toMatch(/^\x02\x00\x0aonTextData\x03\x00\x04text\x02\x00\x02Hi\x00\x04from/);
  });

  it('is read as it was written', () => {
    expect(read(encode('<b>Hi</b> 👋', 'Anna', NOW - 1000))).toEqual({
      ...{ stream: FROM, text: '<b>Hi</b> 👋', atMs: NOW - 1000 },
    });
  });

  it('of another program needs no more than a text', () => {
    expect(read({ text: 'from FFmpeg', type: 'Text' })).toEqual({
      ...{ stream: FROM, text: 'from FFmpeg', atMs: NOW },
    });
  });

  it.each([NaN, Infinity, 0, NOW * 2, '12:00', new Date(), null])(
    'has our time where its own is %j',
    (at) => {
      expect(read({ text: 'x', at })?.atMs).toBe(NOW);
    },
  );

  it('is what nothing else is', () => {
    const others = [
      undefined,
      null,
      7,
      'text',
      [],
      {},
      { text: 7 },
      { text: ' ' },
      { text: ['x'] },
    ];
    expect(others.map(read)).toEqual(others.map(() => undefined));
    expect(decode({ onMetaData: { text: 'x' } }, FROM, NOW)).toBeUndefined();
    expect(decode(Object.create({ [NAME]: { text: 'x' } }), FROM, NOW)).toBeUndefined();
  });

  it('is short, whatever comes', () => {
    let seed = 7;
    const next = (max: number) => (seed = (seed * 48_271) % 0x7fffffff) % max;
    for (let i = 0; i < 2000; i += 1) {
      const codes = Array.from({ length: next(1200) }, () => next(i % 2 ? 0x110000 : 0x250));
      const text = read({ text: String.fromCodePoint(...codes), at: next(2 ** 31) })?.text ?? '';
      expect([...text].length).toBeLessThanOrEqual(TEXT_MAX);
      expect(tidy(text)).toBe(text);
      expect(text).not.toMatch(/[\0-\x09\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069\ufeff]/);
    }
  });
});

it.each([
  [' a\r\nb ', 'a\nb'],
  ['a\n\n\n\n\nb', 'a\n\nb'],
  ['a\u202egnp.exe', 'agnp.exe'],
  ['👩\u200d👧', '👩\u200d👧'],
  ['\ud800x', 'x'],
  ['😀'.repeat(600), '😀'.repeat(500)],
  [' \n\u200b ', ''],
])('%j is shown as %j', (text, shown) => {
  expect(tidy(text)).toBe(shown);
});

describe('the messages', () => {
  const one = { stream: FROM, text: 'x', atMs: NOW };

  it('have each once, though a player is told again', () => {
    const two = withMessage(withMessage([], one), { ...one, atMs: NOW + 1 });
    expect(withMessage(two, { ...one })).toBe(two);
    expect(two).toHaveLength(2);
  });

  it('are not kept for ever', () => {
    let all: Message[] = [];
    for (let i = 0; i < 300; i += 1) {
      all = withMessage(all, { ...one, atMs: NOW + i });
    }
    expect([all.length, all.at(-1)!.atMs]).toEqual([200, NOW + 299]);
  });
});
