import { expect, it } from 'vitest';
import { av1Record, opusHead, videoRecord, vp9Record } from './records';

const hex = (bytes: Uint8Array | undefined) =>
  bytes && [...bytes].map((b) => b.toString(16).padStart(2, '0')).join(' ');

it('what the encoder says is taken', () => {
  const buffer = Uint8Array.of(9, 1, 0x64, 9).buffer;
  const description = new Uint8Array(buffer, 1, 2);
  expect(hex(videoRecord('h264', { codec: 'avc1', description }, new Uint8Array()))).toBe('01 64');
  expect(hex(videoRecord('h264', { codec: 'avc1', description: buffer }, new Uint8Array()))).toBe(
    '09 01 64 09',
  );
  expect(videoRecord('h264', { codec: 'avc1' }, new Uint8Array())).toBeUndefined();
});

it('VP9 is as its codec says', () => {
  expect(hex(vp9Record('vp09.00.40.08'))).toBe('01 00 00 00 00 28 82 02 02 02 00 00');
  expect(hex(vp9Record('vp09.02.51.10'))).toBe('01 00 00 00 02 33 a2 02 02 02 00 00');
  expect(vp9Record('vp8')).toBeUndefined();
});

it('AV1 has the sequence header of its key frame', () => {
  // A temporal delimiter, a sequence header of three bytes, and the beginning of a frame.
  const keyFrame = Uint8Array.of(0x12, 0x00, 0x0a, 0x03, 1, 2, 3, 0x32, 0x01, 0xff);
  expect(hex(av1Record('av01.0.08M.08', keyFrame))).toBe('81 08 0c 00 0a 03 01 02 03');
  expect(hex(av1Record('av01.2.13H.12', keyFrame))).toBe('81 4d ec 00 0a 03 01 02 03');
});

it('AV1 without a sequence header has no record', () => {
  expect(av1Record('av01.0.08M.08', Uint8Array.of(0x12, 0x00))).toBeUndefined();
  expect(av1Record('av01.0.08M.08', Uint8Array.of(0x0a, 0x85))).toBeUndefined();
  expect(av1Record('av01.0.08M.08', Uint8Array.of(0x08, 1, 2))).toBeUndefined();
  expect(av1Record('vp09.00.40.08', Uint8Array.of(0x0a, 0))).toBeUndefined();
});

it('Opus begins as in every container', () => {
  expect(hex(opusHead(2, 48_000))).toBe('4f 70 75 73 48 65 61 64 01 02 38 01 80 bb 00 00 00 00 00');
});
