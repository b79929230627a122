/**
 * FLV as a publisher writes it: FLV 10.1, annex E, and for codecs that it has no number for, enhanced
 * RTMP, version 2. Nothing here knows a socket or an encoder.
 */

export type VideoCodec = 'h264' | 'hevc' | 'av1' | 'vp9';
export type AudioCodec = 'opus' | 'aac';

const AUDIO = 8;
const VIDEO = 9;
const SCRIPT = 18;

const TAG_HEADER_BYTES = 11;

const FOUR_CC: Record<Exclude<VideoCodec, 'h264'> | 'opus', string> = {
  hevc: 'hvc1',
  av1: 'av01',
  vp9: 'vp09',
  opus: 'Opus',
};

/** Frame types, in the upper half of a picture's first byte. */
const KEY = 1;
const INTER = 2;

/** Packet types of enhanced RTMP. */
const SEQUENCE_START = 0;
const CODED_FRAMES = 1;
/** Without the composition time that pictures of HEVC have in front otherwise: ours is 0. */
const CODED_FRAMES_X = 3;

const ENHANCED_VIDEO = 0x80;
const ENHANCED_AUDIO = 0x90;
const AVC = 7;
/** AAC; the rate, size and channels beside it are what it always says. */
const AAC = 0xaf;

/** What a file begins with, up to its first tag. */
export function fileHeader(hasAudio: boolean, hasVideo: boolean): Uint8Array<ArrayBuffer> {
  const flags = (hasAudio ? 4 : 0) | (hasVideo ? 1 : 0);
  return Uint8Array.of(...ascii('FLV'), 1, flags, 0, 0, 0, 9, 0, 0, 0, 0);
}

/** What the pictures that follow are decoded with. */
export function videoConfig(codec: VideoCodec, record: Uint8Array, atMs: number) {
  const head =
    codec === 'h264'
      ? [(KEY << 4) | AVC, 0, 0, 0, 0]
      : [ENHANCED_VIDEO | (KEY << 4) | SEQUENCE_START, ...ascii(FOUR_CC[codec])];
  return tag(VIDEO, atMs, head, record);
}

export function picture(codec: VideoCodec, isKey: boolean, data: Uint8Array, atMs: number) {
  const type = (isKey ? KEY : INTER) << 4;
  if (codec === 'h264') {
    return tag(VIDEO, atMs, [type | AVC, 1, 0, 0, 0], data);
  }
  const packet = codec === 'hevc' ? CODED_FRAMES_X : CODED_FRAMES;
  return tag(VIDEO, atMs, [ENHANCED_VIDEO | type | packet, ...ascii(FOUR_CC[codec])], data);
}

/** What the sound that follows is decoded with. */
export function audioConfig(codec: AudioCodec, record: Uint8Array, atMs: number) {
  return tag(AUDIO, atMs, audioHead(codec, SEQUENCE_START), record);
}

export function sound(codec: AudioCodec, data: Uint8Array, atMs: number) {
  return tag(AUDIO, atMs, audioHead(codec, CODED_FRAMES), data);
}

/** Both forms have 0 for a configuration and 1 for sound. */
function audioHead(codec: AudioCodec, packet: number): number[] {
  return codec === 'aac' ? [AAC, packet] : [ENHANCED_AUDIO | packet, ...ascii(FOUR_CC.opus)];
}

/** A message of data: a name, and values that JSON could say. */
export function script(name: string, value: AmfValue, atMs: number) {
  return tag(SCRIPT, atMs, [], Uint8Array.from([...amf(name), ...amf(value)]));
}

export type AmfValue = string | number | boolean | { [name: string]: AmfValue };

/** AMF0, of which messages of data are made. */
function amf(value: AmfValue): number[] {
  switch (typeof value) {
    case 'number':
      return [0, ...float64(value)];
    case 'boolean':
      return [1, value ? 1 : 0];
    case 'string':
      return text(value);
    default:
      return [3, ...Object.entries(value).flatMap(member), 0, 0, 9];
  }
}

function member([name, value]: [string, AmfValue]): number[] {
  const letters = utf8(name);
  return [...u16(letters.length), ...letters, ...amf(value)];
}

/** One that needs more than 16 bits for its length is of another type. */
function text(value: string): number[] {
  const letters = utf8(value);
  return letters.length > 0xffff
    ? [12, ...u16(letters.length >>> 16), ...u16(letters.length), ...letters]
    : [2, ...u16(letters.length), ...letters];
}

function float64(value: number): Uint8Array {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setFloat64(0, value);
  return bytes;
}

/** A tag and its size behind it. The counter of its time goes round after 49.7 days. */
function tag(
  type: number,
  atMs: number,
  head: number[],
  data: Uint8Array,
): Uint8Array<ArrayBuffer> {
  const bodyBytes = head.length + data.length;
  const whole = new Uint8Array(TAG_HEADER_BYTES + bodyBytes + 4);
  const view = new DataView(whole.buffer);
  const time = Math.round(atMs) >>> 0;
  view.setUint32(0, ((type << 24) | bodyBytes) >>> 0);
  view.setUint32(4, ((time << 8) | (time >>> 24)) >>> 0);
  whole.set(head, TAG_HEADER_BYTES);
  whole.set(data, TAG_HEADER_BYTES + head.length);
  view.setUint32(TAG_HEADER_BYTES + bodyBytes, TAG_HEADER_BYTES + bodyBytes);
  return whole;
}

function u16(value: number): number[] {
  return [(value >>> 8) & 0xff, value & 0xff];
}

function ascii(letters: string): number[] {
  return [...letters].map((letter) => letter.charCodeAt(0));
}

function utf8(letters: string): number[] {
  return [...new TextEncoder().encode(letters)];
}
