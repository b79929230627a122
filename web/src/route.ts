/** What the page shows, as its address says it: `#/live/cam` is a channel, all else is home. */
export type Route = { shows: 'home' } | { shows: 'channel'; name: string };

export function parseRoute(hash: string): Route {
  const name = decoded(hash.replace(/^#?\/?/, '')).replace(/\/+$/, '');
  return name.includes('/') ? { shows: 'channel', name } : { shows: 'home' };
}

/** A link that someone cut or typed may hold a bare `%`; then it means itself. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
