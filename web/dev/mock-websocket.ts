import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';

/** Accepts a WebSocket (RFC 6455) and returns how to send a binary message on it. */
export function acceptWebSocket(request: IncomingMessage, socket: Duplex): (body: Buffer) => void {
  const key = `${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`;
  const accept = createHash('sha1').update(key).digest('base64');
  socket.on('error', () => socket.destroy());
  socket.write(
    'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n' +
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
