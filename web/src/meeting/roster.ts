/** Who is in a room, and how their pictures are laid out. */

/** More pictures than this no machine shows at a time. */
export const SHOWN_MAX = 16;

/**
 * The streams of the others, as the server says; those who stay keep their places. The same array if
 * nothing has changed.
 *
 * @param own all that this page has published under
 */
export function othersOf(before: string[], streams: string[], own: Set<string>): string[] {
  const here = new Set(streams.filter((stream) => !own.has(stream)));
  const stayed = before.filter((stream) => here.has(stream));
  const came = [...here].filter((stream) => !before.includes(stream));
  return came.length === 0 && stayed.length === before.length ? before : [...stayed, ...came];
}

const SHAPE = 16 / 9;
export const GAP_PX = 8;

/** So wide is a phone, on which one would rather scroll than see stamps. */
const NARROW_PX = 500;

/**
 * How wide each of so many pictures can be in a box, in pixels, in as many columns as makes them
 * largest. Where a box is narrow, many are beside each other in twos, however high that is.
 */
export function tileWidth(count: number, width: number, height: number): number {
  const gap = GAP_PX;
  let best = width < NARROW_PX && count > 2 ? (width - gap) / 2 : 0;
  for (let columns = 1; columns <= count; columns += 1) {
    const rows = Math.ceil(count / columns);
    const across = (width - gap * (columns - 1)) / columns;
    const down = ((height - gap * (rows - 1)) / rows) * SHAPE;
    best = Math.max(best, Math.min(across, down));
  }
  return Math.floor(best);
}
