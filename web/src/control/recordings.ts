import type { Recording, Source } from '../api/control-types';
import { object, text } from '../api/json';
import { t } from '../i18n';
import { mediaAt, type Place } from '../urls';
import type { Span } from './timeline';

/**
 * - `running`: it goes on.
 * - `waiting`: it has ended, and an edge node still owes some of it.
 * - `complete`: it has all that there is of it.
 */
export type RecordingState = 'running' | 'waiting' | 'complete';

export function stateOf({ active, settled }: Recording): RecordingState {
  return active ? 'running' : settled ? 'complete' : 'waiting';
}

/** From its start to its end, or to now. */
export function spanOf({ start, end }: Recording, nowMs: number): Span {
  const startMs = start.getTime();
  return { startMs, endMs: Math.max(startMs, end?.getTime() ?? nowMs) };
}

/** What people call it. */
export function titleOf(recording: Recording, source: Source | undefined): string {
  return recording.alias ?? source?.name ?? recording.id;
}

/** Where a recording, or a part of it, is fetched in one piece. */
export function exportUrl(path: string, part: Span | undefined, place: Place): string {
  const url = new URL(mediaAt(path, place));
  if (part) {
    url.searchParams.set('from', new Date(part.startMs).toISOString());
    url.searchParams.set('to', new Date(part.endMs).toISOString());
  }
  return url.href;
}

/**
 * Why there is no such export; nothing if there is. A link to one that is refused would only fail,
 * without a word.
 */
export async function exportRefusal(
  url: string,
  ask: typeof fetch = (...args) => fetch(...args),
): Promise<string | undefined> {
  try {
    const answer = await ask(url, { headers: { range: 'bytes=0-0' } });
    if (answer.ok) {
      await answer.body?.cancel();
      return undefined;
    }
    const { error } = object(await answer.json().catch(() => undefined));
    return text(object(error).detail) ?? `${answer.status} ${answer.statusText}`.trim();
  } catch {
    return t('trouble.unreachable');
  }
}
