import { useEffect, useState } from 'preact/hooks';
import type { Api } from './api/client';
import { RefusedError } from './api/client';
import type { Channel, Server } from './api/types';
import { Poller } from './poller';

const POLL_MS = 2000;

/** Two minutes of bit rates for the small curves. */
const HISTORY_LENGTH_MAX = 60;

/** What the page knows about the server, and since when it knows nothing new. */
export interface Live {
  server: Server | undefined;
  channels: Channel[] | undefined;
  /** Why the last question was not answered; what is above is then from before. */
  trouble: string | undefined;
  /** The version that served this page, to notice that the server was updated meanwhile. */
  firstVersion: string | undefined;
  history: { in: number[]; out: number[] };
}

export const NOTHING_YET: Live = {
  server: undefined,
  channels: undefined,
  trouble: undefined,
  firstVersion: undefined,
  history: { in: [], out: [] },
};

/** The state of the server, renewed every two seconds. */
export function useLive(api: Api): Live {
  const [live, setLive] = useState(NOTHING_YET);
  useEffect(() => {
    const poller = new Poller(async () => {
      try {
        const [server, channels] = await Promise.all([api.server(), api.channels()]);
        setLive((before) => answered(before, server, channels));
      } catch (error) {
        setLive((before) => ({ ...before, trouble: troubleOf(error) }));
      }
    }, POLL_MS);
    poller.start();
    return () => poller.stop();
  }, [api]);
  return live;
}

export function answered(before: Live, server: Server, channels: Channel[]): Live {
  return {
    server,
    channels: [...channels].sort(byStateThenName),
    trouble: undefined,
    firstVersion: before.firstVersion ?? server.version,
    history: {
      in: [...before.history.in, server.bitrate.in ?? 0].slice(-HISTORY_LENGTH_MAX),
      out: [...before.history.out, server.bitrate.out ?? 0].slice(-HISTORY_LENGTH_MAX),
    },
  };
}

export function troubleOf(error: unknown): string {
  return error instanceof RefusedError
    ? `The server refused to answer: ${error.message}`
    : 'The server cannot be reached.';
}

function byStateThenName(a: Channel, b: Channel): number {
  return a.state.localeCompare(b.state) || a.name.localeCompare(b.name, 'en', { numeric: true });
}
