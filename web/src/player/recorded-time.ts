/** What a playlist says of a segment: where it is on the player's clock, and when it was recorded. */
export interface Fragment {
  /** In seconds. */
  start: number;
  duration: number;
  /** EXT-X-PROGRAM-DATE-TIME. */
  programDateTime: number | null;
  /** EXT-X-GAP: there is nothing to show. */
  gap?: boolean;
}

/** Inside of a segment, not on its edge: what is in front of it may be missing. */
const INSIDE_SECONDS = 0.05;

/** When was recorded what the player shows at this time. */
export function recordedAt(seconds: number, fragments: readonly Fragment[]): number | undefined {
  let index = fragments.length - 1;
  while (index > 0 && fragments[index]!.start > seconds) {
    index -= 1;
  }
  const found = fragments[index];
  return found?.programDateTime == null
    ? undefined
    : found.programDateTime + (seconds - found.start) * 1000;
}

/** Where on the player's clock is what was recorded at this time, or else what comes after it. */
export function secondsOf(recordedMs: number, fragments: readonly Fragment[]): number {
  const shown = fragments.filter(({ gap }) => !gap);
  const found = shown.find((each) => endMs(each) > recordedMs) ?? shown.at(-1);
  if (found?.programDateTime == null) {
    return 0;
  }
  const seconds = (recordedMs - found.programDateTime) / 1000;
  const last = Math.max(found.duration - INSIDE_SECONDS, 0);
  return found.start + Math.min(Math.max(seconds, Math.min(INSIDE_SECONDS, last)), last);
}

/** What is played ends a little before the segment does. */
const BEFORE_GAP_SECONDS = 0.5;

/** Where to go on when nothing more can be shown here because it is missing. */
export function afterGap(seconds: number, fragments: readonly Fragment[]): number | undefined {
  const ahead = seconds + BEFORE_GAP_SECONDS;
  const index = fragments.findIndex(({ start, duration }) => start + duration > ahead);
  if (!fragments[index]?.gap) {
    return undefined;
  }
  const next = fragments.slice(index).find(({ gap }) => !gap);
  return next && next.start + INSIDE_SECONDS;
}

function endMs({ programDateTime, duration }: Fragment): number {
  return (programDateTime ?? 0) + duration * 1000;
}
