/** What to take from JSON that may be anything: the value, if it is what it should be. */

export type Json = Record<string, unknown>;

export function each<T>(json: unknown, decode: (entry: Json) => T | undefined): T[] {
  const entries = Array.isArray(json) ? json : [];
  return entries
    .map((entry) => decode(object(entry)))
    .filter((entry): entry is T & {} => entry !== undefined);
}

export function object(json: unknown): Json {
  return typeof json === 'object' && json !== null && !Array.isArray(json) ? (json as Json) : {};
}

export function text(json: unknown): string | undefined {
  return typeof json === 'string' && json !== '' ? json : undefined;
}

export function number(json: unknown): number | undefined {
  return typeof json === 'number' && Number.isFinite(json) ? json : undefined;
}

export function instant(json: unknown): Date | undefined {
  const date = new Date(text(json) ?? NaN);
  return Number.isNaN(date.getTime()) ? undefined : date;
}
