import { type Answer, refusal } from './mock-relays.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const SEGMENT_MS = 2 * SECOND;
const SEGMENT_BYTES = 310_000;
const PAGE = 100;

interface MockSource {
  id: string;
  name: string;
  streaming: boolean;
  alive: boolean;
  node: string | null;
  silentMs: number;
  lagMs: number | null;
  owed: number;
  owedMs: number;
  lost: number;
  cacheMs: number | null;
  description: string | null;
}

export interface MockRecording {
  id: string;
  source: string;
  alias: string | null;
  description: string | null;
  startMs: number;
  endMs: number | null;
  settled: boolean;
  /** What of it is not stored, from its start: how long, and why. */
  holes: { fromMs: number; toMs: number; why: 'lost' | 'owed' | 'none' }[];
}

/** A control node with some sources, each in another state, and their recordings. */
export class MockControl {
  private revision = 1;
  private made = 0;
  /** What it says instead of all this. */
  trouble: string | null = null;
  readonly sources: MockSource[];
  readonly recordings: MockRecording[] = [];

  constructor(private readonly nowMs = () => Date.now()) {
    this.sources = SOURCES.map((sketch, index) => ({ ...USUAL, id: idOf(index), ...sketch }));
    this.history();
  }

  source(name: string): MockSource {
    return this.sources.find((each) => each.name === name)!;
  }

  state() {
    const now = new Date(this.nowMs()).toISOString();
    if (this.trouble !== null) {
      return { sources: [], more: false, edges: [], revision: -1, trouble: this.trouble, now };
    }
    return {
      sources: this.sources.map((each) => this.describe(each)),
      more: false,
      edges: this.edges(),
      revision: this.revision,
      trouble: null,
      now,
    };
  }

  answer(method: string, path: string, body: unknown, query: URLSearchParams): Answer | undefined {
    const [first, id, verb] = path.split('/').map(decodeURIComponent);
    if (first === 'control') {
      return { status: 200, body: this.state() };
    }
    if (first === 'sources' && id !== undefined) {
      return this.change(method, id, (body ?? {}) as Record<string, unknown>);
    }
    if (first !== 'recordings') {
      return undefined;
    }
    if (id === undefined) {
      return method === 'POST'
        ? this.start((body ?? {}) as Record<string, unknown>)
        : this.list(query);
    }
    return this.tell(method, id, verb, query);
  }

  private change(method: string, id: string, change: Record<string, unknown>): Answer {
    const source = this.sources.find((each) => each.id === id);
    if (source === undefined) {
      return refusal(404, 'there is no such source; GET /api/v2/sources lists all');
    }
    this.revision += 1;
    if (method === 'DELETE') {
      this.sources.splice(this.sources.indexOf(source), 1);
      remove(this.recordings, (each) => each.source === id);
      return { status: 204 };
    }
    if (this.sources.some((each) => each !== source && each.name === change.name)) {
      return refusal(409, `there is a source ${String(change.name)} already`);
    }
    Object.assign(source, change);
    return { status: 200, body: this.describe(source) };
  }

  private start(wanted: Record<string, unknown>): Answer {
    const startMs = wanted.start ? Date.parse(String(wanted.start)) : this.nowMs();
    if (startMs > this.nowMs() + MINUTE) {
      return refusal(400, 'a recording starts in the past or now');
    }
    const recording = this.add({
      source: String(wanted.source),
      alias: (wanted.alias as string) ?? null,
      description: (wanted.description as string) ?? null,
      startMs,
      endMs: null,
      settled: false,
      holes: [],
    });
    this.revision += 1;
    return { status: 201, body: this.describeRecording(recording) };
  }

  private list(query: URLSearchParams): Answer {
    const [source, active] = [query.get('source'), query.get('active') === 'true'];
    const found = this.recordings
      .filter((each) => (source === null || each.source === source) && (!active || !each.endMs))
      .sort((a, b) =>
        query.get('newest') === 'true' ? b.startMs - a.startMs : a.startMs - b.startMs,
      );
    const from = Number(query.get('after') ?? 0);
    const to = from + Number(query.get('limit') ?? PAGE);
    return {
      status: 200,
      body: {
        recordings: found.slice(from, to).map((each) => this.describeRecording(each)),
        next: to < found.length ? String(to) : null,
      },
    };
  }

  private tell(
    method: string,
    id: string,
    verb: string | undefined,
    query: URLSearchParams,
  ): Answer {
    const recording = this.recordings.find((each) => each.id === id);
    if (recording === undefined) {
      return refusal(404, 'there is no such recording; GET /api/v2/recordings lists all');
    }
    if (verb === 'timeline') {
      return { status: 200, body: this.timeline(recording, query.get('from')) };
    }
    if (verb === 'stop') {
      recording.endMs ??= this.nowMs();
      recording.settled = recording.holes.every(({ why }) => why !== 'owed');
      this.revision += 1;
    } else if (method === 'DELETE') {
      remove(this.recordings, (each) => each === recording);
      this.revision += 1;
      return { status: 204 };
    }
    return { status: 200, body: this.describeRecording(recording) };
  }

  private timeline(recording: MockRecording, from: string | null) {
    const { startMs, settled, holes } = recording;
    const fromMs = from === null ? -Infinity : Date.parse(from);
    const stretches = this.stretches(recording).filter((each) => each.startMs >= fromMs);
    const owed = holes.find(({ why }) => why === 'owed');
    return {
      stretches: stretches.map((each) => ({
        start: new Date(each.startMs).toISOString(),
        end: new Date(each.endMs).toISOString(),
        state: each.state,
        segments: Math.ceil((each.endMs - each.startMs) / SEGMENT_MS),
        bytes:
          each.state === 'lost' ? 0 : ((each.endMs - each.startMs) / SEGMENT_MS) * SEGMENT_BYTES,
      })),
      next: null,
      owedFrom: owed && !settled ? new Date(startMs + owed.fromMs).toISOString() : null,
      now: new Date(this.nowMs()).toISOString(),
    };
  }

  /** What of it is stored, and what is lost. */
  stretches({ startMs, endMs, holes }: MockRecording) {
    const found: { startMs: number; endMs: number; state: 'stored' | 'lost' }[] = [];
    let atMs = startMs;
    for (const hole of holes) {
      found.push({ startMs: atMs, endMs: startMs + hole.fromMs, state: 'stored' });
      if (hole.why === 'lost') {
        const [from, to] = [startMs + hole.fromMs, startMs + hole.toMs];
        found.push({ startMs: from, endMs: to, state: 'lost' });
      }
      atMs = startMs + hole.toMs;
    }
    // The newest segment is not whole yet.
    const lastMs = endMs ?? Math.floor((this.nowMs() - SECOND) / SEGMENT_MS) * SEGMENT_MS;
    found.push({ startMs: atMs, endMs: lastMs, state: 'stored' });
    return found.filter((each) => each.endMs > each.startMs);
  }

  private describe(source: MockSource) {
    const nowMs = this.nowMs();
    const at = (agoMs: number) => new Date(nowMs - agoMs).toISOString();
    const { id, name, description, streaming, node, alive, lagMs, owed, lost, cacheMs } = source;
    return {
      ...{ id, name, announced: name, segmentSeconds: 2, description, streaming, playlist: null },
      ...{ node, contactAt: node === null ? null : at(source.silentMs), alive, lagMs },
      newestEnd: lagMs === null ? null : at(lagMs),
      outbox: {
        ...{ segments: owed, bytes: owed * SEGMENT_BYTES, lost },
        oldest: owed === 0 ? null : at(source.owedMs),
      },
      cachedFrom: cacheMs === null ? null : at(cacheMs),
      live: `/v1/vod/live/${id}/vid.m3u8`,
      snapshot: `/api/v2/sources/${id}/snapshot.mp4`,
      ...{ createdAt: at(HOUR), updatedAt: at(HOUR) },
    };
  }

  private describeRecording(recording: MockRecording) {
    const { id, source, alias, description, startMs, endMs, settled } = recording;
    const folder = `/v1/vod/recording/${id}`;
    return {
      ...{ id, source, alias, description, settled, active: endMs === null },
      start: new Date(startMs).toISOString(),
      end: endMs === null ? null : new Date(endMs).toISOString(),
      ...{ replay: `${folder}/vid.m3u8`, export: `${folder}/export.ts` },
      movie: `${folder}/export.mp4`,
      timeline: `/api/v2/recordings/${id}/timeline`,
      ...{ createdAt: new Date(startMs).toISOString(), updatedAt: new Date(startMs).toISOString() },
    };
  }

  private edges() {
    const nodes = new Set(this.sources.filter(({ alive }) => alive).map(({ node }) => node));
    return [...nodes].map((node, index) => ({
      node,
      version: '0.1.0',
      address: `10.0.${index}.7:50122`,
      since: new Date(this.nowMs() - (index + 1) * 1.3 * HOUR).toISOString(),
      silentMs: 800 + index * 900,
      alive: true,
      sources: this.sources.filter((each) => each.node === node).map(({ name }) => name),
    }));
  }

  private add(recording: Omit<MockRecording, 'id'>): MockRecording {
    this.made += 1;
    const added = {
      id: `01JD8Z1M4T9Q2W3E4R5T6Y${String(this.made).padStart(4, '0')}`,
      ...recording,
    };
    this.recordings.push(added);
    return added;
  }

  private history(): void {
    // On whole segments, so that each begins with a picture.
    const base = Math.floor(this.nowMs() / SEGMENT_MS) * SEGMENT_MS;
    const usual = { alias: null, description: null, settled: true, holes: [] };
    for (let i = 0; i < OLD_RECORDINGS; i += 1) {
      const startMs = base - (i + 2) * 5 * HOUR;
      this.add({ ...usual, source: idOf(0), startMs, endMs: startMs + 20 * MINUTE });
    }
    this.add({
      ...usual,
      source: idOf(0),
      alias: 'Delivery at noon',
      description: 'The van with the dent; asked for by the front desk',
      startMs: base - 2 * HOUR,
      endMs: base - HOUR,
      holes: [
        { fromMs: 12 * MINUTE, toMs: 13 * MINUTE, why: 'lost' },
        { fromMs: 40 * MINUTE, toMs: 46 * MINUTE, why: 'none' },
      ],
    });
    this.add({
      ...usual,
      source: idOf(3),
      alias: 'Night in the shop',
      settled: false,
      startMs: base - 9 * HOUR,
      endMs: base - 30 * MINUTE,
      holes: [
        { fromMs: 4 * HOUR, toMs: 4.1 * HOUR, why: 'lost' },
        { fromMs: 6 * HOUR, toMs: 7.5 * HOUR, why: 'owed' },
      ],
    });
    this.add({
      ...{ ...usual, settled: false, source: idOf(0) },
      startMs: base - 4 * MINUTE,
      endMs: null,
    });
  }
}

const OLD_RECORDINGS = 60;

const USUAL = {
  ...{ streaming: true, alive: true, node: 'north', silentMs: 1200, lagMs: 2400 },
  ...{ owed: 0, owedMs: 0, lost: 0, cacheMs: 9 * MINUTE, description: null },
};

const SOURCES: (Partial<MockSource> & { name: string })[] = [
  { name: 'door', description: 'Front door, from above' },
  { name: 'yard', streaming: false },
  { name: 'gate', alive: false, node: 'south', silentMs: 25 * MINUTE, lagMs: 25 * MINUTE },
  { name: 'shop', node: 'east', owed: 412, owedMs: 14 * MINUTE, lost: 3, cacheMs: 14 * MINUTE },
  { name: 'ramp', node: 'east', lagMs: 95 * SECOND, cacheMs: null },
  {
    name: `<img src=x onerror=alert(1)>&"' ${'long '.repeat(12)}`,
    node: null,
    alive: false,
    lagMs: null,
  },
];

function idOf(index: number): string {
  return `6f1c2c4e-5a4b-4d0f-9c47-0c1f9a2b7d${String(10 + index)}`;
}

function remove<T>(list: T[], which: (each: T) => boolean): void {
  list.splice(0, list.length, ...list.filter((each) => !which(each)));
}
