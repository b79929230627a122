import type { Recording, Source } from '../api/control-types';
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

/** Where a recording is fetched in one piece, or a part of it. */
export function exportUrl(recording: Recording, part: Span | undefined, place: Place): string {
  const url = new URL(mediaAt(recording.export, place));
  if (part) {
    url.searchParams.set('from', new Date(part.startMs).toISOString());
    url.searchParams.set('to', new Date(part.endMs).toISOString());
  }
  return url.href;
}
