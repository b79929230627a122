import type {
  Control,
  Edge,
  Outbox,
  Page,
  Recording,
  Source,
  Stretch,
  Timeline,
} from './control-types';
import { each, instant, type Json, number, object, text } from './json';

/** What API v2 of a control node says; see `decode.ts`. */

/** Nothing where the server is none. */
export function decodeControl(json: unknown): Control | undefined {
  if (typeof json !== 'object' || json === null) {
    return undefined;
  }
  const control = object(json);
  return {
    sources: each(control.sources, decodeSource),
    more: control.more === true,
    edges: each(control.edges, decodeEdge),
    revision: number(control.revision) ?? 0,
    trouble: text(control.trouble),
    now: instant(control.now),
  };
}

export function decodeRecordings(json: unknown): Page<Recording> {
  const page = object(json);
  return { items: each(page.recordings, decodeRecording), next: text(page.next) };
}

export function decodeRecording(json: unknown): Recording | undefined {
  const it = object(json);
  const [id, source, start] = [text(it.id), text(it.source), instant(it.start)];
  if (!id || !source || !start) {
    return undefined;
  }
  return {
    id,
    source,
    alias: text(it.alias),
    description: text(it.description),
    start,
    end: instant(it.end),
    active: it.active === true,
    settled: it.settled === true,
    replay: text(it.replay) ?? `/v1/vod/recording/${encodeURIComponent(id)}/vid.m3u8`,
    export: text(it.export) ?? `/v1/vod/recording/${encodeURIComponent(id)}/export.ts`,
    movie: text(it.movie) ?? `/v1/vod/recording/${encodeURIComponent(id)}/export.mp4`,
  };
}

export function decodeTimeline(json: unknown): Timeline {
  const it = object(json);
  return {
    stretches: each(it.stretches, decodeStretch),
    next: instant(it.next),
    owedFrom: instant(it.owedFrom),
    now: instant(it.now),
  };
}

function decodeSource(json: Json): Source | undefined {
  const [id, name] = [text(json.id), text(json.name)];
  if (!id || !name) {
    return undefined;
  }
  const path = encodeURIComponent(id);
  return {
    id,
    name,
    announced: text(json.announced),
    description: text(json.description),
    segmentSeconds: number(json.segmentSeconds),
    streaming: json.streaming === true,
    node: text(json.node),
    contactAt: instant(json.contactAt),
    alive: json.alive === true,
    lagMs: number(json.lagMs),
    outbox: json.outbox ? decodeOutbox(object(json.outbox)) : undefined,
    cachedFrom: instant(json.cachedFrom),
    live: text(json.live) ?? `/v1/vod/live/${path}/vid.m3u8`,
    snapshot: text(json.snapshot) ?? `/api/v2/sources/${path}/snapshot.mp4`,
  };
}

function decodeOutbox(json: Json): Outbox {
  return {
    segments: number(json.segments) ?? 0,
    bytes: number(json.bytes),
    oldest: instant(json.oldest),
    lost: number(json.lost) ?? 0,
  };
}

function decodeEdge(json: Json): Edge | undefined {
  const node = text(json.node);
  return node
    ? {
        node,
        version: text(json.version),
        address: text(json.address),
        since: instant(json.since),
        silentMs: number(json.silentMs),
        alive: json.alive === true,
        sources: (Array.isArray(json.sources) ? json.sources : [])
          .map(text)
          .filter((name) => name !== undefined),
      }
    : undefined;
}

function decodeStretch(json: Json): Stretch | undefined {
  const [start, end] = [instant(json.start), instant(json.end)];
  return start && end && end > start
    ? {
        startMs: start.getTime(),
        endMs: end.getTime(),
        state: json.state === 'lost' ? 'lost' : 'stored',
        segments: number(json.segments) ?? 1,
        bytes: number(json.bytes) ?? 0,
      }
    : undefined;
}
