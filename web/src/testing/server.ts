import { Api } from '../api/client';

interface Refusal {
  status: number;
  detail: string;
  code?: string;
  errors?: { key: string; message: string }[];
  headers?: Record<string, string>;
}

/** A server that answers as told, for tests of the page. */
export class FakeServer {
  server: unknown = {
    name: 'millrace',
    version: '0.1.0',
    uptimeSeconds: 8040,
    listeners: [{ protocol: 'rtmp', address: '0.0.0.0:1935' }],
    bitrate: { in: 512_000, out: 1_024_000 },
  };
  channels: unknown[] = [];
  sessions: unknown[] = [];
  relays: unknown[] = [];
  /** What it is as a control node. */
  control: unknown;
  recordings: unknown[] = [];
  timeline: unknown = {};
  lines: unknown[] = [];
  settings: unknown[] = [];
  /** What the browser may do; a right token makes it `configure`. */
  access = { may: 'configure', by: 'loopback' };
  /** Who is in which room. */
  meetings: Record<string, string[]> = {};
  reachable = true;
  /** What whoever wants to change something is answered. */
  refusal: Refusal | undefined;
  readonly tokens: unknown[] = [];
  /** The sessions that were ended. */
  readonly deleted: string[] = [];
  /** What was asked for below `relays/`, other than to read. */
  readonly told: string[] = [];
  /** The bodies of those that had one. */
  readonly sent: unknown[] = [];

  readonly api = new Api(
    'http://host/',
    (input, options) => this.answer(new URL(String(input)), options),
    null,
  );

  private async answer(url: URL, options: RequestInit = {}): Promise<Response> {
    if (!this.reachable) {
      throw new TypeError('Failed to fetch');
    }
    const { method = 'GET', body } = options;
    const path = url.pathname;
    const [, , resource, ...names] = path.slice(1).split('/');
    const sent: unknown = body === undefined ? undefined : JSON.parse(String(body));
    if (resource === 'login') {
      return this.login(method, sent);
    }
    if (resource === 'meetings') {
      const [room = ''] = names.map(decodeURIComponent);
      const streams = this.meetings[room] ?? [];
      return this.refusal ? problem(this.refusal) : Response.json({ room, streams });
    }
    if (this.access.may === 'nothing') {
      return problem({ status: 401, detail: 'Log in.', code: 'login-needed' });
    }
    if (method !== 'GET') {
      return this.refusal ? problem(this.refusal) : this.change(method, resource, names, sent);
    }
    const bodies: Record<string, unknown> = {
      server: this.server,
      channels: { channels: this.channels },
      sessions: { sessions: this.sessions },
      relays: path.endsWith('/log') ? { lines: this.lines } : { relays: this.relays },
      'relay-settings': { settings: this.settings },
      control: this.control,
      recordings: this.recorded(names, url.searchParams),
    };
    const found = bodies[resource ?? ''];
    return found === undefined ? problem({ status: 404, detail: 'None.' }) : Response.json(found);
  }

  private recorded([id, part]: string[], query: URLSearchParams): unknown {
    const all = this.recordings as { id: string; source: string; active: boolean }[];
    if (part === 'timeline') {
      return this.timeline;
    }
    if (id !== undefined) {
      return all.find((it) => it.id === id);
    }
    const [source, active] = [query.get('source'), query.get('active')];
    const found = all.filter(
      (it) => (source === null || it.source === source) && (active === null || it.active),
    );
    const from = Number(query.get('after') ?? 0);
    const to = from + Number(query.get('limit') ?? 100);
    return { recordings: found.slice(from, to), next: to < found.length ? String(to) : null };
  }

  private login(method: string, sent: unknown): Response {
    if (method === 'GET') {
      return Response.json(this.access);
    }
    if (method === 'DELETE') {
      this.access = { may: 'nothing', by: 'loopback' };
      return new Response(null, { status: 204 });
    }
    if (this.refusal) {
      return problem(this.refusal);
    }
    this.tokens.push((sent as { token: unknown }).token);
    this.access = { may: 'configure', by: 'token' };
    return new Response(null, { status: 204 });
  }

  private change(method: string, resource = '', names: string[], sent: unknown): Response {
    const name = names.join('/');
    if (resource === 'sessions') {
      this.deleted.push(name);
      this.sessions = this.sessions.filter((session) => (session as { id: string }).id !== name);
    } else {
      this.told.push(`${method === 'POST' ? '' : `${method} `}${name}`.trim());
      this.sent.push(...(sent === undefined ? [] : [sent]));
    }
    return method === 'DELETE' ? new Response(null, { status: 204 }) : Response.json({});
  }
}

function problem({ status, headers, ...body }: Refusal): Response {
  return Response.json({ status, ...body }, { status, ...(headers ? { headers } : {}) });
}
