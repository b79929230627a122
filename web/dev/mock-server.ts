import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Plugin } from 'vite';
import { acceptWebSocket } from './mock-websocket.ts';
import { MockChannel } from './mock-channel.ts';
import { SCENES } from './mock-scenes.ts';

/**
 * Just enough of a Millrace server to work on the page without one: API v2 and live media, for
 * `npm run dev:mock` and `npm run preview:mock`. Publish to it with
 * `ffmpeg … -f flv http://localhost:4173/mock/publish/live/cam.flv`.
 *
 * `MOCK_SCENE=busy` adds channels that exist in the API only (`mock-scenes.ts`).
 */
export function mockServer(): Plugin {
  const mock = new Mock(SCENES[process.env.MOCK_SCENE ?? ''] ?? []);
  return {
    name: 'mock-server',
    configureServer: (vite) => mock.mount(vite.middlewares, vite.httpServer as Server),
    configurePreviewServer: (vite) => mock.mount(vite.middlewares, vite.httpServer as Server),
  };
}

type Handler = (request: IncomingMessage, response: ServerResponse, next: () => void) => void;

/** How long viewers stay while the publisher is away. */
const GRACE_MS = 15_000;

class Mock {
  private readonly startedAt = new Date();
  private readonly channels = new Map<string, MockChannel>();

  constructor(private readonly scene: Record<string, unknown>[]) {}

  mount(middlewares: { use: (handler: Handler) => unknown }, server: Server): void {
    middlewares.use((request, response, next) => {
      if (!this.answer(request, response)) {
        next();
      }
    });
    server.on('upgrade', (request: IncomingMessage, socket: Duplex) => {
      const name = nameOf(request.url, '', '.flv');
      if (name !== undefined) {
        const send = acceptWebSocket(request, socket);
        this.channels.get(name)?.addViewer({
          protocol: 'flv',
          remote: String(request.socket.remoteAddress),
          write: send,
          end: () => socket.destroy(),
          onGone: (gone) => socket.on('close', gone),
        });
      }
    });
  }

  private answer(request: IncomingMessage, response: ServerResponse): boolean {
    const path = (request.url ?? '').split('?')[0]!;
    if (path.startsWith('/api/v2/')) {
      this.answerApi(request.method ?? '', path.slice('/api/v2/'.length), response);
      return true;
    }
    const published = nameOf(path, 'mock/publish/', '.flv');
    if (published !== undefined) {
      this.publish(published, request, response);
      return true;
    }
    return this.answerMedia(path, request, response);
  }

  private answerMedia(path: string, request: IncomingMessage, response: ServerResponse): boolean {
    for (const channel of this.channels.values()) {
      if (path === `/${channel.name}.flv`) {
        response.writeHead(200, { 'content-type': 'video/x-flv' });
        channel.addViewer({
          protocol: 'flv',
          remote: `${request.socket.remoteAddress}:${request.socket.remotePort}`,
          write: (bytes) => response.write(bytes),
          end: () => response.end(),
          onGone: (gone) => response.on('close', gone),
        });
        return true;
      }
      if (path === `/${channel.name}.m3u8` || path.startsWith(`/${channel.name}/`)) {
        void channel.answerHls(path, response);
        return true;
      }
    }
    if (/\.(m3u8|flv)$/.test(path) && !path.startsWith('/src/')) {
      problem(response, 404, 'No such channel.');
      return true;
    }
    return false;
  }

  private publish(name: string, request: IncomingMessage, response: ServerResponse): void {
    const channel = this.channels.get(name) ?? new MockChannel(name);
    this.channels.set(name, channel);
    channel.publish(request, () => {
      response.end();
      setTimeout(() => {
        if (!channel.isLive() && channel.isAwaySinceMs(GRACE_MS)) {
          channel.close();
          this.channels.delete(name);
        }
      }, GRACE_MS + 100);
    });
  }

  private answerApi(method: string, path: string, response: ServerResponse): void {
    const channels = [...[...this.channels.values()].map((each) => each.describe()), ...this.scene];
    const sessions = [...this.channels.values()].flatMap((each) => each.sessions());
    const sessionId = path.match(/^sessions\/(.+)$/)?.[1];
    if (path === 'server') {
      json(response, this.describe(channels, sessions.length));
    } else if (path === 'channels') {
      json(response, { channels });
    } else if (path === 'sessions') {
      json(response, { sessions });
    } else if (method === 'DELETE' && sessionId !== undefined) {
      const found = [...this.channels.values()].some((each) => each.disconnect(sessionId));
      response.writeHead(found ? 204 : 404).end();
    } else {
      problem(response, 404, 'No such resource.');
    }
  }

  private describe(channels: Record<string, unknown>[], sessions: number) {
    const sum = (way: 'in' | 'out') =>
      channels.reduce((total, { bitrate }) => total + Number(Object(bitrate)[way] ?? 0), 0);
    return {
      name: 'millrace',
      version: '0.1.0',
      startedAt: this.startedAt.toISOString(),
      uptimeSeconds: (Date.now() - this.startedAt.getTime()) / 1000 + 8000,
      listeners: [
        { protocol: 'rtmp', address: '0.0.0.0:1935' },
        { protocol: 'http', address: '0.0.0.0:8080' },
      ],
      channels: channels.length,
      sessions,
      bitrate: { in: sum('in'), out: sum('out') },
      memory: { heapUsed: 61_000_000, heapMax: 512_000_000, channels: 3e6, channelsMax: 2e8 },
    };
  }
}

function nameOf(url: string | undefined, prefix: string, ending: string): string | undefined {
  const path = (url ?? '').split('?')[0]!;
  return path.startsWith(`/${prefix}`) && path.endsWith(ending)
    ? decodeURIComponent(path.slice(prefix.length + 1, -ending.length))
    : undefined;
}

function json(response: ServerResponse, body: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function problem(response: ServerResponse, status: number, detail: string): void {
  response
    .writeHead(status, { 'content-type': 'application/problem+json' })
    .end(JSON.stringify({ status, detail }));
}
