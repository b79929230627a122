import { type Config, MockRelay } from './mock-relay.ts';
import { faultsIn } from './mock-relay-settings.ts';
import { channel } from './mock-scenes.ts';

/** An answer: its status, and its body if it has one. */
export interface Answer {
  status: number;
  body?: unknown;
}

/** The relays of a mock, and what may be done with them. */
export class MockRelays {
  private readonly relays = new Map<string, MockRelay>();

  constructor(filed: Record<string, Config>) {
    for (const [name, config] of Object.entries(filed)) {
      this.relays.set(name, new MockRelay(name, config, 'file'));
    }
  }

  /** Those that run, as channels. */
  channels(): Record<string, unknown>[] {
    return this.all()
      .filter((relay) => relay.isRunning())
      .map((relay) => channel(relay.name, { in: 1.8e6, viewers: relay.viewers }));
  }

  describe(): Record<string, unknown>[] {
    return this.all().map((relay) => relay.describe());
  }

  find(name: string): MockRelay | undefined {
    return this.relays.get(name);
  }

  add(config: Config): Answer {
    const { name: given, ...rest } = config;
    const name = String(given ?? '').includes('/') ? String(given) : `live/${String(given ?? '')}`;
    const faults = faultsIn(config, true);
    if (faults.length > 0) {
      return refusal(400, 'Some settings are not allowed.', { errors: faults });
    }
    if (this.relays.has(name)) {
      return refusal(409, `There is a relay ${name} already.`);
    }
    const relay = new MockRelay(name, rest, 'api');
    this.relays.set(name, relay);
    return { status: 201, body: relay.describe() };
  }

  change(name: string, config: Config): Answer {
    const faults = faultsIn(config, false);
    if (faults.length > 0) {
      return refusal(400, 'Some settings are not allowed.', { errors: faults });
    }
    const before = this.relays.get(name);
    const origin = before?.filed ? 'changed' : 'api';
    const relay = new MockRelay(name, config, origin, before?.filed);
    this.relays.set(name, relay);
    return { status: before ? 200 : 201, body: relay.describe() };
  }

  delete(name: string): Answer {
    const relay = this.relays.get(name);
    if (relay?.origin === 'file') {
      const detail = `${name} stands in the configuration file, and is deleted there.`;
      return refusal(409, detail, { code: 'in-file' });
    }
    if (relay?.filed) {
      this.relays.set(name, new MockRelay(name, relay.filed, 'file'));
    } else {
      this.relays.delete(name);
    }
    return relay ? { status: 204 } : refusal(404, `There is no relay ${name}.`);
  }

  private all(): MockRelay[] {
    const relays = [...this.relays.values()].sort((a, b) => a.name.localeCompare(b.name));
    relays.forEach((relay) => relay.tick());
    return relays;
  }
}

export function refusal(status: number, detail: string, more: object = {}): Answer {
  return { status, body: { type: 'about:blank', title: 'No', status, detail, ...more } };
}
