import type { Engine, Failure, Mode, OpenEngine, Readout, Source } from './engine';
import { loadEngine } from './load-engine';
import { NO_PLAYER, STALLED, undecodable } from './reasons';
import type { PlayerEvent, PlayerState, Presence } from './state';
import { next, STOPPED } from './state';

const WATCH_MS = 1000;

/** Pictures that stand still for longer while the channel is live: start afresh. */
const STALL_MS_MAX = 8000;

/** The server may hold HLS back until a first segment is complete, so a start may take longer. */
const START_MS_MAX = 25_000;

/** What the player tells its view. */
export interface PlayerView {
  state: PlayerState;
  presence: Presence;
  /** False while pictures stand still. */
  moving: boolean;
  /** The browser did not let it start with sound. */
  silenced: boolean;
}

/** What the player can measure about itself. */
export interface Reading extends Readout {
  droppedFrames: number | undefined;
}

const NO_READOUT: Readout = { behindLiveSeconds: undefined, bufferSeconds: undefined };

/**
 * Plays a channel on a video element for as long as it is told to: carries out what `state.ts`
 * decides, watches that pictures move, and follows the channel through republishing.
 */
export class Player {
  private state: PlayerState = STOPPED;
  private presence: Presence = 'live';
  private engine: Engine | undefined;
  /** Engines load asynchronously; one that arrives for an older opening is not used. */
  private opening = 0;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private watch: ReturnType<typeof setInterval> | undefined;
  private seenTime = 0;
  private stillMs = 0;
  /** Of a recording, where to go on. */
  private resumeMs: number | undefined;
  private silenced = false;

  constructor(
    private readonly video: HTMLVideoElement,
    private source: Source,
    private readonly changed: (view: PlayerView) => void,
    private readonly load: (mode: Mode) => Promise<OpenEngine> = loadEngine,
  ) {}

  play(): void {
    this.dispatch({ on: 'play' });
  }

  stop(): void {
    this.dispatch({ on: 'stop' });
  }

  toLive(): void {
    this.engine?.toLive();
    void this.video.play().catch(() => {});
  }

  /** When what is shown was recorded, or is going to be shown. */
  recordedMs(): number | undefined {
    return this.engine?.recordedMs?.() ?? this.resumeMs;
  }

  /** Plays a recording from what was recorded at this time. */
  seekTo(recordedMs: number): void {
    if (this.state.is === 'playing' && this.engine?.seekTo) {
      this.engine.seekTo(recordedMs);
      void this.video.play().catch(() => {});
    } else {
      this.close();
      this.resumeMs = recordedMs;
      this.play();
    }
  }

  reading(): Reading {
    const readout = this.engine?.readout() ?? NO_READOUT;
    return { ...readout, droppedFrames: this.video.getVideoPlaybackQuality?.().droppedVideoFrames };
  }

  /** Follows the channel: another mode, other tracks, publisher gone or back. */
  follow(source: Source, presence: Presence): void {
    const cameBack = presence === 'live' && this.presence !== 'live';
    const other =
      source.mode !== this.source.mode ||
      source.url !== this.source.url ||
      // A waiting channel may have lost its tracks; that alone is no reason to start again.
      (presence === 'live' && source.tracks !== this.source.tracks && this.needsOther(source));
    const presenceChanged = presence !== this.presence;
    this.source = presence === 'live' || other ? source : this.source;
    this.presence = presence;
    if (other) {
      this.dispatch({ on: 'sourceChanged' });
    } else if (cameBack) {
      this.stillMs = 0;
      this.dispatch({ on: 'becameLive' });
    }
    if (presenceChanged) {
      this.report();
    }
  }

  private needsOther(source: Source): boolean {
    const { hasVideo, hasAudio } = this.source;
    return (
      this.state.is === 'unplayable' || source.hasVideo !== hasVideo || source.hasAudio !== hasAudio
    );
  }

  private dispatch(event: PlayerEvent): void {
    const before = this.state;
    const after = next(before, event, this.presence);
    if (after === before) {
      return;
    }
    this.state = after;
    clearTimeout(this.retry);
    switch (after.is) {
      case 'starting':
        void this.open();
        break;
      case 'playing':
        break;
      case 'retrying':
        this.close();
        this.retry = setTimeout(() => this.dispatch({ on: 'retryDue' }), after.delayMs);
        break;
      default:
        this.close();
    }
    this.report();
  }

  private async open(): Promise<void> {
    this.close();
    const opening = this.opening;
    const { source } = this;
    const ifCurrent = (action: () => void) => opening === this.opening && action();
    if (source.hasVideo === false && source.hasAudio === false) {
      this.dispatch({ on: 'failed', failure: undecodable(source.leftOut) });
      return;
    }
    try {
      const openEngine = await this.load(source.mode);
      ifCurrent(() => {
        const failed = (failure: Failure) =>
          ifCurrent(() => this.dispatch({ on: 'failed', failure }));
        this.engine = openEngine(this.video, source, failed, this.resumeMs);
        this.watch = setInterval(() => this.look(), WATCH_MS);
        void this.startVideo();
      });
    } catch {
      ifCurrent(() => this.dispatch({ on: 'failed', failure: NO_PLAYER }));
    }
  }

  private close(): void {
    this.opening += 1;
    clearInterval(this.watch);
    this.stillMs = 0;
    this.seenTime = 0;
    this.resumeMs = this.source.recorded ? this.recordedMs() : undefined;
    this.engine?.close();
    this.engine = undefined;
  }

  /**
   * Browsers forbid sound that nobody asked for, and phones that save power forbid even a silent
   * start: then the viewer gets the play button.
   */
  private async startVideo(): Promise<void> {
    if (await this.mayPlay()) {
      return;
    }
    if (this.video.muted) {
      this.stop();
      return;
    }
    this.video.muted = true;
    this.silenced = true;
    this.report();
    if (!(await this.mayPlay())) {
      this.stop();
    }
  }

  private async mayPlay(): Promise<boolean> {
    try {
      await this.video.play();
      return true;
    } catch (error) {
      // Anything else, such as an interrupted load, shows as a failure of the engine.
      return (error as Error).name !== 'NotAllowedError';
    }
  }

  private look(): void {
    const { currentTime, paused } = this.video;
    const wasMoving = this.moving();
    const moved = currentTime !== this.seenTime && this.video.readyState >= 2;
    this.seenTime = currentTime;
    this.stillMs = moved || (paused && this.state.is === 'playing') ? 0 : this.stillMs + WATCH_MS;
    if (moved) {
      this.dispatch({ on: 'progress' });
    }
    if (this.stillMs >= this.stillMsMax() && this.presence === 'live') {
      this.dispatch({ on: 'failed', failure: STALLED });
    }
    if (wasMoving !== this.moving()) {
      this.report();
    }
  }

  /** A recording that runs is waited for where it ends. */
  private stillMsMax(): number {
    if (this.state.is === 'starting') {
      return START_MS_MAX;
    }
    return this.source.recorded ? Infinity : STALL_MS_MAX;
  }

  private moving(): boolean {
    return this.stillMs < 2 * WATCH_MS;
  }

  private report(): void {
    const { state, presence, silenced } = this;
    this.changed({ state, presence, moving: this.moving(), silenced });
  }
}
