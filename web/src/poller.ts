/**
 * Runs a task again and again while someone looks at the page, one run at a time. A page that
 * comes back into view is brought up to date at once.
 */
export class Poller {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private running = false;
  private stopped = true;

  /** @param task must not reject */
  constructor(
    private readonly task: () => Promise<void>,
    private readonly everyMs: number,
    private readonly page: Document = document,
  ) {}

  start(): void {
    this.stopped = false;
    this.page.addEventListener('visibilitychange', this.now);
    this.now();
  }

  stop(): void {
    this.stopped = true;
    clearTimeout(this.timer);
    this.page.removeEventListener('visibilitychange', this.now);
  }

  /** Does not wait for the next turn. */
  readonly now = (): void => {
    if (!this.running) {
      void this.run();
    }
  };

  private async run(): Promise<void> {
    clearTimeout(this.timer);
    if (this.stopped || this.page.hidden) {
      return;
    }
    this.running = true;
    await this.task();
    this.running = false;
    if (!this.stopped) {
      this.timer = setTimeout(this.now, this.everyMs);
    }
  }
}
