import { useEffect, useRef, useState } from 'preact/hooks';
import type { Api } from '../api/client';
import type { Relay } from '../api/types';
import { plural } from '../format';
import { troubleOf } from '../live';
import { Poller } from '../poller';
import { RelayCard } from './relay-card';

const POLL_MS = 2000;

/** The sources that the server fetches by itself; nothing, if there are none. */
export function Relays({ api }: { api: Api }) {
  const { relays, trouble, refresh } = useRelays(api);
  if (relays.length === 0) {
    return null;
  }
  return (
    <section class="relays" aria-label="Relays">
      <div class="grid-head">
        <h2>Relays</h2>
        <p class="hint" role="status">
          {trouble ?? summary(relays)}
        </p>
      </div>
      <ul class="relay-list">
        {relays.map((relay) => (
          <RelayCard key={relay.name} api={api} relay={relay} onChange={refresh} />
        ))}
      </ul>
    </section>
  );
}

function useRelays(api: Api) {
  const [relays, setRelays] = useState<Relay[]>([]);
  const [trouble, setTrouble] = useState<string>();
  const poller = useRef<Poller>(undefined);
  useEffect(() => {
    const current = new Poller(async () => {
      try {
        setRelays(await api.relays());
        setTrouble(undefined);
      } catch (error) {
        setTrouble(troubleOf(error));
      }
    }, POLL_MS);
    poller.current = current;
    current.start();
    return () => current.stop();
  }, [api]);
  return { relays, trouble, refresh: () => poller.current?.now() };
}

function summary(relays: Relay[]): string {
  const running = relays.filter(({ state }) => state === 'running').length;
  const troubled = relays.filter(({ state }) => isTrouble(state)).length;
  const parts = [`${running} of ${plural(relays.length, 'relay')} running`];
  if (troubled > 0) {
    parts.push(`${troubled} in trouble`);
  }
  return parts.join(', ');
}

export function isTrouble(state: Relay['state']): boolean {
  return state === 'stalled' || state === 'backoff' || state === 'failed';
}
