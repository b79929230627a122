import type { Access, Bitrate, Channel, Cpu, Groups, Listener, Memory, Publisher } from './types';
import type { LogLine, Repair, Server, Session, State, Track } from './types';
import { RIGHTS } from './types';
import { decodeControl } from './decode-control';
import { decodeRelays } from './decode-relay';
import { each, instant, type Json, number, object, text } from './json';

/**
 * Turns the JSON of API v2 into its types. A field that is missing or of another type becomes
 * `undefined` and an entry without its name is left out, so that a newer or older server never
 * breaks the page.
 */

export function decodeServer(json: unknown): Server {
  const server = object(json);
  return {
    name: text(server.name) ?? 'millrace',
    version: text(server.version),
    uptimeSeconds: number(server.uptimeSeconds),
    listeners: Array.isArray(server.listeners) ? each(server.listeners, decodeListener) : undefined,
    bitrate: decodeBitrate(server.bitrate),
    memory: decodeMemory(server.memory),
    cpu: decodeCpu(server.cpu),
  };
}

export function decodeChannels(json: unknown): Channel[] {
  return each(object(json).channels, decodeChannel);
}

export function decodeSessions(json: unknown): Session[] {
  return each(object(json).sessions, decodeSession);
}

export function decodeMeeting(json: unknown): string[] {
  const { streams } = object(json);
  return Array.isArray(streams) ? streams.map(text).filter((name) => name !== undefined) : [];
}

/** One event of the stream has all that changes. */
export function decodeState(json: unknown): State {
  return {
    server: decodeServer(object(json).server),
    channels: decodeChannels(json),
    relays: decodeRelays(json),
    control: decodeControl(object(json).control),
  };
}

/** An answer that makes no sense allows nothing. */
export function decodeAccess(json: unknown): Access {
  const { may, by } = object(json);
  return { may: RIGHTS.find((right) => right === may) ?? 'nothing', by: text(by) };
}

export function decodeLog(json: unknown): LogLine[] {
  return each(object(json).lines, decodeLine);
}

function decodeListener(json: Json): Listener | undefined {
  const protocol = text(json.protocol);
  const address = text(json.address);
  return protocol && address ? { protocol: protocol.toLowerCase(), address } : undefined;
}

function decodeBitrate(json: unknown): Bitrate {
  const bitrate = object(json);
  return { in: number(bitrate.in), out: number(bitrate.out) };
}

function decodeMemory(json: unknown): Memory {
  const memory = object(json);
  return {
    heapUsed: number(memory.heapUsed),
    heapMax: number(memory.heapMax),
    channels: number(memory.channels),
    channelsMax: number(memory.channelsMax),
    resident: number(memory.resident),
    children: number(memory.children),
    limit: number(memory.limit),
    free: number(memory.free),
    reserve: number(memory.reserve),
    limitedBy: text(memory.limitedBy),
    pressure: memory.pressure === 'none' ? undefined : text(memory.pressure),
    files: number(memory.files),
    filesMax: number(memory.filesMax),
  };
}

function decodeCpu(json: unknown): Cpu {
  const cpu = object(json);
  return { process: number(cpu.process), cores: number(cpu.cores), load: number(cpu.load) };
}

function decodeChannel(json: Json): Channel | undefined {
  const name = text(json.name);
  if (!name) {
    return undefined;
  }
  return {
    name,
    vhost: text(json.vhost),
    state: json.state === 'waiting' ? 'waiting' : 'live',
    publisher: json.publisher ? decodePublisher(object(json.publisher)) : undefined,
    tracks: each(json.tracks, decodeTrack),
    groups: decodeGroups(object(json.groups)),
    repairs: each(object(json.timeline).kinds, decodeRepair),
    bitrate: decodeBitrate(json.bitrate),
    subscribers: decodeSubscribers(object(json.subscribers)),
    ageSeconds: number(json.ageSeconds),
  };
}

function decodePublisher(json: Json): Publisher {
  return {
    session: text(json.session),
    protocol: text(json.protocol),
    remote: text(json.remote),
    since: instant(json.since),
  };
}

function decodeTrack(json: Json): Track | undefined {
  const kind = text(json.kind);
  if (!kind) {
    return undefined;
  }
  return {
    kind,
    codec: text(json.codec),
    codecs: text(json.codecs),
    profile: text(json.profile),
    level: text(json.level),
    bitrate: number(json.bitrate),
    width: number(json.width),
    height: number(json.height),
    frameRate: number(json.frameRate),
    sampleRate: number(json.sampleRate),
    channels: number(json.channels),
    channelLayout: text(json.channelLayout),
    bitDepth: number(json.bitDepth),
    chroma: text(json.chroma),
    dynamicRange: text(object(json.colour).dynamicRange),
  };
}

function decodeRepair(json: Json): Repair | undefined {
  const kind = text(json.kind);
  return kind
    ? {
        kind,
        text: text(json.text) ?? kind,
        count: number(json.count),
        perMinute: number(json.perMinute),
      }
    : undefined;
}

function decodeGroups(json: Json): Groups {
  return {
    kept: number(json.kept),
    newest: number(json.newest),
    bytes: number(json.bytes),
    durationMs: number(json.durationMs),
  };
}

function decodeSubscribers(json: Json): Record<string, number> {
  const counts = Object.entries(json).map(([kind, count]) => [kind, number(count)] as const);
  return Object.fromEntries(counts.filter((entry): entry is [string, number] => !!entry[1]));
}

function decodeSession(json: Json): Session | undefined {
  const id = text(json.id);
  if (!id) {
    return undefined;
  }
  return {
    id,
    protocol: text(json.protocol),
    role: text(json.role),
    channel: text(json.channel),
    remote: text(json.remote),
    agent: text(json.agent),
    since: instant(json.since),
    bytesIn: number(json.bytesIn),
    bytesOut: number(json.bytesOut),
    skippedGroups: number(json.skippedGroups),
    note: text(json.note),
  };
}

function decodeLine(json: Json): LogLine | undefined {
  const line = text(json.text);
  return line ? { at: instant(json.at), text: line } : undefined;
}
