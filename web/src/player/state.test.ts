import { describe, expect, it } from 'vitest';
import { message, next, type PlayerEvent, type PlayerState, type Presence } from './state';

const STOPPED: PlayerState = { is: 'stopped' };
const STARTING: PlayerState = { is: 'starting', attempt: 0 };
const PLAYING: PlayerState = { is: 'playing' };
const RETRYING: PlayerState = { is: 'retrying', why: 'It broke.', attempt: 3, delayMs: 4000 };
const UNPLAYABLE: PlayerState = { is: 'unplayable', why: 'No such codec.' };
const ALL = [STOPPED, STARTING, PLAYING, RETRYING, UNPLAYABLE];

const BROKE: PlayerEvent = { on: 'failed', failure: { why: 'It broke.', permanent: false } };
const NEVER: PlayerEvent = { on: 'failed', failure: { why: 'No such codec.', permanent: true } };

function retrying(attempt: number, delayMs: number): PlayerState {
  return { is: 'retrying', why: 'It broke.', attempt, delayMs };
}

describe('next', () => {
  it.each<[PlayerState, PlayerEvent, PlayerState]>([
    [STARTING, { on: 'progress' }, PLAYING],
    [STARTING, BROKE, retrying(1, 1000)],
    [{ is: 'starting', attempt: 1 }, BROKE, retrying(2, 2000)],
    [{ is: 'starting', attempt: 9 }, BROKE, retrying(10, 8000)],
    [STARTING, NEVER, UNPLAYABLE],
    [PLAYING, BROKE, retrying(1, 1000)],
    [PLAYING, NEVER, UNPLAYABLE],
    [RETRYING, { on: 'retryDue' }, { is: 'starting', attempt: 3 }],
    [RETRYING, { on: 'becameLive' }, STARTING],
    [PLAYING, { on: 'sourceChanged' }, STARTING],
    [UNPLAYABLE, { on: 'sourceChanged' }, STARTING],
  ])('%j on %j becomes %j', (from, event, to) => {
    expect(next(from, event, 'live')).toEqual(to);
  });

  it.each<[PlayerState, PlayerEvent]>([
    [STOPPED, BROKE],
    [STOPPED, { on: 'progress' }],
    [STOPPED, { on: 'becameLive' }],
    [STOPPED, { on: 'sourceChanged' }],
    [STOPPED, { on: 'retryDue' }],
    [PLAYING, { on: 'progress' }],
    [PLAYING, { on: 'becameLive' }],
    [STARTING, { on: 'becameLive' }],
    [RETRYING, BROKE],
    [UNPLAYABLE, { on: 'becameLive' }],
    [UNPLAYABLE, BROKE],
  ])('%j stays on %j', (state, event) => {
    expect(next(state, event, 'live')).toBe(state);
  });

  it('starts and stops from anywhere', () => {
    for (const state of ALL) {
      expect(next(state, { on: 'play' }, 'live')).toEqual(STARTING);
      expect(next(state, { on: 'stop' }, 'live')).toEqual(STOPPED);
    }
  });

  it.each<Presence>(['waiting', 'absent'])('does not hurry while the channel is %s', (presence) => {
    expect(next(PLAYING, BROKE, presence)).toEqual(retrying(1, 10_000));
  });
});

describe('message', () => {
  const away = /publisher is away/;
  const nobody = /Nobody publishes/;
  it.each<[PlayerState, Presence, boolean, RegExp]>([
    [STOPPED, 'live', true, /^$/],
    [STARTING, 'live', false, /^$/],
    [STARTING, 'waiting', false, away],
    [STARTING, 'absent', false, nobody],
    [PLAYING, 'live', false, /^$/],
    [PLAYING, 'waiting', true, /^$/],
    [PLAYING, 'waiting', false, away],
    [RETRYING, 'live', false, /^It broke\. Trying again…$/],
    [RETRYING, 'waiting', false, away],
    [RETRYING, 'absent', false, nobody],
    [UNPLAYABLE, 'live', false, /^No such codec\.$/],
  ])('%j, %s, moving %s: %s', (state, presence, moving, words) => {
    expect(message(state, presence, moving)).toMatch(words);
  });
});
