export type Config = Record<string, unknown>;

type State = 'stopped' | 'starting' | 'running' | 'stalled' | 'backoff' | 'failed' | 'ended';

const START_MS = 1500;
const RETRY_MS_MIN = 2000;
const RETRY_MS_MAX = 60_000;
const HISTORY_LENGTH_MAX = 50;

/**
 * A relay that pretends: one whose source has `broken` in it fails and is tried again, one with
 * `wrong` fails for good, all others run.
 */
export class MockRelay {
  state: State = 'stopped';
  viewers = 0;

  private reason = 'nobody has watched it yet';
  private changedMs = Date.now();
  private idleSinceMs = Date.now();
  private retryMs: number | undefined;
  private crashes = 0;
  private readonly history: Record<string, unknown>[] = [];
  private readonly log: { at: string; text: string }[] = [];

  constructor(
    readonly name: string,
    public config: Config,
    public origin: 'file' | 'api' | 'changed',
    /** What the file says, to go back to. */
    readonly filed: Config | undefined = origin === 'file' ? config : undefined,
  ) {
    if (config.start === 'always') {
      this.tell('start');
    }
  }

  tell(what: string): void {
    if (what === 'stop') {
      this.become('stopped', 'a person stopped it');
    } else if (what === 'start') {
      this.crashes = 0;
      this.become('starting', 'a person started it');
    } else {
      this.crashes = 0;
      this.become('stopped', 'a person reset it');
    }
  }

  /** What would have happened by now. */
  tick(nowMs = Date.now()): void {
    const source = String(this.config.source);
    const forMs = nowMs - this.changedMs;
    if (this.state === 'starting' && forMs > START_MS) {
      if (source.includes('wrong')) {
        this.say('[rtsp] method DESCRIBE failed: 401 Unauthorized');
        this.crashes += 1;
        this.become('failed', 'the source refused: 401 Unauthorized');
      } else if (source.includes('broken')) {
        this.fail(nowMs);
      } else {
        this.crashes = 0;
        this.idleSinceMs = nowMs;
        this.become('running', 'the first picture came');
      }
    } else if (this.retryMs !== undefined && nowMs > this.retryMs) {
      this.become('starting', 'tried again after a failure');
    } else if (this.state === 'running' && this.isIdle(nowMs)) {
      this.become('stopped', `nobody watched for ${this.idleTimeoutMs() / 1000} s`);
    }
  }

  isRunning(): boolean {
    return this.state === 'running';
  }

  describe(nowMs = Date.now()): Record<string, unknown> {
    const running = this.isRunning();
    const child = running && this.config.output_args !== undefined;
    return {
      name: this.name,
      source: this.config.source,
      start: this.config.start ?? 'on-demand',
      state: this.state,
      reason: this.reason,
      uptimeSeconds: running ? (nowMs - this.changedMs) / 1000 : 0,
      idleSeconds: this.viewers > 0 ? 0 : (nowMs - this.idleSinceMs) / 1000,
      idleTimeoutSeconds: this.idleTimeoutMs() / 1000,
      retryInSeconds: this.retryMs === undefined ? null : Math.max(0, this.retryMs - nowMs) / 1000,
      crashes: this.crashes,
      history: this.history,
      origin: this.origin,
      config: this.config,
      memory: {
        channel: running ? 3_400_000 : 0,
        processes: child ? 21_700_000 : 0,
        expected: child ? 26_000_000 : 6_291_456,
      },
    };
  }

  lines() {
    return { lines: this.log };
  }

  private fail(nowMs: number): void {
    this.crashes += 1;
    const waitMs = Math.min(RETRY_MS_MIN * 2 ** (this.crashes - 1), RETRY_MS_MAX);
    this.say('[tcp @ 0x5581] Connection to tcp://10.0.0.9:554 failed: Connection refused');
    this.say('Error opening input: Connection refused');
    this.become('backoff', 'connection refused');
    this.retryMs = nowMs + waitMs;
  }

  private isIdle(nowMs: number): boolean {
    const forMs = this.viewers > 0 ? 0 : nowMs - this.idleSinceMs;
    return this.config.start !== 'always' && forMs > this.idleTimeoutMs();
  }

  private idleTimeoutMs(): number {
    return (parseInt(String(this.config.idle_timeout ?? '30s'), 10) || 30) * 1000;
  }

  private become(to: State, reason: string): void {
    const at = new Date().toISOString();
    this.history.push({ at, from: this.state, to, reason });
    this.history.splice(0, this.history.length - HISTORY_LENGTH_MAX);
    this.say(`${this.state} → ${to}: ${reason}`);
    this.state = to;
    this.reason = reason;
    this.changedMs = Date.now();
    this.retryMs = undefined;
  }

  private say(text: string): void {
    this.log.push({ at: new Date().toISOString(), text });
  }
}
