import { spawn } from 'node:child_process';
import type { IncomingMessage, ServerResponse } from 'node:http';

const NEW_EVERY_MS = 10_000;

/** As many are drawn of a channel, and then shown again: a busy machine has better things to do. */
const DRAWN = 2;

const made = new Map<string, Promise<Buffer>>();

/** A picture with the hue of its channel, as an MP4 of one key frame. */
export async function answerSnapshot(
  name: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const turn = Math.floor(Date.now() / NEW_EVERY_MS);
  const etag = `"${turn}"`;
  if (request.headers['if-none-match'] === etag) {
    response.writeHead(304, { etag }).end();
    return;
  }
  const key = `${name} ${turn % DRAWN}`;
  const picture = made.get(key) ?? draw(name, turn % DRAWN);
  made.set(key, picture);
  const headers = { 'content-type': 'video/mp4', 'cache-control': 'no-cache', etag };
  response.writeHead(200, headers).end(await picture);
}

function draw(name: string, frame: number): Promise<Buffer> {
  const hue = [...name].reduce((sum, char) => sum + (char.codePointAt(0) ?? 0) * 7, 0) % 360;
  const child = spawn('ffmpeg', [
    ...['-loglevel', 'error', '-f', 'lavfi', '-i', 'testsrc2=size=640x360:rate=25'],
    ...['-vf', `trim=start_frame=${frame * 10},setpts=0,hue=h=${hue}`, '-frames:v', '1'],
    ...['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-f', 'mp4'],
    ...['-movflags', 'frag_keyframe+empty_moov+default_base_moof', 'pipe:1'],
  ]);
  const parts: Buffer[] = [];
  child.stdout.on('data', (bytes: Buffer) => parts.push(bytes));
  return new Promise((resolve) => child.on('close', () => resolve(Buffer.concat(parts))));
}
