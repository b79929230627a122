import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { type Duplex, PassThrough, type Readable } from 'node:stream';
import type { Plugin } from 'vite';
import { acceptWebSocket, offersToPublish, readMessages } from './mock-websocket.ts';
import { MockChannel } from './mock-channel.ts';
import { MockAccess } from './mock-access.ts';
import { MockApi } from './mock-api.ts';
import { MockControl } from './mock-control.ts';
import { MockRelays } from './mock-relays.ts';
import { RELAYS, SCENES } from './mock-scenes.ts';
import { answerSegments } from './mock-segments.ts';
import { answerSnapshot } from './mock-snapshot.ts';

interface MockOptions {
  /** Which channels there are besides those that are published. */
  scene?: string | undefined;
  /** Which relays stand in the configuration file. */
  relays?: Record<string, Record<string, unknown>>;
  token?: string;
  /** What those may do who have no token. */
  stranger?: string;
  /** Whether it is a control node. */
  control?: boolean;
}

/**
 * Just enough of a Millrace server to work on the page without one: API v2 and live media, for
 * `npm run dev:mock` and `npm run preview:mock`. Publish to it with
 * `ffmpeg … -f flv http://localhost:4173/mock/publish/live/cam.flv`.
 *
 * - `MOCK_SCENE=busy` adds channels that exist in the API only (`mock-scenes.ts`), and relays.
 * - `MOCK_SCENE=control` is a control node with sources and recordings.
 * - `MOCK_MAY=nothing` (or `read`, `operate`) is what those may do who did not log in; the token is
 *   `secret`.
 */
export function mockServer(): Plugin {
  const { MOCK_SCENE: scene, MOCK_MAY: stranger } = process.env;
  return new Mock({
    scene,
    relays: scene === undefined || scene === 'control' ? {} : RELAYS,
    control: scene === 'control',
    ...(stranger === undefined ? {} : { stranger }),
  }).plugin();
}

type Handler = (request: IncomingMessage, response: ServerResponse, next: () => void) => void;

/** How long viewers stay while the publisher is away. */
const GRACE_MS = 15_000;

export class Mock {
  readonly api: MockApi;
  private readonly channels = new Map<string, MockChannel>();

  constructor({ scene = '', relays = {}, control = false, ...options }: MockOptions) {
    const { token = 'secret', stranger = 'configure' } = options;
    this.api = new MockApi(
      () => [...this.channels.values()],
      SCENES[scene] ?? [],
      new MockRelays(relays),
      new MockAccess(token, stranger),
      control ? new MockControl() : undefined,
    );
  }

  plugin(): Plugin {
    return {
      name: 'mock-server',
      configureServer: (vite) => this.mount(vite.middlewares, vite.httpServer as Server),
      configurePreviewServer: (vite) => this.mount(vite.middlewares, vite.httpServer as Server),
    };
  }

  private mount(middlewares: { use: (handler: Handler) => unknown }, server: Server): void {
    middlewares.use((request, response, next) => {
      if (!this.answer(request, response)) {
        next();
      }
    });
    server.on('upgrade', (request: IncomingMessage, socket: Duplex) => {
      const name = nameOf(request.url, '', '.flv');
      if (name !== undefined && offersToPublish(request)) {
        acceptWebSocket(request, socket);
        const body = new PassThrough();
        readMessages(socket, (bytes) => body.write(bytes));
        socket.on('close', () => body.destroy());
        this.publish(name, body, request, () => socket.destroy());
      } else if (name !== undefined) {
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
    const pictureOf = /^\/api\/v2\/sources\/([^/]+)\/snapshot\.mp4$/.exec(path)?.[1];
    if (pictureOf !== undefined) {
      void answerSnapshot(pictureOf, request, response);
      return true;
    }
    if (path.startsWith('/v1/vod/') && this.api.control) {
      void answerSegments(this.api.control, request, response);
      return true;
    }
    if (path.startsWith('/api/v2/')) {
      void this.api.answer(path.slice('/api/v2/'.length), request, response);
      return true;
    }
    const pictured = nameOf(path, '', '/snapshot.mp4');
    if (pictured !== undefined) {
      this.snapshot(pictured, request, response);
      return true;
    }
    const published = nameOf(path, 'mock/publish/', '.flv');
    if (published !== undefined) {
      this.publish(published, request, request, () => response.end());
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

  private snapshot(name: string, request: IncomingMessage, response: ServerResponse): void {
    if (this.api.channels().some((channel) => channel.name === name)) {
      void answerSnapshot(name, request, response);
    } else {
      problem(response, 404, 'No such channel.');
    }
  }

  private publish(name: string, body: Readable, request: IncomingMessage, ended: () => void): void {
    const channel = this.channels.get(name) ?? new MockChannel(name);
    this.channels.set(name, channel);
    channel.publish(body, request.socket.remotePort, () => {
      ended();
      setTimeout(() => {
        if (!channel.isLive() && channel.isAwaySinceMs(GRACE_MS)) {
          channel.close();
          this.channels.delete(name);
        }
      }, GRACE_MS + 100);
    });
  }
}

function nameOf(url: string | undefined, prefix: string, ending: string): string | undefined {
  const path = (url ?? '').split('?')[0]!;
  return path.startsWith(`/${prefix}`) && path.endsWith(ending)
    ? decodeURIComponent(path.slice(prefix.length + 1, -ending.length))
    : undefined;
}

function problem(response: ServerResponse, status: number, detail: string): void {
  response
    .writeHead(status, { 'content-type': 'application/problem+json' })
    .end(JSON.stringify({ status, detail }));
}
