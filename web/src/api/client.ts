import { decodeChannels, decodeLog, decodeRelays, decodeServer, decodeSessions } from './decode';
import type { Channel, LogLine, Relay, Server, Session } from './types';

/** A server that has not answered by then is shown as unreachable. */
const ANSWER_MS_MAX = 5000;

/** The server answered, and the answer is no. The message is the server's own, in words. */
export class RefusedError extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/**
 * The calls of API v2 that the page makes. They reject with `RefusedError` when the server says
 * no, and with any other error when it cannot be reached.
 */
export class Api {
  /** @param base the address of the page, so that it also works below a proxy's path */
  constructor(
    private readonly base: string,
    private readonly send: typeof fetch = (...args) => fetch(...args),
  ) {}

  async server(): Promise<Server> {
    return decodeServer(await this.get('server'));
  }

  async channels(): Promise<Channel[]> {
    return decodeChannels(await this.get('channels'));
  }

  async sessions(): Promise<Session[]> {
    return decodeSessions(await this.get('sessions'));
  }

  async disconnect(sessionId: string): Promise<void> {
    await this.call('DELETE', `sessions/${encodeURIComponent(sessionId)}`);
  }

  async relays(): Promise<Relay[]> {
    return decodeRelays(await this.get('relays'));
  }

  async relayLog(name: string): Promise<LogLine[]> {
    return decodeLog(await this.get(relayPath(name, 'log')));
  }

  async tellRelay(name: string, what: 'start' | 'stop' | 'reset'): Promise<void> {
    await this.call('POST', relayPath(name, what));
  }

  private async get(path: string): Promise<unknown> {
    return (await this.call('GET', path)).json();
  }

  private async call(method: string, path: string): Promise<Response> {
    const answer = await this.send(new URL(`api/v2/${path}`, this.base), {
      method,
      headers: { accept: 'application/json, application/problem+json' },
      cache: 'no-store',
      signal: AbortSignal.timeout(ANSWER_MS_MAX),
    });
    if (!answer.ok) {
      throw new RefusedError(answer.status, await reason(answer));
    }
    return answer;
  }
}

/** The virtual host in a name is a query; its slashes are part of the path. */
function relayPath(name: string, what: string): string {
  const [path = '', query] = name.split('?');
  const encoded = path.split('/').map(encodeURIComponent).join('/');
  return `relays/${encoded}/${what}${query ? `?${query}` : ''}`;
}

/** The detail of a problem document (RFC 9457), or the bare status. */
async function reason(answer: Response): Promise<string> {
  const problem: unknown = await answer.json().catch(() => undefined);
  const { detail, title } = (problem ?? {}) as { detail?: unknown; title?: unknown };
  for (const words of [detail, title]) {
    if (typeof words === 'string' && words !== '') {
      return words;
    }
  }
  return `the server answered ${answer.status} ${answer.statusText}`.trim();
}
