import { decodeAccess, decodeChannels, decodeLog, decodeServer, decodeSessions } from './decode';
import { decodeMeeting, decodeState } from './decode';
import { ControlApi } from './control-client';
import type { Control } from './control-types';
import { decodeControl } from './decode-control';
import { decodeRelays, decodeRelaySettings } from './decode-relay';
import { refused, RefusedError } from './refused';
import { queryOf } from '../urls';
import type { Access, LogLine, RelayConfig, RelaySetting, Session, State } from './types';

/** A server that has not answered by then is shown as unreachable. */
const ANSWER_MS_MAX = 5000;

/** Opens a stream of events; `null` where the browser has none. */
export type OpenStream = ((url: URL) => EventSource) | null;

const openEvents: OpenStream =
  typeof EventSource === 'undefined' ? null : (url) => new EventSource(url);

/**
 * The calls of API v2 that the page makes. They reject with `RefusedError` when the server says
 * no, and with any other error when it cannot be reached.
 */
export class Api {
  readonly control = new ControlApi((...args) => this.call(...args));

  /** Whether the server said that it is no control node: it does not become one. */
  private noControl = false;

  /** @param base the address of the page, so that it also works below a proxy's path */
  constructor(
    private readonly base: string,
    private readonly send: typeof fetch = (...args) => fetch(...args),
    private readonly openStream: OpenStream = openEvents,
  ) {}

  async access(): Promise<Access> {
    return decodeAccess(await this.get('login'));
  }

  async logIn(token: string): Promise<void> {
    await this.call('POST', 'login', { token });
  }

  async logOut(): Promise<void> {
    await this.call('DELETE', 'login');
  }

  /** What the stream tells, asked for once. */
  async state(): Promise<State> {
    const [server, channels, relays, control] = await Promise.all([
      this.get('server'),
      this.get('channels'),
      this.get('relays'),
      this.controlState(),
    ]);
    return {
      server: decodeServer(server),
      channels: decodeChannels(channels),
      relays: decodeRelays(relays),
      control,
    };
  }

  private async controlState(): Promise<Control | undefined> {
    if (this.noControl) {
      return undefined;
    }
    try {
      return decodeControl(await this.get('control'));
    } catch (error) {
      if (!(error instanceof RefusedError) || error.status !== 404) {
        throw error;
      }
      this.noControl = true;
      return undefined;
    }
  }

  /**
   * Tells the state about once a second, until it is closed by what is returned, or ends. Nothing
   * is returned where there are no streams.
   */
  events(onState: (state: State) => void, onEnd: () => void): (() => void) | undefined {
    const stream = this.openStream?.(new URL('api/v2/events', this.base));
    stream?.addEventListener('state', (event: MessageEvent<string>) => {
      onState(decodeState(JSON.parse(event.data)));
    });
    stream?.addEventListener('error', () => {
      // By itself it would try again for ever, unseen.
      stream.close();
      onEnd();
    });
    return stream && (() => stream.close());
  }

  async sessions(): Promise<Session[]> {
    return decodeSessions(await this.get('sessions'));
  }

  async disconnect(sessionId: string): Promise<void> {
    await this.call('DELETE', `sessions/${encodeURIComponent(sessionId)}`);
  }

  /**
   * The streams that are published in a room.
   *
   * @param query of a signature or a token, as it stands behind the `?`
   */
  async meeting(room: string, query: string): Promise<string[]> {
    return decodeMeeting(await this.get(`meetings/${encodeURIComponent(room)}${queryOf(query)}`));
  }

  async relayLog(name: string): Promise<LogLine[]> {
    return decodeLog(await this.get(relayPath(name, '/log')));
  }

  async tellRelay(name: string, what: 'start' | 'stop' | 'reset'): Promise<void> {
    await this.call('POST', relayPath(name, `/${what}`));
  }

  async relaySettings(): Promise<RelaySetting[]> {
    return decodeRelaySettings(await this.get('relay-settings'));
  }

  /** @param config with its `name` */
  async addRelay(config: RelayConfig): Promise<void> {
    await this.call('POST', 'relays', config);
  }

  async changeRelay(name: string, config: RelayConfig): Promise<void> {
    await this.call('PUT', relayPath(name), config);
  }

  /** Of one that was changed, takes back the changes. */
  async deleteRelay(name: string): Promise<void> {
    await this.call('DELETE', relayPath(name));
  }

  private async get(path: string): Promise<unknown> {
    return (await this.call('GET', path)).json();
  }

  private async call(method: string, path: string, body?: unknown): Promise<Response> {
    const accept = 'application/json, application/problem+json';
    const answer = await this.send(new URL(`api/v2/${path}`, this.base), {
      method,
      headers: body === undefined ? { accept } : { accept, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      cache: 'no-store',
      signal: AbortSignal.timeout(ANSWER_MS_MAX),
    });
    if (!answer.ok) {
      throw await refused(answer);
    }
    return answer;
  }
}

/** The virtual host in a name is a query; its slashes are part of the path. */
function relayPath(name: string, below = ''): string {
  const [path = '', query] = name.split('?');
  const encoded = path.split('/').map(encodeURIComponent).join('/');
  return `relays/${encoded}${below}${query ? `?${query}` : ''}`;
}
