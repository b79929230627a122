import type { Control } from './control-types';

/** What API v2 says, after `decode.ts` has checked it. `undefined` means the server did not say. */

export interface Listener {
  protocol: string;
  /** `host:port` as the server bound it, such as `0.0.0.0:1935` or `[::]:1935`. */
  address: string;
}

/** Bits per second, from the side of the server. */
export interface Bitrate {
  in: number | undefined;
  out: number | undefined;
}

/** How busy the processor is. */
export interface Cpu {
  /** The server's part of all cores, 0 to 1. */
  process: number | undefined;
  cores: number | undefined;
  /** Runnable tasks of the machine, on average. */
  load: number | undefined;
}

/** In bytes. */
export interface Memory {
  heapUsed: number | undefined;
  heapMax: number | undefined;
  channels: number | undefined;
  channelsMax: number | undefined;
  /** What the server's process takes of the machine. */
  resident: number | undefined;
  /** What the FFmpegs take that it started. */
  children: number | undefined;
  /** What there is, of the machine or of the cgroup: `limitedBy` says which. */
  limit: number | undefined;
  free: number | undefined;
  /** What stays free when a relay starts. */
  reserve: number | undefined;
  limitedBy: string | undefined;
  /** What was done because memory is short; `undefined` while it is not. */
  pressure: string | undefined;
  /** The files of relays, and how large they may get. */
  files: number | undefined;
  filesMax: number | undefined;
}

export interface Server {
  name: string;
  version: string | undefined;
  uptimeSeconds: number | undefined;
  /** `undefined` when the server does not list them: then the usual ports are assumed. */
  listeners: Listener[] | undefined;
  bitrate: Bitrate;
  memory: Memory;
  cpu: Cpu;
}

export type ChannelState = 'live' | 'waiting';

export interface Publisher {
  session: string | undefined;
  protocol: string | undefined;
  remote: string | undefined;
  since: Date | undefined;
}

export interface Track {
  kind: string;
  codec: string | undefined;
  codecs: string | undefined;
  profile: string | undefined;
  level: string | undefined;
  bitrate: number | undefined;
  width: number | undefined;
  height: number | undefined;
  frameRate: number | undefined;
  sampleRate: number | undefined;
  channels: number | undefined;
  channelLayout: string | undefined;
  bitDepth: number | undefined;
  chroma: string | undefined;
  dynamicRange: string | undefined;
}

/** The Groups of Pictures that the server keeps for late viewers. */
export interface Groups {
  kept: number | undefined;
  newest: number | undefined;
  bytes: number | undefined;
  durationMs: number | undefined;
}

/** A kind of fault in the publisher's times, which the server repairs. */
export interface Repair {
  kind: string;
  /** What is wrong and how often, for people. */
  text: string;
  count: number | undefined;
  perMinute: number | undefined;
}

export interface Channel {
  /** `app/stream`, with the virtual host in front unless it is the default one. */
  name: string;
  vhost: string | undefined;
  state: ChannelState;
  publisher: Publisher | undefined;
  tracks: Track[];
  groups: Groups;
  repairs: Repair[];
  bitrate: Bitrate;
  /** Viewers by the way they watch: `rtmp`, `flv`, `ts`, `hls` … */
  subscribers: Record<string, number>;
  ageSeconds: number | undefined;
}

export type RelayState =
  'stopped' | 'starting' | 'running' | 'stalled' | 'backoff' | 'failed' | 'ended';

/** A source that the server fetches by itself. */
export interface Relay {
  name: string;
  /** Without credentials. */
  source: string | undefined;
  start: 'always' | 'on-demand';
  state: RelayState;
  reason: string | undefined;
  uptimeSeconds: number | undefined;
  idleSeconds: number | undefined;
  idleTimeoutSeconds: number | undefined;
  retryInSeconds: number | undefined;
  crashes: number | undefined;
  /** The last changes of its state, oldest first. */
  history: Transition[];
  /** Nobody has set up those of the last two. */
  origin: 'file' | 'api' | 'changed' | 'cluster' | 'transcode';
  /** The settings that are set, as in the configuration file, without credentials. */
  config: RelayConfig;
  memory: RelayMemory;
}

export interface Transition {
  at: Date | undefined;
  from: string | undefined;
  to: RelayState;
  reason: string | undefined;
}

/** In bytes. */
export interface RelayMemory {
  channel: number | undefined;
  processes: number | undefined;
  /** What is kept for its next start. */
  expected: number | undefined;
}

/** Settings of a relay as they stand in the configuration file: `{"retry":{"initial":"1s"}}`. */
export type RelayConfig = Record<string, unknown>;

/** A setting that a relay can have. */
export interface RelaySetting {
  /** Dots lead into what is nested: `retry.initial`. */
  key: string;
  byDefault: string | undefined;
  allowed: string | undefined;
  about: string | undefined;
  required: boolean;
}

/** Everything that changes all the time. */
export interface State {
  server: Server;
  channels: Channel[];
  relays: Relay[];
  /** Nothing where the server is no control node. */
  control: Control | undefined;
}

/** What this browser may do. Each includes those before it. */
export const RIGHTS = ['nothing', 'read', 'operate', 'configure'] as const;
export type Right = (typeof RIGHTS)[number];

export interface Access {
  may: Right;
  /** Why: it has a token, it runs on the server's machine, or everybody may. */
  by: string | undefined;
}

/** Something that a relay's source had to say. */
export interface LogLine {
  at: Date | undefined;
  text: string;
}

export interface Session {
  id: string;
  protocol: string | undefined;
  role: string | undefined;
  channel: string | undefined;
  remote: string | undefined;
  agent: string | undefined;
  since: Date | undefined;
  bytesIn: number | undefined;
  bytesOut: number | undefined;
  skippedGroups: number | undefined;
  note: string | undefined;
}
