import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { FlvReader, isConfig, isKeyFrame, moved, type FlvTag } from './mock-flv.ts';

/** Somebody who watches over FLV. */
export interface MockViewer {
  protocol: string;
  remote: string;
  write: (bytes: Buffer) => void;
  end: () => void;
  onGone: (gone: () => void) => void;
}

interface Entry extends MockViewer {
  id: string;
  since: Date;
  bytesOut: number;
}

const FLV_HEADER = Buffer.from([0x46, 0x4c, 0x56, 1, 5, 0, 0, 0, 9, 0, 0, 0, 0]);
const FRAME_MS = 40;
const PLAYLIST_MS_MAX = 10_000;

let sessions = 0;

/** One live channel: FLV in, the same FLV to every viewer, and HLS through an FFmpeg. */
export class MockChannel {
  private readonly openedAt = new Date();
  private publisher:
    { id: string; source: Readable; remotePort: number | undefined; since: Date } | undefined;
  private awaySinceMs = 0;
  private readonly viewers = new Set<Entry>();
  private configs: FlvTag[] = [];
  private group: FlvTag[] = [];
  private lastMs = -FRAME_MS;
  private bytesIn = 0;
  private hls: Promise<{ folder: string; child: ChildProcess }> | undefined;

  constructor(readonly name: string) {}

  /** @param source of FLV */
  publish(source: Readable, remotePort: number | undefined, ended: () => void): void {
    this.publisher?.source.destroy();
    const publisher = { id: `s${(sessions += 1)}`, source, remotePort, since: new Date() };
    this.publisher = publisher;
    this.configs = [];
    const reader = new FlvReader();
    let offsetMs: number | undefined;
    source.on('data', (bytes: Buffer) => {
      this.bytesIn += bytes.length;
      for (const tag of reader.read(bytes)) {
        // Viewers stay across a republish, so their timeline goes on.
        offsetMs ??= this.lastMs + FRAME_MS - tag.timestampMs;
        this.broadcast(moved(tag, tag.timestampMs + offsetMs));
      }
    });
    source.on('close', () => {
      if (this.publisher === publisher) {
        this.publisher = undefined;
        this.awaySinceMs = Date.now();
        ended();
      }
    });
  }

  isLive(): boolean {
    return this.publisher !== undefined;
  }

  isAwaySinceMs(durationMs: number): boolean {
    return Date.now() - this.awaySinceMs >= durationMs;
  }

  addViewer(viewer: MockViewer): void {
    const entry = { ...viewer, id: `s${(sessions += 1)}`, since: new Date(), bytesOut: 0 };
    viewer.onGone(() => this.viewers.delete(entry));
    viewer.write(FLV_HEADER);
    for (const tag of [...this.configs, ...this.group]) {
      viewer.write(tag.bytes);
    }
    this.viewers.add(entry);
  }

  disconnect(id: string): boolean {
    if (this.publisher?.id === id) {
      this.publisher.source.destroy();
      return true;
    }
    const viewer = [...this.viewers].find((each) => each.id === id);
    viewer?.end();
    return viewer !== undefined;
  }

  close(): void {
    this.viewers.forEach((viewer) => viewer.end());
    void this.hls?.then(async ({ folder, child }) => {
      child.kill();
      await rm(folder, { recursive: true, force: true });
    });
  }

  async answerHls(path: string, response: ServerResponse): Promise<void> {
    this.hls ??= this.startHls();
    const { folder } = await this.hls;
    const isPlaylist = path.endsWith('.m3u8');
    const file = join(folder, isPlaylist ? 'index.m3u8' : path.replace(/.*\//, ''));
    const until = Date.now() + PLAYLIST_MS_MAX;
    let body = await readFile(file).catch(() => undefined);
    while (body === undefined && isPlaylist && Date.now() < until) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      body = await readFile(file).catch(() => undefined);
    }
    const type = isPlaylist ? 'application/vnd.apple.mpegurl' : 'video/mp2t';
    response.writeHead(body ? 200 : 404, { 'content-type': type }).end(body);
  }

  describe(): Record<string, unknown> {
    const ageSeconds = (Date.now() - this.openedAt.getTime()) / 1000;
    const rate = Math.round((this.bytesIn * 8) / ageSeconds);
    const { publisher } = this;
    return {
      name: this.name,
      state: publisher ? 'live' : 'waiting',
      publisher: publisher && {
        session: publisher.id,
        protocol: 'rtmp',
        remote: `127.0.0.1:${publisher.remotePort}`,
        since: publisher.since.toISOString(),
      },
      tracks: MOCK_TRACKS,
      groups: { kept: 1, newest: 1, bytes: size(this.group), durationMs: 2000 },
      timeline: { repairs: 0, driftMs: 0, kinds: [] },
      bitrate: { in: rate, out: rate * this.viewers.size },
      subscribers: { rtmp: 0, flv: this.viewers.size, ts: 0, hls: this.hls ? 1 : 0 },
      ageSeconds,
    };
  }

  sessions(): Record<string, unknown>[] {
    const common = { channel: this.name, skippedGroups: 0 };
    const viewers = [...this.viewers].map(({ id, protocol, remote, since, bytesOut }) => ({
      ...{ id, protocol, remote, since, role: 'viewer', bytesIn: 0, bytesOut, agent: 'Mock' },
      ...common,
    }));
    const { publisher } = this;
    if (!publisher) {
      return viewers;
    }
    const { id, since } = publisher;
    const remote = `127.0.0.1:${publisher.remotePort}`;
    return [
      { id, protocol: 'rtmp', role: 'publisher', remote, since, bytesIn: this.bytesIn, ...common },
      ...viewers,
    ];
  }

  private broadcast(tag: FlvTag): void {
    this.lastMs = Math.max(this.lastMs, tag.timestampMs);
    if (isConfig(tag)) {
      this.configs = [...this.configs.filter(({ type }) => type !== tag.type), tag];
    } else {
      this.group = isKeyFrame(tag) ? [tag] : [...this.group, tag];
    }
    for (const viewer of this.viewers) {
      viewer.bytesOut += tag.bytes.length;
      viewer.write(tag.bytes);
    }
  }

  private async startHls(): Promise<{ folder: string; child: ChildProcess }> {
    const folder = await mkdtemp(join(tmpdir(), 'millrace-mock-'));
    const flags = 'delete_segments+omit_endlist+program_date_time';
    const child = spawn('ffmpeg', [
      ...['-loglevel', 'error', '-f', 'flv', '-i', 'pipe:0', '-c', 'copy', '-f', 'hls'],
      ...['-hls_time', '2', '-hls_list_size', '6', '-hls_delete_threshold', '6'],
      ...['-hls_flags', flags, '-hls_base_url', `${this.name.replace(/.*\//, '')}/`],
      ...['-hls_segment_filename', join(folder, '%d.ts'), join(folder, 'index.m3u8')],
    ]);
    child.stdin.on('error', () => {});
    this.addViewer({
      protocol: 'hls',
      remote: '127.0.0.1:0',
      write: (bytes) => child.stdin.write(bytes),
      end: () => child.stdin.end(),
      onGone: (gone) => child.on('close', gone),
    });
    return { folder, child };
  }
}

const MOCK_TRACKS = [
  {
    ...{ kind: 'video', codec: 'H.264', codecs: 'avc1.64001f', profile: 'High', level: '3.1' },
    ...{ width: 1280, height: 720, frameRate: 25, bitrate: 2_000_000 },
  },
  {
    ...{ kind: 'audio', codec: 'AAC', codecs: 'mp4a.40.2', profile: 'LC' },
    ...{ sampleRate: 48_000, channels: 2, channelLayout: 'stereo', bitrate: 128_000 },
  },
];

function size(tags: FlvTag[]): number {
  return tags.reduce((sum, { bytes }) => sum + bytes.length, 0);
}
