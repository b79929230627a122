import { useState } from 'preact/hooks';
import { useGate } from '../access';
import type { Api } from '../api/client';
import type { Relay } from '../api/types';
import { t } from '../i18n';
import type { Live } from '../live';
import { PlusIcon } from './icons';
import { lazily } from './lazily';
import { RelayCard } from './relay-card';

/** Most visits change nothing, so the form is not part of the page. */
const RelayForm = lazily(() => import('./relay-form').then((module) => module.RelayForm));

interface RelaysProps {
  api: Api;
  live: Live;
  /** Something was changed. */
  refresh: () => void;
  /** Only this one, on the page of its channel. */
  only?: string;
}

/** The sources that the server fetches by itself; nothing for those who could not add the first. */
export function Relays({ api, live, refresh, only }: RelaysProps) {
  const gate = useGate();
  const [edited, setEdited] = useState<Relay | 'new'>();
  const relays = live.relays.filter(({ name }) => only === undefined || name === only);
  if (relays.length === 0 && (only !== undefined || !gate.may('configure'))) {
    return null;
  }
  return (
    <section class="relays" tabIndex={-1} aria-label={t('relays.title')}>
      {only === undefined && <RelaysHead relays={relays} onAdd={() => setEdited('new')} />}
      {relays.length === 0 && <p class="hint">{t('relays.none')}</p>}
      <ul class="relay-list">
        {relays.map((relay) => (
          <RelayCard
            key={relay.name}
            api={api}
            relay={relay}
            channel={live.channels?.find(({ name }) => name === relay.name)}
            atMs={live.atMs}
            onChange={refresh}
            onEdit={() => setEdited(relay)}
          />
        ))}
      </ul>
      {edited && (
        <RelayForm
          api={api}
          relay={edited === 'new' ? undefined : edited}
          onSaved={refresh}
          onClose={() => setEdited(undefined)}
        />
      )}
    </section>
  );
}

function RelaysHead({ relays, onAdd }: { relays: Relay[]; onAdd: () => void }) {
  const gate = useGate();
  return (
    <div class="grid-head">
      <h2>{t('relays.title')}</h2>
      {relays.length > 0 && (
        <p class="hint" role="status">
          {summary(relays)}
        </p>
      )}
      <span class="spacer" />
      {gate.may('configure') ? (
        <button type="button" class="button" onClick={onAdd}>
          <PlusIcon />
          {t('relays.add')}
        </button>
      ) : (
        <button type="button" class="button is-quiet" onClick={() => gate.logIn()}>
          {t('relays.logIn')}
        </button>
      )}
    </div>
  );
}

function summary(relays: Relay[]): string {
  const running = relays.filter(({ state }) => state === 'running').length;
  const troubled = relays.filter(({ state }) => isTrouble(state)).length;
  const parts = [t('relays.summary', { running, n: relays.length })];
  if (troubled > 0) {
    parts.push(t('relays.troubled', { n: troubled }));
  }
  return parts.join(t('page.comma'));
}

export function isTrouble(state: Relay['state']): boolean {
  return state === 'stalled' || state === 'backoff' || state === 'failed';
}
