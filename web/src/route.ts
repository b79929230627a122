import { nameOf, PERSON_LENGTH_MAX } from './meeting/names';

/**
 * What the page shows, as its address says it: `#/live/cam` is a channel, `#/publish` is for who
 * publishes from the browser, `#/meeting?room=…` for who meets others, `#/bandwidth` for who measures
 * the line, `#/sources` and `#/recordings?id=…` are those of a control node, all else is home.
 */
export type Route =
  | { shows: 'home' }
  | { shows: 'channel'; name: string }
  | { shows: 'publish'; name: string | undefined }
  | { shows: 'meeting'; room: string; person: string; query: string }
  | { shows: 'bandwidth' }
  | { shows: 'sources' }
  | { shows: 'recordings'; source: string | undefined; active: boolean }
  | { shows: 'recording'; id: string };

export function parseRoute(hash: string): Route {
  const whole = hash.replace(/^#?\/?/, '');
  const [place, query = ''] = whole.split('?');
  if (place === 'publish') {
    return { shows: 'publish', name: new URLSearchParams(query).get('name') || undefined };
  }
  if (place === 'meeting') {
    return meeting(new URLSearchParams(query));
  }
  if (place === 'bandwidth') {
    return { shows: 'bandwidth' };
  }
  if (place === 'sources') {
    return { shows: 'sources' };
  }
  if (place === 'recordings') {
    return recordings(new URLSearchParams(query));
  }
  const name = decoded(whole).replace(/\/+$/, '');
  return name.includes('/') ? { shows: 'channel', name } : { shows: 'home' };
}

/** Empty is what the link leaves open. What no name can be made of is as good as nothing. */
function meeting(query: URLSearchParams): Route {
  return {
    shows: 'meeting',
    room: nameOf(query.get('room') ?? ''),
    person: (query.get('name') ?? '').trim().slice(0, PERSON_LENGTH_MAX),
    query: query.get('query') ?? '',
  };
}

function recordings(query: URLSearchParams): Route {
  const id = query.get('id');
  return id
    ? { shows: 'recording', id }
    : {
        shows: 'recordings',
        source: query.get('source') || undefined,
        active: query.get('active') === 'true',
      };
}

/** `#/recordings?source=…`: the link to a list of recordings. */
export function recordingsHash(which: { source?: string | undefined; active?: boolean }): string {
  const query = new URLSearchParams();
  if (which.source) {
    query.set('source', which.source);
  }
  if (which.active) {
    query.set('active', 'true');
  }
  return `#/recordings${query.size > 0 ? `?${query}` : ''}`;
}

/** `#/publish?name=…`: the link to where one publishes from the browser. */
export function publishHash(name: string): string {
  return `#/publish?${new URLSearchParams({ name })}`;
}

/** `#/meeting?room=…`: the link to a room; with a name it leads right into it. */
export function meetingHash(room: string, person = '', access = ''): string {
  const query = new URLSearchParams({ room });
  if (person !== '') {
    query.set('name', person);
  }
  if (access !== '') {
    query.set('query', access);
  }
  return `#/meeting?${query}`;
}

export function recordingHash(id: string): string {
  return `#/recordings?${new URLSearchParams({ id })}`;
}

/** A link that someone cut or typed may hold a bare `%`; then it means itself. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
