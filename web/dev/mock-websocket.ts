import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';

/** As the server has it for who publishes. */
const PUBLISH = 'publish.flv';

export function offersToPublish(request: IncomingMessage): boolean {
  return request.headers['sec-websocket-protocol'] === PUBLISH;
}

/** Accepts a WebSocket (RFC 6455) and returns how to send a binary message on it. */
export function acceptWebSocket(request: IncomingMessage, socket: Duplex): (body: Buffer) => void {
  const key = `${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`;
  const accept = createHash('sha1').update(key).digest('base64');
  socket.on('error', () => socket.destroy());
  socket.write(
    'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n' +
      (offersToPublish(request) ? `Sec-WebSocket-Protocol: ${PUBLISH}\r\n` : '') +
      `Sec-WebSocket-Accept: ${accept}\r\n\r\n`,
  );
  return (body) => {
    socket.write(header(body.length));
    socket.write(body);
  };
}

/** Final binary frame, unmasked as servers send it, its length in the shortest form. Section 5.2. */
function header(bodyBytes: number): Buffer {
  const FINAL_BINARY = 0x82;
  if (bodyBytes < 126) {
    return Buffer.from([FINAL_BINARY, bodyBytes]);
  }
  if (bodyBytes <= 0xffff) {
    return Buffer.from([FINAL_BINARY, 126, bodyBytes >> 8, bodyBytes & 0xff]);
  }
  const long = Buffer.alloc(10);
  long[0] = FINAL_BINARY;
  long[1] = 127;
  long.writeBigUInt64BE(BigInt(bodyBytes), 2);
  return long;
}

const CLOSE = 8;

/** Passes on what comes in binary messages, until there are no more. Section 5.2. */
export function readMessages(socket: Duplex, take: (body: Buffer) => void): void {
  let rest: Buffer = Buffer.alloc(0);
  socket.on('data', (bytes: Buffer) => {
    rest = Buffer.concat([rest, bytes]);
    for (let frame = frameOf(rest); frame; frame = frameOf(rest)) {
      rest = rest.subarray(frame.bytes);
      if (frame.opcode === CLOSE) {
        socket.end();
      } else {
        take(frame.body);
      }
    }
  });
}

/** The first frame, if it is whole; those of clients are masked. */
function frameOf(bytes: Buffer): { opcode: number; body: Buffer; bytes: number } | undefined {
  const short = (bytes[1] ?? 0) & 0x7f;
  const lengthBytes = { 126: 2, 127: 8 }[short] ?? 0;
  const maskAt = 2 + lengthBytes;
  const bodyAt = maskAt + 4;
  if (bytes.length < bodyAt) {
    return undefined;
  }
  const length = lengthBytes === 0 ? short : Number(`0x${bytes.toString('hex', 2, maskAt)}`);
  if (bytes.length < bodyAt + length) {
    return undefined;
  }
  const body = Buffer.from(bytes.subarray(bodyAt, bodyAt + length));
  body.forEach((byte, at) => (body[at] = byte ^ bytes[maskAt + (at % 4)]!));
  return { opcode: bytes[0]! & 0x0f, body, bytes: bodyAt + length };
}
