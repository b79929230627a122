import type { Failure } from './engine';
import { t } from '../i18n';

/** Whether the channel has a publisher, as far as the server said. */
export type Presence = 'live' | 'waiting' | 'absent';

/**
 * What a player is doing.
 *
 * - `stopped`: nothing; by `stop`.
 * - `starting`: the stream is being opened; by `play`, or when a retry is due.
 * - `playing`: pictures move; by `progress`.
 * - `retrying`: it failed and will start again after `delayMs`, or as soon as the channel is live.
 * - `unplayable`: trying again would not help until the tracks change or the viewer asks.
 */
export type PlayerState =
  | { is: 'stopped' }
  | { is: 'starting'; attempt: number }
  | { is: 'playing' }
  | { is: 'retrying'; why: string; attempt: number; delayMs: number }
  | { is: 'unplayable'; why: string };

export type PlayerEvent =
  | { on: 'play' }
  | { on: 'stop' }
  | { on: 'progress' }
  | { on: 'failed'; failure: Failure }
  | { on: 'retryDue' }
  | { on: 'becameLive' }
  | { on: 'sourceChanged' };

export const STOPPED: PlayerState = { is: 'stopped' };

const RETRY_MS_MIN = 1000;
const RETRY_MS_MAX = 8000;

/** Nobody publishes: the page sees the return by itself, so this is only a second chance. */
const RETRY_MS_WHILE_AWAY = 10_000;

/** The state after the event. The same object means that nothing is to be done. */
export function next(state: PlayerState, event: PlayerEvent, presence: Presence): PlayerState {
  switch (event.on) {
    case 'play':
      return { is: 'starting', attempt: 0 };
    case 'stop':
      return STOPPED;
    case 'sourceChanged':
      return state.is === 'stopped' ? state : { is: 'starting', attempt: 0 };
    case 'progress':
      return state.is === 'starting' ? { is: 'playing' } : state;
    case 'failed':
      return afterFailure(state, event.failure, presence);
    case 'retryDue':
      return state.is === 'retrying' ? { is: 'starting', attempt: state.attempt } : state;
    case 'becameLive':
      return state.is === 'retrying' ? { is: 'starting', attempt: 0 } : state;
  }
}

function afterFailure(state: PlayerState, { why, permanent }: Failure, presence: Presence) {
  if (state.is !== 'starting' && state.is !== 'playing') {
    return state;
  }
  if (permanent) {
    return { is: 'unplayable', why } as const;
  }
  const attempt = state.is === 'starting' ? state.attempt + 1 : 1;
  const backoffMs = Math.min(RETRY_MS_MIN * 2 ** (attempt - 1), RETRY_MS_MAX);
  const delayMs = presence === 'live' ? backoffMs : RETRY_MS_WHILE_AWAY;
  return { is: 'retrying', why, attempt, delayMs } as const;
}

/** The words over the picture, if any. `moving` is false while pictures stand still. */
export function message(state: PlayerState, presence: Presence, moving: boolean): string {
  switch (state.is) {
    case 'stopped':
      return '';
    case 'unplayable':
      return state.why;
    case 'starting':
      return presence === 'live' ? '' : away(presence);
    case 'playing':
      return moving || presence === 'live' ? '' : away(presence);
    case 'retrying':
      return presence === 'live' ? t('player.again', { why: state.why }) : away(presence);
  }
}

function away(presence: 'waiting' | 'absent'): string {
  return t(presence === 'waiting' ? 'player.away' : 'player.absent');
}
