/** How long ago a recording may begin: minutes, all that is still there, or a time of one's own. */
export type From = number | 'all' | 'other';

/** What is offered by itself; 0 is now. */
export const MINUTES = [0, 1, 5, 15, 60] as const;

/** What has just been forgotten by the edge node was still there when it said so. */
const SLACK_MS = 10_000;

const MINUTE_MS = 60_000;

/** How much of the past the edge node still has; `undefined` if it did not say. */
export function reachMs(cachedFrom: Date | undefined, nowMs: number): number | undefined {
  return cachedFrom === undefined ? undefined : Math.max(0, nowMs - cachedFrom.getTime());
}

export function isInReach(minutes: number, reach: number | undefined): boolean {
  return minutes === 0 || reach === undefined || minutes * MINUTE_MS <= reach + SLACK_MS;
}

interface Choice {
  from: From;
  /** What somebody chose by hand. */
  other: Date | undefined;
  cachedFrom: Date | undefined;
  nowMs: number;
}

/** What the control node is told; `undefined` is now, by its own clock. */
export function startOf({ from, other, cachedFrom, nowMs }: Choice): string | undefined {
  switch (from) {
    case 0:
      return undefined;
    case 'all':
      return cachedFrom?.toISOString();
    case 'other':
      return other?.toISOString();
    default:
      return new Date(nowMs - from * MINUTE_MS).toISOString();
  }
}

/** What a field of the kind `datetime-local` says, in the time on the wall. */
export function fieldOf(date: Date): string {
  const wall = new Date(date.getTime() - date.getTimezoneOffset() * MINUTE_MS);
  return wall.toISOString().slice(0, 19);
}

export function dateOf(field: string): Date | undefined {
  const date = new Date(field);
  return field === '' || Number.isNaN(date.getTime()) ? undefined : date;
}
