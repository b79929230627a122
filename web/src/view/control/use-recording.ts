import { useEffect, useState } from 'preact/hooks';
import type { Api } from '../../api/client';
import type { Recording } from '../../api/control-types';
import { RefusedError } from '../../api/refused';
import { type Known, merged, unsureFrom } from '../../control/timeline';
import { troubleOf } from '../../live';
import { Poller } from '../../poller';

const LOOK_MS = 2000;

/** What takes so many answers more is not asked for as often. */
const TURNS_FOR_EACH = 5;

const NOTHING: Known = { stretches: [], owedFromMs: undefined };

interface Seen {
  recording: Recording | undefined;
  known: Known;
  /** There is none of this id, or no more. */
  gone: boolean;
  fault: string | undefined;
}

const NOT_YET: Seen = { recording: undefined, known: NOTHING, gone: false, fault: undefined };

/**
 * A recording and what is known of its time: asked for again as long as something may come.
 *
 * @param revision changes when one was stopped or deleted
 */
export function useRecording(api: Api, id: string, revision: number): Seen {
  const [seen, setSeen] = useState(NOT_YET);
  useEffect(() => {
    let { known } = seen;
    let turnsToRest = 0;
    const ask = async () => {
      turnsToRest -= 1;
      if (turnsToRest >= 0) {
        return;
      }
      try {
        const recording = await api.control.recording(id);
        const read = await readOn(api, id, known);
        known = read.known;
        turnsToRest = (read.answers - 1) * TURNS_FOR_EACH;
        setSeen({ recording, known, gone: recording === undefined, fault: undefined });
        if (recording === undefined || recording.settled) {
          poller.stop();
        }
      } catch (error) {
        const gone = error instanceof RefusedError && error.status === 404;
        setSeen((before) => ({ ...before, gone, fault: troubleOf(error) }));
        if (gone) {
          poller.stop();
        }
      }
    };
    const poller = new Poller(ask, LOOK_MS);
    poller.start();
    return () => poller.stop();
  }, [api, id, revision]);
  return seen;
}

/** What is known of it by now; what cannot change any more is not asked again. */
async function readOn(api: Api, id: string, before: Known) {
  const fromMs = unsureFrom(before);
  let from = fromMs === undefined ? undefined : new Date(fromMs);
  let known = before;
  for (let answers = 1; ; answers += 1) {
    const part = await api.control.timeline(id, from);
    const stretches = merged(known.stretches, from?.getTime() ?? -Infinity, part.stretches);
    // What was owed when the first answer was given may have come before the last one.
    const owedFromMs = answers === 1 ? part.owedFrom?.getTime() : known.owedFromMs;
    known = { stretches, owedFromMs };
    if (part.next === undefined) {
      return { known, answers };
    }
    from = part.next;
  }
}
