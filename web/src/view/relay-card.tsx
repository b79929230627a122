import { useState } from 'preact/hooks';
import type { Api } from '../api/client';
import type { Relay } from '../api/types';
import { count, duration } from '../format';
import { troubleOf } from '../live';
import { channelHash } from '../urls';
import { ChevronIcon } from './icons';
import { RelayLog } from './relay-log';

const STATES: Record<Relay['state'], string> = {
  stopped: 'Stopped',
  starting: 'Starting',
  running: 'Running',
  stalled: 'Stalled',
  backoff: 'Waiting to try again',
  failed: 'Failed',
  ended: 'Ended',
};

interface RelayCardProps {
  api: Api;
  relay: Relay;
  onChange: () => void;
}

/** One relay: how it is, why, and what can be done about it. */
export function RelayCard({ api, relay, onChange }: RelayCardProps) {
  const { name, state, reason, source } = relay;
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState('');
  const [open, setOpen] = useState(false);
  const words = [reason, ...facts(relay)].filter(Boolean).join(' · ');
  const tell = async (what: 'start' | 'stop' | 'reset') => {
    setBusy(true);
    setFault('');
    try {
      await api.tellRelay(name, what);
    } catch (error) {
      setFault(troubleOf(error));
    }
    setBusy(false);
    onChange();
  };
  return (
    <li class={`relay is-${state}`}>
      <div class="relay-head">
        <h3>
          <a href={channelHash(name)}>{name}</a>
        </h3>
        <span class={`relay-state is-${state}`}>{STATES[state]}</span>
      </div>
      <p class="relay-source">{source}</p>
      {words && <p class="relay-reason">{words}</p>}
      {fault && (
        <p class="fault" role="alert">
          {fault}
        </p>
      )}
      <div class="relay-actions">
        {actions(relay).map(([what, label]) => (
          <button
            key={what}
            type="button"
            class="button"
            disabled={busy}
            onClick={() => tell(what)}
          >
            {label}
            <span class="off-screen"> {name}</span>
          </button>
        ))}
        <button
          type="button"
          class="button is-plain"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        >
          <ChevronIcon />
          Log<span class="off-screen"> of {name}</span>
        </button>
      </div>
      {open && <RelayLog api={api} name={name} />}
    </li>
  );
}

/** What makes sense in a state. */
function actions({ state }: Relay): ['start' | 'stop' | 'reset', string][] {
  switch (state) {
    case 'stopped':
      return [['start', 'Start']];
    case 'failed':
      return [
        ['start', 'Start'],
        ['reset', 'Reset'],
      ];
    case 'backoff':
    case 'ended':
      return [
        ['start', 'Try now'],
        ['stop', 'Stop'],
      ];
    default:
      return [['stop', 'Stop']];
  }
}

function facts(relay: Relay): string[] {
  const { state, start, uptimeSeconds, idleSeconds, idleTimeoutSeconds } = relay;
  const found: string[] = [];
  if (state === 'running') {
    found.push(`for ${duration(uptimeSeconds)}`);
    const idles = start === 'on-demand' && !!idleTimeoutSeconds && (idleSeconds ?? 0) >= 1;
    if (idles) {
      const left = Math.max(0, (idleTimeoutSeconds ?? 0) - (idleSeconds ?? 0));
      found.push(`nobody watches, stops in ${duration(left)}`);
    }
  }
  if (relay.retryInSeconds) {
    found.push(`again in ${duration(Math.ceil(relay.retryInSeconds))}`);
  }
  if (relay.crashes) {
    found.push(`failed ${count(relay.crashes)} times in a row`);
  }
  return found;
}
