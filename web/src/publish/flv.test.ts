import { describe, expect, it } from 'vitest';
import * as flv from './flv';

const hex = (bytes: Uint8Array) => [...bytes].map((b) => b.toString(16).padStart(2, '0')).join(' ');
const DATA = Uint8Array.of(0xaa, 0xbb);

describe('a file', () => {
  it('begins with what it has', () => {
    expect(hex(flv.fileHeader(true, true))).toBe('46 4c 56 01 05 00 00 00 09 00 00 00 00');
    expect(hex(flv.fileHeader(false, true))).toBe('46 4c 56 01 01 00 00 00 09 00 00 00 00');
  });
});

describe('a tag', () => {
  it.each([
    ['h264', '17 00 00 00 00', '17 01 00 00 00', '27 01 00 00 00'],
    ['hevc', '90 68 76 63 31', '93 68 76 63 31', 'a3 68 76 63 31'],
    ['av1', '90 61 76 30 31', '91 61 76 30 31', 'a1 61 76 30 31'],
    ['vp9', '90 76 70 30 39', '91 76 70 30 39', 'a1 76 70 30 39'],
  ] as const)('of %s has its form', (codec, config, key, inter) => {
    const header = '09 00 00 07 00 00 05 00 00 00 00';
    expect(hex(flv.videoConfig(codec, DATA, 5))).toBe(`${header} ${config} aa bb 00 00 00 12`);
    expect(hex(flv.picture(codec, true, DATA, 5))).toBe(`${header} ${key} aa bb 00 00 00 12`);
    expect(hex(flv.picture(codec, false, DATA, 5))).toBe(`${header} ${inter} aa bb 00 00 00 12`);
  });

  it('of sound has its form', () => {
    expect(hex(flv.audioConfig('opus', DATA, 0))).toBe(
      '08 00 00 07 00 00 00 00 00 00 00 90 4f 70 75 73 aa bb 00 00 00 12',
    );
    expect(hex(flv.sound('opus', DATA, 0))).toBe(
      '08 00 00 07 00 00 00 00 00 00 00 91 4f 70 75 73 aa bb 00 00 00 12',
    );
    expect(hex(flv.audioConfig('aac', DATA, 0))).toBe(
      '08 00 00 04 00 00 00 00 00 00 00 af 00 aa bb 00 00 00 0f',
    );
    expect(hex(flv.sound('aac', DATA, 0))).toBe(
      '08 00 00 04 00 00 00 00 00 00 00 af 01 aa bb 00 00 00 0f',
    );
  });

  it('has its time in four bytes of which the highest comes last, and goes round', () => {
    const time = (ms: number) => hex(flv.sound('aac', DATA, ms)).slice(12, 23);
    expect(time(0x123456)).toBe('12 34 56 00');
    expect(time(0x89abcdef)).toBe('ab cd ef 89');
    expect(time(0x1_0000_0007)).toBe('00 00 07 00');
    expect(time(12.6)).toBe('00 00 0d 00');
  });
});

it('data are AMF0', () => {
  expect(hex(flv.script('on', { w: 1, é: true, s: 'x', o: {} }, 0))).toBe(
    [
      '12 00 00 29 00 00 00 00 00 00 00',
      '02 00 02 6f 6e', // on
      '03',
      '00 01 77 00 3f f0 00 00 00 00 00 00', // w: 1
      '00 02 c3 a9 01 01', // é: true
      '00 01 73 02 00 01 78', // s: x
      '00 01 6f 03 00 00 09', // o: {}
      '00 00 09',
      '00 00 00 34',
    ].join(' '),
  );
});
