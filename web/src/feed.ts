import type { State } from './api/types';
import { Poller } from './poller';

/** Where states come from: a stream, or an answer to each question. */
export interface FeedSource {
  state(): Promise<State>;
  /** Returns how to close it; nothing where there are no streams. */
  events(onState: (state: State) => void, onEnd: () => void): (() => void) | undefined;
}

export interface FeedListener {
  onState: (state: State) => void;
  /** A question was not answered; it is asked again. */
  onTrouble: (error: unknown) => void;
}

const POLL_MS = 2000;

/** A stream tells something every second; a proxy that holds it back tells nothing. */
const SILENCE_MS_MAX = 6000;

const REOPEN_MS_MIN = 5000;
const REOPEN_MS_MAX = 80_000;

/**
 * The state of the server for as long as someone looks at the page: by a stream of events, and by
 * asking every two seconds while there is no stream, which is tried again now and then.
 */
export class Feed {
  private readonly poller: Poller;
  private close: (() => void) | undefined;
  /** States come by the stream, so that nothing is asked. */
  private streaming = false;
  private silence: ReturnType<typeof setTimeout> | undefined;
  private reopen: ReturnType<typeof setTimeout> | undefined;
  private reopenMs = REOPEN_MS_MIN;

  constructor(
    private readonly source: FeedSource,
    private readonly listener: FeedListener,
    private readonly page: Document = document,
  ) {
    this.poller = new Poller(() => this.ask(), POLL_MS, page);
  }

  start(): void {
    this.page.addEventListener('visibilitychange', this.look);
    this.look();
  }

  stop(): void {
    this.page.removeEventListener('visibilitychange', this.look);
    this.rest();
  }

  /** Something was changed: does not wait for the next turn. */
  readonly now = (): void => {
    if (this.streaming) {
      void this.ask(true);
    } else {
      this.poller.now();
    }
  };

  /**
   * Nobody looks: the stream is given up, as a browser has only six connections to a server, and
   * hidden tabs would hold them.
   */
  private readonly look = (): void => {
    this.rest();
    if (!this.page.hidden) {
      this.poller.start();
      this.open();
    }
  };

  private rest(): void {
    clearTimeout(this.silence);
    clearTimeout(this.reopen);
    this.close?.();
    this.close = undefined;
    this.streaming = false;
    this.poller.stop();
  }

  private open(): void {
    this.close = this.source.events(
      (state) => this.streamed(state),
      () => this.lost(),
    );
    if (this.close) {
      this.silence = setTimeout(() => this.lost(), SILENCE_MS_MAX);
    }
  }

  private streamed(state: State): void {
    clearTimeout(this.silence);
    this.silence = setTimeout(() => this.lost(), SILENCE_MS_MAX);
    this.streaming = true;
    this.reopenMs = REOPEN_MS_MIN;
    this.poller.stop();
    this.listener.onState(state);
  }

  private lost(): void {
    this.rest();
    this.poller.start();
    this.reopen = setTimeout(() => this.open(), this.reopenMs);
    this.reopenMs = Math.min(2 * this.reopenMs, REOPEN_MS_MAX);
  }

  private async ask(anyway = false): Promise<void> {
    try {
      const state = await this.source.state();
      // An answer that the stream has overtaken is old.
      if (anyway || !this.streaming) {
        this.listener.onState(state);
      }
    } catch (error) {
      if (!this.streaming) {
        this.listener.onTrouble(error);
      }
    }
  }
}
