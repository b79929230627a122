import type { IncomingMessage } from 'node:http';
import { type Answer, refusal } from './mock-relays.ts';

const RIGHTS = ['nothing', 'read', 'operate', 'configure'];
const COOKIE = 'mock=1';
const ATTEMPTS_MAX = 5;
const WAIT_SECONDS = 15;

/** Who may do what: everybody what `stranger` says, and whoever has the token all. */
export class MockAccess {
  private attempts = 0;
  private waitUntilMs = 0;

  constructor(
    private readonly token: string,
    public stranger: string,
  ) {}

  /** Why it is not allowed; `undefined` if it is. */
  refuse(request: IncomingMessage, path: string): Answer | undefined {
    const needed =
      request.method === 'GET'
        ? 'read'
        : /\/(start|stop|reset)$|^(sessions|sources|recordings)(\/|$)/.test(path)
          ? 'operate'
          : 'configure';
    return RIGHTS.indexOf(this.rightOf(request)) >= RIGHTS.indexOf(needed)
      ? undefined
      : refusal(401, 'Log in with the administrator’s token.', { code: 'login-needed' });
  }

  answer(request: IncomingMessage, body: unknown): Answer & { headers?: Record<string, string> } {
    switch (request.method) {
      case 'POST':
        return this.logIn(String((body as { token?: unknown })?.token));
      case 'DELETE':
        return { status: 204, headers: { 'set-cookie': `${COOKIE}; Path=/; Max-Age=0` } };
      default: {
        const by = this.hasCookie(request) ? 'token' : 'loopback';
        return { status: 200, body: { may: this.rightOf(request), by } };
      }
    }
  }

  private logIn(token: string): Answer & { headers?: Record<string, string> } {
    const waitSeconds = Math.ceil((this.waitUntilMs - Date.now()) / 1000);
    if (waitSeconds > 0) {
      const headers = { 'retry-after': String(waitSeconds) };
      return { ...refusal(429, 'Too many wrong tokens came from here.'), headers };
    }
    if (token !== this.token) {
      this.attempts += 1;
      if (this.attempts % ATTEMPTS_MAX === 0) {
        this.waitUntilMs = Date.now() + WAIT_SECONDS * 1000;
      }
      return refusal(401, 'The server has another one.');
    }
    this.attempts = 0;
    return {
      status: 204,
      headers: { 'set-cookie': `${COOKIE}; Path=/; HttpOnly; SameSite=Strict` },
    };
  }

  private rightOf(request: IncomingMessage): string {
    return this.hasCookie(request) ? 'configure' : this.stranger;
  }

  private hasCookie(request: IncomingMessage): boolean {
    return (request.headers.cookie ?? '').split(/;\s*/).includes(COOKIE);
  }
}
