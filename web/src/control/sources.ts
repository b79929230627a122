import type { Outbox, Source } from '../api/control-types';

/**
 * - `away`: its edge node has not been heard of lately, or never was.
 * - `off`: nobody asked for live pictures.
 * - `silent`: they are asked for, and none come.
 */
export type SourceState = 'live' | 'off' | 'away' | 'silent';

/** Segments come late and are some seconds long. */
const LAG_MS_MAX = 20_000;
const SEGMENTS_LATE_MAX = 4;

export function stateOf({ alive, streaming, lagMs, segmentSeconds = 0 }: Source): SourceState {
  if (!alive) {
    return 'away';
  }
  if (!streaming) {
    return 'off';
  }
  const mostMs = Math.max(LAG_MS_MAX, SEGMENTS_LATE_MAX * segmentSeconds * 1000);
  return lagMs !== undefined && lagMs <= mostMs ? 'live' : 'silent';
}

/** What is on its way is not owed for long. */
const OWED_MS_MIN = 15_000;

/** Whether it has something to catch up with, at the time of the control node. */
export function isBehind(outbox: Outbox | undefined, nowMs: number): outbox is Outbox {
  const oldest = outbox?.oldest;
  return outbox !== undefined && outbox.segments > 0 && oldest !== undefined
    ? nowMs - oldest.getTime() > OWED_MS_MIN
    : false;
}

/**
 * How far each source has come with what it owes. Nobody says how much it was in all, so the most
 * that was seen since the page was opened is the whole.
 */
export class BackFill {
  private readonly most = new Map<string, number>();

  /** From 0 to 1; the same as long as nothing is owed. */
  progress({ id, outbox }: Source): number {
    const owed = outbox?.segments ?? 0;
    if (owed === 0) {
      this.most.delete(id);
      return 1;
    }
    const most = Math.max(this.most.get(id) ?? 0, owed);
    this.most.set(id, most);
    return 1 - owed / most;
  }
}
