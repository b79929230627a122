import type { Relay, RelayMemory, RelaySetting, RelayState, Transition } from './types';
import { each, instant, type Json, number, object, text } from './json';

/** What API v2 says of relays; see `decode.ts`. */

export function decodeRelays(json: unknown): Relay[] {
  return each(object(json).relays, decodeRelay);
}

export function decodeRelaySettings(json: unknown): RelaySetting[] {
  return each(object(json).settings, decodeSetting);
}

const ORIGINS = ['file', 'api', 'changed', 'cluster', 'transcode'] as const;

const RELAY_STATES: readonly RelayState[] = [
  ...(['stopped', 'starting', 'running', 'stalled', 'backoff', 'failed', 'ended'] as const),
];

function decodeRelay(json: Json): Relay | undefined {
  const name = text(json.name);
  if (!name) {
    return undefined;
  }
  return {
    name,
    source: text(json.source),
    start: json.start === 'always' ? 'always' : 'on-demand',
    state: stateOf(json.state),
    reason: text(json.reason),
    uptimeSeconds: number(json.uptimeSeconds),
    idleSeconds: number(json.idleSeconds),
    idleTimeoutSeconds: number(json.idleTimeoutSeconds),
    retryInSeconds: number(json.retryInSeconds),
    crashes: number(json.crashes),
    history: each(json.history, decodeTransition),
    origin: ORIGINS.find((origin) => origin === json.origin) ?? 'file',
    config: object(json.config),
    memory: decodeMemory(object(json.memory)),
  };
}

function stateOf(json: unknown): RelayState {
  return RELAY_STATES.find((state) => state === json) ?? 'stopped';
}

function decodeTransition(json: Json): Transition {
  return {
    at: instant(json.at),
    from: text(json.from),
    to: stateOf(json.to),
    reason: text(json.reason),
  };
}

function decodeMemory(json: Json): RelayMemory {
  return {
    channel: number(json.channel),
    processes: number(json.processes),
    expected: number(json.expected),
  };
}

function decodeSetting(json: Json): RelaySetting | undefined {
  const key = text(json.key);
  return key
    ? {
        key,
        byDefault: text(json.byDefault),
        allowed: text(json.allowed),
        about: text(json.about),
        required: json.required === true,
      }
    : undefined;
}
