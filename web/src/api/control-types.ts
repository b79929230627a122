/** What API v2 of a control node says, after `decode-control.ts` has checked it. */

/** What an edge node owes of recordings, and what it could not keep. */
export interface Outbox {
  segments: number;
  bytes: number | undefined;
  /** When the oldest of it began. */
  oldest: Date | undefined;
  lost: number;
}

/** A camera, or whatever else an edge node sends segments of. */
export interface Source {
  id: string;
  name: string;
  /** By which name edge nodes announce it. */
  announced: string | undefined;
  description: string | undefined;
  segmentSeconds: number | undefined;
  /** Whether its segments are sent as they come, for live viewers. */
  streaming: boolean;
  /** The edge node that was heard of it last. */
  node: string | undefined;
  contactAt: Date | undefined;
  /** Whether that was lately. */
  alive: boolean;
  /** How long ago its newest segment ended. */
  lagMs: number | undefined;
  outbox: Outbox | undefined;
  /** From when on the edge node still has everything. */
  cachedFrom: Date | undefined;
  live: string;
  snapshot: string;
}

/** An edge node that is connected. */
export interface Edge {
  node: string;
  version: string | undefined;
  address: string | undefined;
  since: Date | undefined;
  silentMs: number | undefined;
  alive: boolean;
  /** By the names that it gave them. */
  sources: string[];
}

/** What changes on a control node by itself. */
export interface Control {
  sources: Source[];
  /** There are more than these. */
  more: boolean;
  edges: Edge[];
  /** Another one when a recording was started, stopped or deleted. */
  revision: number;
  /** Why the lists are empty. */
  trouble: string | undefined;
  /** What time it is there. */
  now: Date | undefined;
}

/** A stretch of a source's time that is kept. */
export interface Recording {
  id: string;
  source: string;
  alias: string | undefined;
  description: string | undefined;
  start: Date;
  /** `undefined` while it runs. */
  end: Date | undefined;
  active: boolean;
  /** It has ended, and all that there is of it is stored. */
  settled: boolean;
  replay: string;
  /** All of it, as it was recorded. */
  export: string;
  /** The same as an MP4. */
  movie: string;
}

export interface Page<T> {
  items: T[];
  /** Asks for what follows. */
  next: string | undefined;
}

/** Segments of a recording that follow each other. */
export interface Stretch {
  startMs: number;
  endMs: number;
  state: 'stored' | 'lost';
  segments: number;
  bytes: number;
}

/** What is known of a recording's time; or of a part of it, when there is a `next`. */
export interface Timeline {
  stretches: Stretch[];
  next: Date | undefined;
  /** What is in no stretch and later than this may still come. */
  owedFrom: Date | undefined;
  now: Date | undefined;
}

/** Which recordings are asked for, the newest first. */
export interface RecordingQuery {
  source?: string | undefined;
  active?: boolean;
  limit?: number;
  after?: string | undefined;
}

export interface NewRecording {
  source: string;
  alias?: string;
  description?: string;
  /** In the past; now by default. */
  start?: string;
}
