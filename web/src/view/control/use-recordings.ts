import { useEffect, useRef, useState } from 'preact/hooks';
import type { Recording } from '../../api/control-types';
import { troubleOf } from '../../live';
import { Poller } from '../../poller';
import type { ControlView } from './pages';

/** As much as is answered in one go. */
const PAGE_MAX = 1000;

/** Until an edge node has sent what it owes: that is not told in events. */
const LOOK_MS = 5000;

interface Which {
  source?: string | undefined;
  active?: boolean;
}

interface Listed {
  recordings: Recording[];
  more: boolean;
}

/** The newest recordings, so many of them; asked for anew when some have changed. */
export function useRecordings({ api, control }: ControlView, which: Which, count: number) {
  const [listed, setListed] = useState<Listed>();
  const [trouble, setTrouble] = useState<unknown>();
  const poller = useRef<Poller>(undefined);
  const { source, active = false } = which;
  useEffect(() => {
    const ask = async () => {
      try {
        const found = await newest(count, (limit, after) =>
          api.control.recordings({ source, active, limit, after }),
        );
        setListed(found);
        setTrouble(undefined);
        if (found.recordings.every(({ settled }) => settled)) {
          current.stop();
        }
      } catch (error) {
        setTrouble(error);
      }
    };
    const current = new Poller(ask, LOOK_MS);
    poller.current = current;
    current.start();
    return () => current.stop();
  }, [api, source, active, count, control.revision]);
  return {
    recordings: listed?.recordings,
    more: listed?.more ?? false,
    fault: trouble === undefined ? undefined : troubleOf(trouble),
  };
}

type Ask = (
  limit: number,
  after: string | undefined,
) => Promise<{ items: Recording[]; next: string | undefined }>;

async function newest(count: number, ask: Ask): Promise<Listed> {
  const recordings: Recording[] = [];
  let next: string | undefined;
  do {
    const page = await ask(Math.min(PAGE_MAX, count - recordings.length), next);
    recordings.push(...page.items);
    next = page.next;
  } while (next !== undefined && recordings.length < count);
  return { recordings, more: next !== undefined };
}
