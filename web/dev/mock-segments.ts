import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile } from 'node:fs/promises';
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MockControl } from './mock-control.ts';

const SECONDS = 2;
const SEGMENT_MS = SECONDS * 1000;
const LISTED = 6;

/** As many are made, and then used again. */
const MADE = 15;

let made: Promise<Buffer[]> | undefined;

/** Makes what is asked for often, which takes seconds; once, however often it is called. */
export async function prepareSegments(): Promise<void> {
  await (made ??= encode());
}

/** Live playlists and recordings of a control node: always the same half minute, dated anew. */
export async function answerSegments(
  control: MockControl,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? '', 'http://mock');
  const [, , , kind, id, file = ''] = url.pathname.split('/');
  const recording = control.recordings.find((each) => each.id === id);
  if (kind === 'recording' && recording === undefined) {
    response.writeHead(404).end();
    return;
  }
  const stored = recording ? control.stretches(recording) : [];
  if (file.endsWith('.m3u8')) {
    const ended = !!recording && recording.endMs !== null;
    const listed = recording
      ? stored.flatMap(({ startMs, endMs, state }) => numbers(startMs, endMs, state === 'lost'))
      : newest();
    const type = recording ? (ended ? 'VOD' : 'EVENT') : undefined;
    response
      .writeHead(200, { 'content-type': 'application/vnd.apple.mpegurl' })
      .end(playlist(listed, type, ended));
    return;
  }
  const segments = await (made ??= encode());
  if (file.startsWith('export.')) {
    const [from, to] = [url.searchParams.get('from'), url.searchParams.get('to')];
    const wanted = stored
      .filter(({ state }) => state === 'stored')
      .flatMap(({ startMs, endMs }) => numbers(startMs, endMs, false))
      .filter(({ n }) => !from || (n + 1) * SEGMENT_MS > Date.parse(from))
      .filter(({ n }) => !to || n * SEGMENT_MS < Date.parse(to));
    // Nobody looks whether it is an MP4.
    const disposition = `attachment; filename="${id}${file.replace('export', '')}"`;
    response.writeHead(200, { 'content-type': 'video/mp2t', 'content-disposition': disposition });
    response.end(Buffer.concat(wanted.map(({ n }) => segments[n % MADE]!)));
    return;
  }
  const n = Number(file.replace('.ts', ''));
  response.writeHead(200, { 'content-type': 'video/mp2t' }).end(segments[n % MADE]);
}

interface Listed {
  n: number;
  gap: boolean;
}

function numbers(startMs: number, endMs: number, gap: boolean): Listed[] {
  const first = Math.floor(startMs / SEGMENT_MS);
  const last = Math.ceil(endMs / SEGMENT_MS);
  return Array.from({ length: Math.max(0, last - first) }, (_, i) => ({ n: first + i, gap }));
}

function newest(): Listed[] {
  const next = Math.floor(Date.now() / SEGMENT_MS);
  return numbers((next - LISTED) * SEGMENT_MS, next * SEGMENT_MS, false);
}

function playlist(listed: Listed[], type: string | undefined, ended: boolean): string {
  const first = listed[0]?.n ?? 0;
  const lines = [
    '#EXTM3U',
    '#EXT-X-VERSION:8',
    `#EXT-X-TARGETDURATION:${SECONDS}`,
    `#EXT-X-MEDIA-SEQUENCE:${type ? 0 : first}`,
    // How many there were before what is listed; one that stands before the first is listed.
    `#EXT-X-DISCONTINUITY-SEQUENCE:${type ? 0 : Math.floor((first - 1) / MADE)}`,
    ...(type ? [`#EXT-X-PLAYLIST-TYPE:${type}`] : []),
  ];
  let before = first - 1;
  for (const { n, gap } of listed) {
    if (n % MADE === 0 || n !== before + 1) {
      lines.push('#EXT-X-DISCONTINUITY');
    }
    lines.push(`#EXT-X-PROGRAM-DATE-TIME:${new Date(n * SEGMENT_MS).toISOString()}`);
    lines.push(`#EXTINF:${SECONDS}.000,`, ...(gap ? ['#EXT-X-GAP'] : []), `${n}.ts`);
    before = n;
  }
  return [...lines, ...(ended ? ['#EXT-X-ENDLIST'] : []), ''].join('\n');
}

/** A test picture that counts, so that one sees it move and where it is. */
async function encode(): Promise<Buffer[]> {
  const folder = await mkdtemp(join(tmpdir(), 'millrace-mock-'));
  const source = `testsrc2=size=320x180:rate=25:duration=${MADE * SECONDS}`;
  const child = spawn(
    process.env.FFMPEG ?? 'ffmpeg',
    [
      ...['-loglevel', 'error', '-f', 'lavfi', '-i', source],
      ...['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p'],
      ...['-g', String(25 * SECONDS), '-keyint_min', String(25 * SECONDS), '-sc_threshold', '0'],
      ...['-f', 'segment', '-segment_time', String(SECONDS), join(folder, '%03d.ts')],
    ],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  );
  await once(child, 'exit');
  const files = (await readdir(folder)).sort();
  return Promise.all(files.map((file) => readFile(join(folder, file))));
}
