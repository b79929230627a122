import { useState } from 'preact/hooks';
import { useGate } from '../access';
import type { Api } from '../api/client';
import type { Channel, Relay } from '../api/types';
import { t } from '../i18n';
import { channelHash } from '../urls';
import { ConfirmDialog } from './confirm-dialog';
import { ChevronIcon } from './icons';
import { RelayFacts } from './relay-facts';
import { failuresIn, RelayHistory } from './relay-history';
import { RelayLog } from './relay-log';
import { channelPicture, Snapshot } from './snapshot';
import { useDeed } from './use-deed';

interface RelayCardProps {
  api: Api;
  relay: Relay;
  /** What it publishes, while there is something. */
  channel: Channel | undefined;
  atMs: number;
  onChange: () => void;
  onEdit: () => void;
}

/** One relay: how it is, why, and what can be done about it. */
export function RelayCard({ api, relay, channel, atMs, onChange, onEdit }: RelayCardProps) {
  const { name, state, reason, source, start, origin } = relay;
  const gate = useGate();
  const { busy, fault, attempt } = useDeed(onChange);
  return (
    <li class={`relay is-${state}`}>
      <div class="relay-top">
        <a class="relay-picture" href={channelHash(name)} tabIndex={-1} aria-hidden="true">
          <Snapshot
            url={channelPicture(state === 'running' ? channel : undefined)}
            gone={state !== 'running' || channel === undefined}
          />
        </a>
        <div class="relay-words">
          <div class="relay-head">
            <h3>
              <a href={channelHash(name)}>{name}</a>
            </h3>
            <span class={`relay-state is-${state}`}>{t(`relay.${state}`)}</span>
          </div>
          <p class="relay-source">{source}</p>
          <p class="relay-kind">
            {t(start === 'always' ? 'relay.always' : 'relay.onDemand')} ·{' '}
            {t(`relay.origin-${origin}`)}
          </p>
        </div>
      </div>
      {reason && <p class="relay-reason">{reason}</p>}
      <RelayFacts relay={relay} channel={channel} atMs={atMs} />
      {fault && (
        <p class="fault" role="alert">
          {fault}
        </p>
      )}
      {gate.may('operate') && (
        <div class="relay-actions">
          {actions(relay).map(([what, key]) => (
            <button
              key={what}
              type="button"
              class="button"
              disabled={busy}
              onClick={() => attempt(() => api.tellRelay(name, what))}
            >
              {t(key)}
              <span class="off-screen"> {name}</span>
            </button>
          ))}
          {gate.may('configure') && isSetUp(relay) && (
            <Changes api={api} relay={relay} onChange={onChange} onEdit={onEdit} />
          )}
        </div>
      )}
      <Details api={api} relay={relay} />
    </li>
  );
}

/** Whether somebody has, and it does not just come and go by itself. */
function isSetUp({ origin }: Relay): boolean {
  return origin !== 'cluster' && origin !== 'transcode';
}

type Verb = ['start' | 'stop' | 'reset', `relay.${'start' | 'stop' | 'reset' | 'tryNow'}`];

/** What makes sense in a state. */
function actions({ state }: Relay): Verb[] {
  switch (state) {
    case 'stopped':
      return [['start', 'relay.start']];
    case 'failed':
      return [
        ['start', 'relay.start'],
        ['reset', 'relay.reset'],
      ];
    case 'backoff':
    case 'ended':
      return [
        ['start', 'relay.tryNow'],
        ['stop', 'relay.stop'],
      ];
    default:
      return [['stop', 'relay.stop']];
  }
}

interface ChangesProps {
  api: Api;
  relay: Relay;
  onChange: () => void;
  onEdit: () => void;
}

/** What stands in the configuration file can be changed here, but deleted only there. */
function Changes({ api, relay: { name, origin }, onChange, onEdit }: ChangesProps) {
  const gate = useGate();
  const [asking, setAsking] = useState(false);
  const back = origin === 'changed';
  const action = t(back ? 'relay.putBack' : 'relay.delete');
  return (
    <>
      <button type="button" class="button" onClick={onEdit}>
        {t('relay.edit')}
        <span class="off-screen"> {name}</span>
      </button>
      {origin !== 'file' && (
        <button type="button" class="button is-danger" onClick={() => setAsking(true)}>
          {action}
          <span class="off-screen"> {name}</span>
        </button>
      )}
      {asking && (
        <ConfirmDialog
          title={t(back ? 'relay.putBackTitle' : 'relay.deleteTitle', { name })}
          words={t(back ? 'relay.putBackWords' : 'relay.deleteWords')}
          action={action}
          keep={t(back ? 'relay.putBackKeep' : 'relay.deleteKeep')}
          onConfirm={async () => {
            await gate.attempt(() => api.deleteRelay(name));
            onChange();
          }}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  );
}

/** What happened lately, and what its source said: one at a time, on demand. */
function Details({ api, relay }: { api: Api; relay: Relay }) {
  const { name, history } = relay;
  const [open, setOpen] = useState<'log' | 'history'>();
  const failures = failuresIn(history);
  const toggle = (which: 'log' | 'history', badge?: number) => (
    <button
      type="button"
      class="button is-plain"
      aria-expanded={open === which}
      onClick={() => setOpen(open === which ? undefined : which)}
    >
      <ChevronIcon />
      {t(`relay.${which}`)}
      <span class="off-screen"> {t('relay.of', { name })}</span>
      {!!badge && <span class="count is-trouble">{badge}</span>}
    </button>
  );
  return (
    <div class="relay-details">
      <div class="relay-toggles">
        {toggle('log')}
        {toggle('history', failures)}
      </div>
      {open === 'log' && <RelayLog api={api} name={name} />}
      {open === 'history' && <RelayHistory name={name} history={history} />}
    </div>
  );
}
