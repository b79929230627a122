import { expect, it } from 'vitest';
import { meetingHash, parseRoute, publishHash, recordingHash, recordingsHash } from './route';
import { channelHash } from './urls';

it.each(['', '#', '#/', '#cam', '#/cam', '#/cam/'])('%s is home', (hash) => {
  expect(parseRoute(hash)).toEqual({ shows: 'home' });
});

it.each(['live/cam', 'live/eu/cam', 'host/live/cam', 'live/ü %#?<b>', 'live/100%', 'sources/a'])(
  'the link to %s leads there',
  (name) => {
    expect(parseRoute(channelHash(name))).toEqual({ shows: 'channel', name });
  },
);

it('survives a link that was cut', () => {
  expect(parseRoute('#/live/100%')).toEqual({ shows: 'channel', name: 'live/100%' });
});

it('leads to where one publishes, and measures the line', () => {
  expect(parseRoute('#/bandwidth')).toEqual({ shows: 'bandwidth' });
  expect(parseRoute('#/publish')).toEqual({ shows: 'publish', name: undefined });
  expect(parseRoute(publishHash('live/ü &?#'))).toEqual({ shows: 'publish', name: 'live/ü &?#' });
});

it('leads to a meeting, or to the question which one', () => {
  const meeting = (hash: string) => {
    const { shows, ...what } = parseRoute(hash) as { shows: string };
    expect(shows).toBe('meeting');
    return Object.values(what);
  };
  expect(meeting('#/meeting')).toEqual(['', '', '']);
  expect(meeting(meetingHash('team'))).toEqual(['team', '', '']);
  expect(meeting(meetingHash('büro+2', 'A & B', 'jwt=a.b&x=1'))).toEqual([
    ...['büro+2', 'A & B', 'jwt=a.b&x=1'],
  ]);
  expect(meeting('#/meeting?room=a%2Fb%20c&name=%20')).toEqual(['a_b_c', '', '']);
  expect(meeting('#/meeting?room=%F0%9F%91%8B&name=x')).toEqual(['', 'x', '']);
  expect(parseRoute('#/meeting/team/anna')).toEqual({
    shows: 'channel',
    name: 'meeting/team/anna',
  });
});

it('leads to the pages of a control node', () => {
  expect(parseRoute('#/sources')).toEqual({ shows: 'sources' });
  expect(parseRoute(recordingHash('01J&'))).toEqual({ shows: 'recording', id: '01J&' });
  expect(parseRoute(recordingsHash({}))).toEqual({
    ...{ shows: 'recordings', source: undefined, active: false },
  });
  expect(parseRoute(recordingsHash({ source: 'a b', active: true }))).toEqual({
    ...{ shows: 'recordings', source: 'a b', active: true },
  });
});
