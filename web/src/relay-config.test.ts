import { describe, expect, it } from 'vitest';
import { configOf, faultOf, fieldsOf, line, words } from './relay-config';

const CONFIG = {
  source: 'rtsp://***@10.0.0.7/s1',
  start: 'on-demand',
  retry: { initial: '1s', attempts: 5 },
  output_args: ['-c', 'copy', '-metadata', 'title=a "b" c'],
  env: { A: 'b', URL: 'x=y' },
};

describe('the fields of a form', () => {
  it('have dotted keys, a line of arguments, and lines of variables', () => {
    expect(fieldsOf(CONFIG)).toEqual({
      source: 'rtsp://***@10.0.0.7/s1',
      start: 'on-demand',
      'retry.initial': '1s',
      'retry.attempts': '5',
      output_args: `-c copy -metadata 'title=a "b" c'`,
      env: 'A=b\nURL=x=y',
    });
  });

  it('become the same configuration when nothing was changed', () => {
    expect(configOf(fieldsOf(CONFIG), CONFIG)).toEqual(CONFIG);
    const inWords = { output_args: '-c copy', env: 'A=b C=d', later: ['x', 1] };
    expect(configOf(fieldsOf(inWords), inWords)).toEqual(inWords);
  });

  it('become what was typed', () => {
    const fields = {
      ...fieldsOf(CONFIG),
      ...{ source: ' 7 ', 'retry.initial': '', 'retry.attempts': '12', 'retry.max': ' 1m ' },
      ...{ output_args: '-vf "scale=640:-1, fps=5"', env: ' A=c \n\n B=' },
    };
    expect(configOf(fields, CONFIG)).toEqual({
      source: '7',
      start: 'on-demand',
      retry: { attempts: 12, max: '1m' },
      output_args: ['-vf', 'scale=640:-1, fps=5'],
      env: { A: 'c', B: '' },
    });
  });
});

it('none is none', () => {
  const fields = { output_args: ' none ', env: 'none', disk_max: 'none' };
  expect(configOf(fields)).toEqual({ output_args: 'none', env: 'none', disk_max: 'none' });
  expect(faultOf('env', 'none', false)).toBeUndefined();
});

describe('arguments', () => {
  it.each([[['a']], [['a b', '', "it's", '"', `'"`]], [['-f', 'x\ty']]])('%j', (list) => {
    expect(words(line(list))).toEqual(list);
  });

  it.each([
    ['', []],
    [' a  b ', ['a', 'b']],
    [`a"b c"d 'e'`, ['ab cd', 'e']],
    ['"a', undefined],
    [`a 'b" c`, undefined],
  ])('of %j', (text, found) => {
    expect(words(text)).toEqual(found);
  });
});

it.each([
  ['name', '', true, 'form.required'],
  ['name', 'door', true, undefined],
  ['name', 'live/door-1', true, undefined],
  ['name', 'a/b/c', true, 'form.nameRule'],
  ['name', 'a b', true, 'form.nameRule'],
  ['name', '../a', true, 'form.nameRule'],
  ['name', '/a', true, 'form.nameRule'],
  ['source', ' ', true, 'form.required'],
  ['source', 'rtsp://a', true, undefined],
  ['idle_timeout', '', false, undefined],
  ['env', 'A=b\nC=', false, undefined],
  ['env', 'A=b\nC', false, 'form.envRule'],
  ['output_args', '-vf "a', false, 'form.argsRule'],
] as const)('%s may not be %j: %s, %s', (key, text, required, fault) => {
  expect(faultOf(key, text, required)).toBe(fault);
});
