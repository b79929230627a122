import { useEffect, useRef, useState } from 'preact/hooks';
import type { Api } from './api/client';
import { RefusedError } from './api/refused';
import type { Control } from './api/control-types';
import type { Channel, Relay, Right, Server, State } from './api/types';
import { Feed } from './feed';
import { t } from './i18n';

/** Two minutes of the small curves. */
const HISTORY_LENGTH_MAX = 60;
const HISTORY_EVERY_MS = 1900;

/** What the page knows about the server, and since when it knows nothing new. */
export interface Live {
  server: Server | undefined;
  channels: Channel[] | undefined;
  relays: Relay[];
  /** Nothing where the server is no control node. */
  control: Control | undefined;
  /** When it was told: clocks go on from there. */
  atMs: number;
  /** Why the last question was not answered; what is above is then from before. */
  trouble: unknown;
  /** The version that served this page, to notice that the server was updated meanwhile. */
  firstVersion: string | undefined;
  history: History;
}

interface History {
  atMs: number;
  in: number[];
  out: number[];
  cpu: number[];
}

export const NOTHING_YET: Live = {
  server: undefined,
  channels: undefined,
  relays: [],
  control: undefined,
  atMs: 0,
  trouble: undefined,
  firstVersion: undefined,
  history: { atMs: 0, in: [], out: [], cpu: [] },
};

/**
 * The state of the server, and how to have it renewed at once.
 *
 * @param may what this browser may do: with more, the server tells more
 */
export function useLive(api: Api, may: Right, onTrouble: (error: unknown) => void) {
  const [live, setLive] = useState(NOTHING_YET);
  const feed = useRef<Feed>(undefined);
  useEffect(() => {
    if (may === 'nothing') {
      return undefined;
    }
    const current = new Feed(api, {
      onState: (state) => setLive((before) => answered(before, state, Date.now())),
      onTrouble: (error) => {
        setLive((before) => ({ ...before, trouble: error }));
        onTrouble(error);
      },
    });
    feed.current = current;
    current.start();
    return () => current.stop();
  }, [api, may]);
  return { live, refresh: () => feed.current?.now() };
}

export function answered(before: Live, state: State, atMs: number): Live {
  const { server, channels, relays } = state;
  return {
    server,
    channels: [...channels].sort(byStateThenName),
    relays,
    control: stillKnown(before.control, state.control),
    atMs,
    trouble: undefined,
    firstVersion: before.firstVersion ?? server.version,
    history: longer(before.history, server, atMs),
  };
}

/** When its catalogue does not answer, a control node tells nothing, and what it told still holds. */
function stillKnown(before: Control | undefined, now: Control | undefined): Control | undefined {
  return before && now?.trouble ? { ...before, trouble: now.trouble } : now;
}

function longer(history: History, { bitrate, cpu }: Server, atMs: number): History {
  if (atMs - history.atMs < HISTORY_EVERY_MS) {
    return history;
  }
  const append = (values: number[], value = 0) => [...values, value].slice(-HISTORY_LENGTH_MAX);
  return {
    atMs,
    in: append(history.in, bitrate.in),
    out: append(history.out, bitrate.out),
    cpu: append(history.cpu, cpu.process),
  };
}

export function troubleOf(error: unknown): string {
  return error instanceof RefusedError
    ? t('trouble.refused', { reason: error.message })
    : t('trouble.unreachable');
}

function byStateThenName(a: Channel, b: Channel): number {
  return a.state.localeCompare(b.state) || a.name.localeCompare(b.name, 'en', { numeric: true });
}
