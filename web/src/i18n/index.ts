import { en } from './en';

/**
 * The words of the page, in the language that was chosen. What the server says, such as the reason
 * of a relay's state, is shown as it is.
 */

export type Language = 'en' | 'zh';
export type Key = keyof typeof en;
export type Dictionary = Record<Key, string>;

/** The names between braces in a text. */
type Placeholder<Text> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Placeholder<Rest>
  : never;

type Values<K extends Key> = [Placeholder<(typeof en)[K]>] extends [never]
  ? []
  : [values: Record<Placeholder<(typeof en)[K]>, string | number>];

/** What each language calls itself, so that one finds it in a page that one cannot read. */
export const OWN_NAMES: Record<Language, string> = { en: 'English', zh: '中文' };

/** As in the attribute `lang`, which also chooses fonts and how screen readers speak. */
export const TAGS: Record<Language, string> = { en: 'en', zh: 'zh-Hans' };

let dictionary: Dictionary = en;
let current: Language = 'en';

/**
 * The text, with its values filled in. Of a text with a bar, the part before it is for one `n`. A
 * number gets its thousands set apart.
 */
export function t<K extends Key>(key: K, ...[values]: Values<K>): string {
  const given: Record<string, string | number> = values ?? {};
  const forms = dictionary[key].split('|');
  const form = forms[given.n === 1 ? 0 : forms.length - 1]!;
  return form.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = given[name];
    return typeof value === 'number' ? value.toLocaleString(current) : String(value ?? '');
  });
}

export function language(): Language {
  return current;
}

/** English is part of the page; others are fetched when somebody reads them. */
export async function speak(chosen: Language): Promise<void> {
  dictionary = chosen === 'zh' ? (await import('./zh')).zh : en;
  current = chosen;
  document.documentElement.lang = TAGS[chosen];
}

/** The first of the reader's languages that the page speaks. */
export function languageOf(preferred: readonly string[]): Language {
  for (const tag of preferred) {
    const primary = tag.toLowerCase().split('-')[0];
    if (primary === 'en' || primary === 'zh') {
      return primary;
    }
  }
  return 'en';
}
