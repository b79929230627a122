// @vitest-environment happy-dom
import { afterEach, describe, expect, it } from 'vitest';
import { en } from './en';
import { type Dictionary, type Key, language, languageOf, speak, t } from './index';
import { zh } from './zh';

const KEYS = Object.keys(en) as Key[];

afterEach(() => speak('en'));

describe('both languages', () => {
  it('say the same things', () => {
    expect(Object.keys(zh).sort()).toEqual([...KEYS].sort());
  });

  it('fill in the same, and mark the same as code', () => {
    const marks = (words: Dictionary) => KEYS.map((key) => [key, placeholders(words[key])]);
    expect(marks(zh)).toEqual(marks(en));
    expect(KEYS.map((key) => codes(zh[key]))).toEqual(KEYS.map((key) => codes(en[key])));
    expect(KEYS.filter((key) => zh[key].trim() === '')).toEqual([]);
  });

  it('choose between one and many only by a number', () => {
    const chosen = KEYS.filter((key) => en[key].includes('|'));
    expect(chosen.filter((key) => !/^[^|]+\|[^|]*\{n\}[^|]*$/.test(en[key]))).toEqual([]);
    expect(KEYS.filter((key) => zh[key].includes('|'))).toEqual([]);
  });
});

describe('a text', () => {
  it('knows one from many, and sets thousands apart', () => {
    expect(t('sessions.count', { n: 1 })).toBe('1 session');
    expect(t('sessions.count', { n: 1200 })).toBe('1,200 sessions');
  });

  it('takes a value as it is', () => {
    expect(t('sessions.gone', { id: '{reason}|$&' })).toBe('Session {reason}|$& was disconnected.');
  });

  it('is in the language that was chosen, and so is the page', async () => {
    await speak('zh');
    expect([t('sessions.count', { n: 3 }), language()]).toEqual(['3 个会话', 'zh']);
    expect(document.documentElement.lang).toBe('zh-Hans');
  });
});

it.each([
  [['de-DE', 'zh-TW', 'en'], 'zh'],
  [['EN-gb', 'zh'], 'en'],
  [['fr'], 'en'],
  [[], 'en'],
] as const)('a reader of %j gets %s', (preferred, chosen) => {
  expect(languageOf(preferred)).toBe(chosen);
});

function placeholders(text: string): string[] {
  return [...new Set(text.match(/\{\w+\}/g))].sort();
}

function codes(text: string): string[] {
  return (text.match(/`[^`]+`/g) ?? []).sort();
}
