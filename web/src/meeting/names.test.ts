import { describe, expect, it } from 'vitest';
import { channelHash, publishSocket } from '../urls';
import { nameFault } from '../view/publish-guide';
import { channelOf, initialsOf, nameOf, newRoom, personOf, streamOf } from './names';

const NEVER = () => 0.999999;

/** Texts by chance, always the same: what people type, and what nobody should. */
function* texts(count: number): Generator<string> {
  const parts = [
    'a',
    'Z',
    '7',
    'é',
    'ß',
    '会',
    'é',
    '𝒳',
    '👩‍👧',
    '/',
    '..',
    '.',
    '~',
    ' ',
    '\0',
    '<',
    '&',
  ];
  let seed = 42;
  const next = (max: number) => (seed = (seed * 48_271) % 0x7fffffff) % max;
  for (let i = 0; i < count; i += 1) {
    yield Array.from({ length: next(60) }, () => parts[next(parts.length)]).join('');
  }
}

it.each([
  ['team', 'team'],
  ['  Anna Berg ', 'Anna_Berg'],
  ['büro 会议', 'büro_会议'],
  ['a/b?c#d~e', 'a_b_c_d_e'],
  ['e\u0301', 'é'],
  ['👋', ''],
  ['...', ''],
  ['', ''],
  ['x'.repeat(99), 'x'.repeat(40)],
])('%j is called %j', (text, name) => {
  expect(nameOf(text)).toBe(name);
});

describe('whatever somebody types', () => {
  it('the channel has a name that the server takes', () => {
    for (const text of texts(2000)) {
      const room = nameOf(text) || 'room';
      const channel = channelOf(room, streamOf(text));
      expect(nameFault(channel), channel).toBe('');
      expect(channel.split('/')).toHaveLength(3);
      expect(channel, channel).not.toMatch(/[\ud800-\udfff]/);
      expect(nameOf(room), 'a link made of it leads there again').toBe(room);
    }
  });
});

describe('a stream', () => {
  it('is that of one person, however many have the name', () => {
    expect(streamOf('Anna Berg', () => 0)).toBe('Anna_Berg~aaaaa');
    expect(streamOf('Anna Berg')).not.toBe(streamOf('Anna Berg'));
    expect(streamOf('👋', NEVER)).toBe('guest~99999');
  });

  it('says who it is, also where another program chose its name', () => {
    expect(personOf(streamOf('Anna Berg'))).toBe('Anna Berg');
    expect(personOf('hall-camera')).toBe('hall-camera');
  });

  it('is published where it is watched', () => {
    const place = { origin: 'https://host', hostname: 'host', pathname: '/live/' };
    expect(publishSocket(channelOf('büro', 'a~b'), '?jwt=x', place)).toBe(
      'wss://host/live/meeting/b%C3%BCro/a~b.flv?jwt=x',
    );
    expect(channelHash(channelOf('team', 'a~b'))).toBe('#/meeting/team/a~b');
  });
});

it.each([
  ['Anna Berg', 'AB'],
  ['anna maria berg', 'AB'],
  ['ben', 'B'],
  ['会议', '会'],
  ['  ', '?'],
])('%j has the initials %s', (person, initials) => {
  expect(initialsOf(person)).toBe(initials);
});

it('a new room is easy to say, and one that a link can have', () => {
  expect(newRoom()).toMatch(/^[a-z]{4}-[a-z]{4}$/);
  expect(newRoom(NEVER)).toBe('wuwu-wuwu');
});
