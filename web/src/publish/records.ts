import type { VideoCodec } from './flv';

/**
 * What a decoder must know and an encoder of the browser does not say: it gives H.264, HEVC and AAC
 * their records, and the others none.
 */

/** The record of these pictures, or nothing if it cannot be told from what there is. */
export function videoRecord(
  codec: VideoCodec,
  config: VideoDecoderConfig,
  keyFrame: Uint8Array,
): Uint8Array | undefined {
  if (config.description) {
    return bytesOf(config.description);
  }
  switch (codec) {
    case 'vp9':
      return vp9Record(config.codec);
    case 'av1':
      return av1Record(config.codec, keyFrame);
    default:
      return undefined;
  }
}

/** Bytes, whatever they are held in. */
export function bytesOf(source: AllowSharedBufferSource): Uint8Array {
  return ArrayBuffer.isView(source)
    ? new Uint8Array(source.buffer, source.byteOffset, source.byteLength)
    : new Uint8Array(source);
}

/** `vpcC`, from `vp09.PP.LL.DD`; its colours are not said, and 4:2:0. */
export function vp9Record(codec: string): Uint8Array | undefined {
  const [name, profile, level, depth] = codec.split('.');
  if (name !== 'vp09' || depth === undefined) {
    return undefined;
  }
  const chromaAt420 = 1;
  const unspecified = 2;
  return Uint8Array.of(
    ...[1, 0, 0, 0],
    ...[Number(profile), Number(level), (Number(depth) << 4) | (chromaAt420 << 1)],
    ...[unspecified, unspecified, unspecified],
    ...[0, 0],
  );
}

const SEQUENCE_HEADER = 1;

/** `av1C`, from `av01.P.LLT.DD` and the sequence header that a key frame begins with. */
export function av1Record(codec: string, keyFrame: Uint8Array): Uint8Array | undefined {
  const [, profile, level, high, depth] = /^av01\.(\d)\.(\d\d)([MH])\.(\d\d)/.exec(codec) ?? [];
  const header = obuOf(SEQUENCE_HEADER, keyFrame);
  if (profile === undefined || header === undefined) {
    return undefined;
  }
  const chroma420 = 0b1100;
  const depths = (Number(depth) > 8 ? 0x40 : 0) | (Number(depth) > 10 ? 0x20 : 0);
  return Uint8Array.of(
    0x81,
    (Number(profile) << 5) | Number(level),
    (high === 'H' ? 0x80 : 0) | depths | chroma420,
    0,
    ...header,
  );
}

/** The first OBU of this type, with its header. AV1, 5.3. */
function obuOf(type: number, unit: Uint8Array): Uint8Array | undefined {
  for (let at = 0; at < unit.length;) {
    const header = unit[at]!;
    const hasExtension = (header & 4) !== 0;
    const hasSize = (header & 2) !== 0;
    if (!hasSize) {
      return undefined;
    }
    const size = leb128(unit, at + (hasExtension ? 2 : 1));
    const end = size.end + size.value;
    if (end > unit.length) {
      return undefined;
    }
    if (((header >> 3) & 15) === type) {
      return unit.slice(at, end);
    }
    at = end;
  }
  return undefined;
}

/** AV1, 4.10.5. */
function leb128(bytes: Uint8Array, from: number): { value: number; end: number } {
  let value = 0;
  for (let count = 0; count < 8; count += 1) {
    const byte = bytes[from + count] ?? 0;
    value += (byte & 0x7f) * 2 ** (7 * count);
    if ((byte & 0x80) === 0) {
      return { value, end: from + count + 1 };
    }
  }
  return { value, end: from + 8 };
}

/** What Opus begins with in every container. RFC 7845, 5.1; the delay is what libopus has. */
export function opusHead(channels: number, sampleRate: number): Uint8Array {
  const head = new Uint8Array(19);
  head.set(new TextEncoder().encode('OpusHead'));
  const view = new DataView(head.buffer);
  view.setUint8(8, 1);
  view.setUint8(9, channels);
  view.setUint16(10, 312, true);
  view.setUint32(12, sampleRate, true);
  return head;
}
