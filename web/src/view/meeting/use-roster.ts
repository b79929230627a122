import { useEffect, useRef, useState } from 'preact/hooks';
import type { Api } from '../../api/client';
import { othersOf } from '../../meeting/roster';

const ASK_MS = 2000;

/** Where it is refused, it is no use to ask so often. */
const ASK_AGAIN_MS = 10_000;

/**
 * The streams of the others in a room, and why they are not known. It is asked also while nobody
 * looks at the page: one hears who comes in.
 *
 * @param own what this page publishes, or did
 */
export function useRoster(
  api: Api,
  { room, query }: { room: string; query: string },
  own: Set<string> | undefined,
) {
  const [others, setOthers] = useState<string[]>([]);
  const [trouble, setTrouble] = useState<unknown>();
  const mine = useRef(own);
  mine.current = own;
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isHere = true;
    const ask = async () => {
      let fault: unknown;
      try {
        const streams = await api.meeting(room, query);
        if (isHere) {
          setOthers((before) => othersOf(before, streams, mine.current ?? new Set()));
        }
      } catch (error) {
        fault = error;
      }
      if (isHere) {
        setTrouble(fault);
        timer = setTimeout(() => void ask(), fault === undefined ? ASK_MS : ASK_AGAIN_MS);
      }
    };
    void ask();
    return () => {
      isHere = false;
      clearTimeout(timer);
    };
  }, []);
  return { others, trouble };
}
