/** One FLV tag with the length behind it, as it goes to viewers. */
export interface FlvTag {
  type: number;
  timestampMs: number;
  bytes: Buffer;
}

const FILE_HEADER_BYTES = 13;
const TAG_HEADER_BYTES = 11;
const BACK_POINTER_BYTES = 4;

const VIDEO = 9;
const SCRIPT = 18;

/** Cuts a byte stream into tags. FLV 10.1, annex E. */
export class FlvReader {
  private rest = Buffer.alloc(0);
  private headerSeen = false;

  *read(bytes: Buffer): Generator<FlvTag> {
    this.rest = Buffer.concat([this.rest, bytes]);
    if (!this.headerSeen && this.rest.length >= FILE_HEADER_BYTES) {
      this.rest = this.rest.subarray(FILE_HEADER_BYTES);
      this.headerSeen = true;
    }
    while (this.headerSeen && this.rest.length >= TAG_HEADER_BYTES) {
      const tagBytes = TAG_HEADER_BYTES + this.rest.readUIntBE(1, 3) + BACK_POINTER_BYTES;
      if (this.rest.length < tagBytes) {
        return;
      }
      yield tagOf(Buffer.from(this.rest.subarray(0, tagBytes)));
      this.rest = this.rest.subarray(tagBytes);
    }
  }
}

/** The same tag at another time. */
export function moved(tag: FlvTag, timestampMs: number): FlvTag {
  const bytes = Buffer.from(tag.bytes);
  bytes.writeUIntBE(timestampMs & 0xffffff, 4, 3);
  bytes[7] = (timestampMs >>> 24) & 0xff;
  return { ...tag, timestampMs, bytes };
}

/** Metadata and configurations, also those of enhanced RTMP, which a late viewer needs first. */
export function isConfig({ type, bytes }: FlvTag): boolean {
  const head = bytes[TAG_HEADER_BYTES]!;
  if (type === SCRIPT) {
    return bytes.includes('onMetaData');
  }
  const isEnhanced = type === VIDEO ? (head & 0x80) !== 0 : (head & 0xf0) === 0x90;
  return (isEnhanced ? head & 0x0f : bytes[TAG_HEADER_BYTES + 1]) === 0;
}

export function isKeyFrame({ type, bytes }: FlvTag): boolean {
  return type === VIDEO && ((bytes[TAG_HEADER_BYTES]! >> 4) & 7) === 1;
}

function tagOf(bytes: Buffer): FlvTag {
  const timestampMs = bytes.readUIntBE(4, 3) | (bytes[7]! << 24);
  return { type: bytes[0]!, timestampMs, bytes };
}
