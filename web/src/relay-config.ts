import type { RelayConfig } from './api/types';

/**
 * A relay's settings as the fields of a form, and back: what is nested in the configuration is one
 * field under its dotted key, lists of arguments are a line as in a shell, variables are lines.
 */

export type Fields = Record<string, string>;

const ARGS = new Set(['input_args', 'output_args']);
const ENV = 'env';

/** The settings for which `false` and numbers would change what was meant. */
const TEXTS = new Set(['name', 'source']);

/** What stands for no arguments and no variables. */
const NONE = 'none';

/** Why a field cannot be sent, by key; `undefined` is fine. */
export type Fault =
  'form.required' | 'form.nameRule' | 'form.oneLine' | 'form.envRule' | 'form.argsRule';

export function isLines(key: string): boolean {
  return key === ENV;
}

export function isCode(key: string): boolean {
  return ARGS.has(key) || key === ENV || key === 'source' || key === 'name';
}

export function fieldsOf(config: RelayConfig, above = ''): Fields {
  return Object.assign(
    {},
    ...Object.entries(config).map(([name, value]) => {
      const key = above + name;
      if (key === ENV || !isObject(value)) {
        return { [key]: textOf(key, value) };
      }
      return fieldsOf(value, `${key}.`);
    }),
  ) as Fields;
}

/** What was not touched stays as it was, whatever it is; what is empty is left to the default. */
export function configOf(fields: Fields, before: RelayConfig = {}): RelayConfig {
  const old = fieldsOf(before);
  const config: RelayConfig = {};
  for (const [key, text] of Object.entries(fields)) {
    if (text.trim() !== '') {
      put(config, key, text === old[key] ? valueAt(before, key) : valueOf(key, text));
    }
  }
  return config;
}

export function faultOf(key: string, text: string, required: boolean): Fault | undefined {
  const trimmed = text.trim();
  if (trimmed === '') {
    return required ? 'form.required' : undefined;
  }
  if (
    key === 'name' &&
    !/^(?!.*(^|\/)\.{1,2}(\/|$))[\w\-.~@:+=,!]+(\/[\w\-.~@:+=,!]+)?$/.test(trimmed)
  ) {
    return 'form.nameRule';
  }
  if (key === ENV && trimmed !== NONE) {
    const lines = linesOf(trimmed);
    return lines.every((line) => /^[A-Za-z_]\w*=/.test(line)) ? undefined : 'form.envRule';
  }
  if (ARGS.has(key) && words(trimmed) === undefined) {
    return 'form.argsRule';
  }
  return trimmed.includes('\n') ? 'form.oneLine' : undefined;
}

/** The words of a line, with quotes as in a shell; `undefined` if one is not closed. */
export function words(line: string): string[] | undefined {
  const found: string[] = [];
  for (const [word] of line.matchAll(/(?:"[^"]*"|'[^']*'|[^\s"']|["'].*$)+/gs)) {
    if (word.replace(/"[^"]*"|'[^']*'/g, '').match(/["']/)) {
      return undefined;
    }
    found.push(word.replace(/"([^"]*)"|'([^']*)'/g, (_, double, single) => double ?? single));
  }
  return found;
}

/** The line of which these are the words. */
export function line(list: readonly string[]): string {
  return list.map(quoted).join(' ');
}

function quoted(word: string): string {
  if (word !== '' && !/[\s"']/.test(word)) {
    return word;
  }
  return word.includes('"') ? `'${word.replace(/'/g, `'"'"'`)}'` : `"${word}"`;
}

function textOf(key: string, value: unknown): string {
  if (Array.isArray(value)) {
    return ARGS.has(key) ? line(value.map(String)) : value.join(', ');
  }
  if (isObject(value)) {
    return Object.entries(value)
      .map(([name, text]) => `${name}=${String(text)}`)
      .join('\n');
  }
  return value === null || value === undefined ? '' : String(value);
}

function valueOf(key: string, text: string): unknown {
  const trimmed = text.trim();
  if (trimmed === NONE) {
    return NONE;
  }
  if (ARGS.has(key)) {
    return words(trimmed) ?? [];
  }
  if (key === ENV) {
    const pairs = linesOf(trimmed).map((each) => each.split(/=(.*)/s).slice(0, 2));
    return Object.fromEntries(pairs) as Record<string, string>;
  }
  return !TEXTS.has(key) && /^\d{1,9}$/.test(trimmed) ? Number(trimmed) : trimmed;
}

function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((each) => each.trim())
    .filter(Boolean);
}

function put(config: RelayConfig, key: string, value: unknown): void {
  const [first = '', ...rest] = key.split('.');
  if (rest.length === 0) {
    config[first] = value;
    return;
  }
  const nested = isObject(config[first]) ? config[first] : {};
  config[first] = nested;
  put(nested, rest.join('.'), value);
}

function valueAt(config: RelayConfig, key: string): unknown {
  return key
    .split('.')
    .reduce<unknown>((at, name) => (isObject(at) ? at[name] : undefined), config);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
