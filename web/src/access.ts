import { createContext } from 'preact';
import { useContext, useEffect, useState } from 'preact/hooks';
import type { Api } from './api/client';
import { needsLogin, RefusedError } from './api/refused';
import { type Access, type Right, RIGHTS } from './api/types';
import { Poller } from './poller';

const ASK_MS = 2000;

/** What a server allows that has no log-in. */
const OPEN: Access = { may: 'configure', by: 'open' };

/**
 * What this browser may do, and the asking for more: knows the server's answer, gives it the token
 * of a link, and keeps what was refused until somebody has logged in.
 */
export class Gate {
  /** `undefined` until the server has said. */
  access: Access | undefined;
  /** Why it has not said. */
  trouble: unknown;
  /** The token of a link was not taken. */
  linkFault: RefusedError | undefined;
  /** Something waits for a log-in, so one is asked for. */
  asking = false;

  private token: string | undefined;
  /** An answer that is on its way is not about what has happened since. */
  private due = false;
  private waiting: ((loggedIn: boolean) => void)[] = [];
  private readonly poller = new Poller(() => this.ask(), ASK_MS);

  constructor(
    private readonly api: Api,
    private readonly changed: () => void,
  ) {}

  /** Asks what it may do until that is known. */
  start(token?: string): void {
    this.token = token ?? this.token;
    this.due = true;
    this.poller.start();
  }

  stop(): void {
    this.poller.stop();
  }

  may(right: Right): boolean {
    return RIGHTS.indexOf(this.access?.may ?? 'nothing') >= RIGHTS.indexOf(right);
  }

  /** Does it; where that needs a log-in, asks for one, and does it again. */
  async attempt<T>(deed: () => Promise<T>): Promise<T> {
    try {
      return await deed();
    } catch (error) {
      if (!needsLogin(error)) {
        throw error;
      }
      this.start();
      if (!(await this.logIn())) {
        throw error;
      }
      return this.attempt(deed);
    }
  }

  /** Asks for a log-in, and whether it came to one. */
  logIn(): Promise<boolean> {
    this.asking = true;
    this.changed();
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  /** The token was taken, or the person would rather not. */
  readonly answered = (loggedIn: boolean): void => {
    const waiting = this.waiting;
    this.waiting = [];
    this.asking = false;
    if (loggedIn) {
      this.linkFault = undefined;
      this.start();
    }
    waiting.forEach((resolve) => resolve(loggedIn));
    this.changed();
  };

  async logOut(): Promise<void> {
    await this.api.logOut();
    location.reload();
  }

  private async ask(): Promise<void> {
    this.due = false;
    try {
      await this.giveToken();
      this.access = await this.api.access().catch(orOpen);
      this.trouble = undefined;
      if (!this.due) {
        this.poller.stop();
      }
    } catch (error) {
      this.trouble = error;
    }
    this.changed();
  }

  private async giveToken(): Promise<void> {
    if (this.token === undefined) {
      return;
    }
    try {
      await this.api.logIn(this.token);
      this.linkFault = undefined;
    } catch (error) {
      if (!(error instanceof RefusedError)) {
        throw error;
      }
      this.linkFault = error;
    }
    this.token = undefined;
  }
}

function orOpen(error: unknown): Access {
  if (error instanceof RefusedError && error.status === 404) {
    return OPEN;
  }
  throw error;
}

/**
 * The token of a link that ends in `#token=…`. It is taken out of the address, so that nobody
 * shares it with a copied address or finds it in the browser's history.
 */
export function takeToken(): string | undefined {
  const [, token] = location.hash.match(/^#token=(.+)$/) ?? [];
  if (token === undefined) {
    return undefined;
  }
  history.replaceState(null, '', location.pathname + location.search);
  try {
    return decodeURIComponent(token);
  } catch {
    return token;
  }
}

export const GateContext = createContext<Gate | undefined>(undefined);

/** What this browser may do, for what is shown below the page. */
export function useGate(): Gate {
  const gate = useContext(GateContext);
  if (gate === undefined) {
    throw new Error('There is no gate around this.');
  }
  return gate;
}

/** The page's one gate; what shows it is drawn again when it changes. */
export function useNewGate(api: Api): Gate {
  const [, redraw] = useState(0);
  const [gate] = useState(() => new Gate(api, () => redraw((times) => times + 1)));
  useEffect(() => {
    const follow = () => {
      const token = takeToken();
      if (token !== undefined) {
        gate.start(token);
      }
    };
    gate.start(takeToken());
    addEventListener('hashchange', follow);
    return () => {
      removeEventListener('hashchange', follow);
      gate.stop();
    };
  }, [gate]);
  return gate;
}
