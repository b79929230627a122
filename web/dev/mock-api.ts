import type { IncomingMessage, ServerResponse } from 'node:http';
import type { MockAccess } from './mock-access.ts';
import type { MockChannel } from './mock-channel.ts';
import { type Answer, MockRelays, refusal } from './mock-relays.ts';
import type { MockControl } from './mock-control.ts';
import { RELAY_SETTINGS } from './mock-relay-settings.ts';

const MB = 1024 * 1024;
const EVENT_MS = 1000;

/** API v2, as far as the page asks for it. */
export class MockApi {
  private readonly startedAt = new Date();
  /** What the server did because memory is short. */
  pressure = 'none';
  /** Whether there is a stream of events: some proxies have none. */
  streams = true;

  constructor(
    private readonly live: () => MockChannel[],
    private readonly scene: Record<string, unknown>[],
    readonly relays: MockRelays,
    readonly access: MockAccess,
    /** Where it is a control node. */
    readonly control?: MockControl,
  ) {}

  async answer(path: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await bodyOf(request);
    if (path === 'login') {
      send(response, this.access.answer(request, body));
      return;
    }
    if (path.startsWith('meetings/')) {
      send(response, this.meeting(decodeURIComponent(path.slice('meetings/'.length))));
      return;
    }
    const refused = this.access.refuse(request, path);
    if (!refused && path === 'events' && this.streams) {
      this.stream(response);
    } else {
      const query = new URL(request.url ?? '', 'http://mock').searchParams;
      send(response, refused ?? this.resource(request.method ?? '', path, body, query));
    }
  }

  channels(): Record<string, unknown>[] {
    return [
      ...this.live().map((each) => each.describe()),
      ...this.scene,
      ...this.relays.channels(),
    ];
  }

  /** For whoever may watch: everybody. */
  private meeting(room: string): Answer {
    const app = `meeting/${room}/`;
    const live = this.live().filter((each) => each.isLive() && each.name.startsWith(app));
    return { status: 200, body: { room, streams: live.map(({ name }) => name.slice(app.length)) } };
  }

  private resource(method: string, path: string, body: unknown, query: URLSearchParams): Answer {
    const ofControl = this.control?.answer(method, path, body, query);
    if (ofControl) {
      return ofControl;
    }
    const [first, ...rest] = path.split('/').map(decodeURIComponent);
    if (method === 'GET' && first === 'relay-settings') {
      return { status: 200, body: { settings: RELAY_SETTINGS } };
    }
    if (first === 'relays' && (rest.length > 0 || method === 'POST')) {
      return this.relay(method, rest, (body ?? {}) as Record<string, unknown>);
    }
    if (method === 'DELETE' && first === 'sessions') {
      const found = this.live().some((each) => each.disconnect(rest.join('/')));
      return found ? { status: 204 } : refusal(404, 'No such session.');
    }
    const sessions = this.live().flatMap((each) => each.sessions());
    const all: Record<string, unknown> = { ...this.state(), sessions };
    if (method !== 'GET' || first === undefined || !(first in all)) {
      return refusal(404, 'No such resource.');
    }
    return { status: 200, body: first === 'server' ? all.server : { [first]: all[first] } };
  }

  private relay(method: string, path: string[], config: Record<string, unknown>): Answer {
    if (path.length === 0) {
      return this.relays.add(config);
    }
    const name = path.slice(0, 2).join('/');
    const verb = path[2];
    if (verb === undefined && method === 'PUT') {
      return this.relays.change(name, config);
    }
    if (verb === undefined && method === 'DELETE') {
      return this.relays.delete(name);
    }
    const relay = this.relays.find(name);
    if (relay === undefined) {
      return refusal(404, `There is no relay ${name}.`);
    }
    if (verb === 'log') {
      return { status: 200, body: relay.lines() };
    }
    if (verb !== undefined) {
      relay.tell(verb);
    }
    return { status: 200, body: relay.describe() };
  }

  private stream(response: ServerResponse): void {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    const tell = () => response.write(`event: state\ndata: ${JSON.stringify(this.state())}\n\n`);
    tell();
    const timer = setInterval(tell, EVENT_MS);
    response.on('close', () => clearInterval(timer));
  }

  private state() {
    const relays = this.relays.describe();
    const channels = this.channels();
    const control = this.control && { control: this.control.state() };
    return { server: this.server(channels), channels, relays, ...control };
  }

  private server(channels: Record<string, unknown>[]) {
    const sum = (way: 'in' | 'out') =>
      channels.reduce((total, { bitrate }) => total + Number(Object(bitrate)[way] ?? 0), 0);
    const wave = Math.sin(Date.now() / 7000);
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
      sessions: 0,
      bitrate: { in: sum('in') * (1 + wave / 30), out: sum('out') * (1 + wave / 30) },
      memory: {
        ...{ heapUsed: 61 * MB, heapMax: 256 * MB, channelsMax: 128 * MB },
        channels: channels.length * 3.2 * MB,
        ...{ resident: 128 * MB, children: 21.7 * MB, limit: 512 * MB },
        ...{ free: (270 + 8 * wave) * MB, reserve: 16 * MB, limitedBy: 'cgroup' },
        ...{ pressure: this.pressure, files: 11.2 * MB, filesMax: 256 * MB },
      },
      cpu: { process: 0.11 + wave * 0.04, cores: 2, load: 0.83 },
    };
  }
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const parts: Buffer[] = [];
  for await (const part of request) {
    parts.push(part as Buffer);
  }
  return parts.length === 0 ? undefined : JSON.parse(Buffer.concat(parts).toString());
}

function send(
  response: ServerResponse,
  { status, body, headers = {} }: Answer & { headers?: Record<string, string> },
): void {
  const type = status < 400 ? 'application/json' : 'application/problem+json';
  response
    .writeHead(status, body === undefined ? headers : { 'content-type': type, ...headers })
    .end(body === undefined ? undefined : JSON.stringify(body));
}
