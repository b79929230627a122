import { expect, it } from 'vitest';
import { parseRoute } from './route';
import { channelHash } from './urls';

it.each(['', '#', '#/', '#cam', '#/cam', '#/cam/'])('%s is home', (hash) => {
  expect(parseRoute(hash)).toEqual({ shows: 'home' });
});

it.each(['live/cam', 'live/eu/cam', 'host/live/cam', 'live/ü %#?<b>', 'live/100%'])(
  'the link to %s leads there',
  (name) => {
    expect(parseRoute(channelHash(name))).toEqual({ shows: 'channel', name });
  },
);

it('survives a link that was cut', () => {
  expect(parseRoute('#/live/100%')).toEqual({ shows: 'channel', name: 'live/100%' });
});
