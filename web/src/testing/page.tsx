import type { ComponentChild } from 'preact';
import { render } from 'preact';
import { act } from 'preact/test-utils';
import { Api } from '../api/client';

/** A server that answers as told, for tests of the page. */
export class FakeServer {
  server: unknown = {
    name: 'millrace',
    version: '0.1.0',
    uptimeSeconds: 8040,
    listeners: [{ protocol: 'rtmp', address: '0.0.0.0:1935' }],
    bitrate: { in: 512_000, out: 1_024_000 },
  };
  channels: unknown[] = [];
  sessions: unknown[] = [];
  relays: unknown[] = [];
  lines: unknown[] = [];
  reachable = true;
  /** What a `DELETE` is answered; 204 takes the session away. */
  refusal: { status: number; detail: string } | undefined;
  readonly deleted: string[] = [];
  /** The paths that were posted to, below `relays/`. */
  readonly told: string[] = [];

  readonly api = new Api('http://host/', (input, options) =>
    this.answer(new URL(String(input)).pathname, options?.method ?? 'GET'),
  );

  private async answer(path: string, method: string): Promise<Response> {
    if (!this.reachable) {
      throw new TypeError('Failed to fetch');
    }
    const [, , resource, id] = path.slice(1).split('/');
    if (method === 'DELETE') {
      return this.delete(id ?? '');
    }
    if (method === 'POST') {
      return this.tell(path);
    }
    const bodies: Record<string, unknown> = {
      server: this.server,
      channels: { channels: this.channels },
      sessions: { sessions: this.sessions },
      relays: path.endsWith('/log') ? { lines: this.lines } : { relays: this.relays },
    };
    return Response.json(bodies[resource ?? '']);
  }

  private tell(path: string): Response {
    if (this.refusal) {
      return Response.json({ detail: this.refusal.detail }, { status: this.refusal.status });
    }
    this.told.push(path.replace('/api/v2/relays/', ''));
    return Response.json({});
  }

  private delete(id: string): Response {
    if (this.refusal) {
      return Response.json({ detail: this.refusal.detail }, { status: this.refusal.status });
    }
    this.deleted.push(id);
    this.sessions = this.sessions.filter((session) => (session as { id: string }).id !== id);
    return new Response(null, { status: 204 });
  }
}

/** A document with the component in it, and what a person does there. */
export class TestPage {
  readonly root = document.createElement('div');

  static async show(component: ComponentChild): Promise<TestPage> {
    const page = new TestPage();
    document.body.replaceChildren(page.root);
    await act(async () => render(component, page.root));
    await page.settle();
    return page;
  }

  /** Lets answers arrive and what they change be drawn. */
  async settle(): Promise<void> {
    for (let turn = 0; turn < 5; turn += 1) {
      await act(() => new Promise((resolve) => setTimeout(resolve)));
    }
  }

  /** Back in view, the page asks the server at once. */
  async lookAgain(): Promise<void> {
    document.dispatchEvent(new Event('visibilitychange'));
    await this.settle();
  }

  async close(): Promise<void> {
    await act(async () => render(null, this.root));
  }

  text(selector?: string): string {
    const element = selector === undefined ? this.root : this.root.querySelector(selector);
    return (element?.textContent ?? '').replace(/\s+/g, ' ').trim();
  }

  all<T extends Element = HTMLElement>(selector: string): T[] {
    return [...this.root.querySelectorAll<T>(selector)];
  }

  /** The button that says so, as a screen reader finds it. */
  button(name: string): HTMLButtonElement {
    const found = this.all<HTMLButtonElement>('button').find((button) => {
      const words = button.getAttribute('aria-label') ?? button.textContent ?? '';
      return words.replace(/\s+/g, ' ').trim() === name;
    });
    if (!found) {
      throw new Error(`No button says "${name}" in: ${this.text()}`);
    }
    return found;
  }

  async click(name: string): Promise<void> {
    await act(async () => this.button(name).click());
    await this.settle();
  }

  async type(selector: string, text: string): Promise<void> {
    const input = this.root.querySelector<HTMLInputElement>(selector)!;
    await act(async () => {
      input.value = text;
      input.dispatchEvent(new Event('input', { bubbles: true }));
    });
  }
}
