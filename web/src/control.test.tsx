// @vitest-environment happy-dom
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { App } from './app';
import { TestPage } from './testing/page';
import { FakeServer } from './testing/server';
// Fetched by the page when somebody goes there; here it is, however long that takes.
import './view/control/pages';

const NOW = '2026-11-22T12:00:00Z';
const ago = (seconds: number) => new Date(Date.parse(NOW) - seconds * 1000).toISOString();

const DOOR = {
  id: 'd1',
  name: 'door',
  announced: 'door',
  segmentSeconds: 2,
  streaming: true,
  node: 'north',
  contactAt: ago(3),
  alive: true,
  lagMs: 2400,
  outbox: { segments: 0, bytes: 0, oldest: null, lost: 0 },
  cachedFrom: ago(310),
};

const YARD = {
  ...DOOR,
  id: 'y1',
  name: 'yard',
  streaming: false,
  outbox: { segments: 40, bytes: 4_000_000, oldest: ago(600), lost: 2 },
};

const EDGE = {
  ...{ node: 'north', version: '0.1.0', address: '10.0.0.7:50122', since: ago(3600) },
  ...{ silentMs: 2100, alive: true, sources: ['door', 'yard'] },
};

const HOSTILE = '<img src=x onerror="document.title=1">"><script>alert(1)</script>';

const RUNNING = {
  ...{ id: 'r1', source: 'd1', alias: 'tea', start: ago(60), end: null },
  ...{ active: true, settled: false },
};
const OLD = {
  ...{ id: 'r2', source: 'y1', alias: null, start: ago(7200), end: ago(3600) },
  ...{ active: false, settled: true },
};

let server: FakeServer;
let page: TestPage;

beforeEach(() => {
  location.hash = '';
  server = new FakeServer();
  server.control = { sources: [DOOR, YARD], edges: [EDGE], revision: 1, now: NOW };
  server.recordings = [RUNNING, OLD];
});

afterEach(() => page.close());

async function show(hash = '#/sources', selector = '.source'): Promise<void> {
  location.hash = hash;
  page = await TestPage.show(<App api={server.api} />);
  await page.wait(selector);
}

const card = (index: number) => page.all('.source')[index]!.textContent!;

describe('the ways to it', () => {
  it('are shown on a control node', async () => {
    await show();
    expect(
      page.all('.places a').map((it) => [it.textContent, it.getAttribute('aria-current')]),
    ).toEqual([
      ['Channels', null],
      ['Sources', 'page'],
      ['Recordings', null],
    ]);
  });

  it('are not shown where there is nothing of it, and a link says so', async () => {
    server.control = undefined;
    await show('#/sources', '.connecting');
    expect(page.all('.places')).toEqual([]);
    expect(page.text('.connecting')).toContain('no control node');
  });
});

describe('sources', () => {
  it('say how they are', async () => {
    await show();
    expect(page.all('.source .state').map((it) => it.textContent)).toEqual([
      'Live',
      'Streaming off',
    ]);
    expect(card(0)).toContain('Last contact3 s ago');
    expect(card(0)).toContain('Lag2.4 s');
    expect(card(0)).toContain('tea');
    expect(card(0)).not.toContain('to come');
    expect(card(1)).toContain('40 segments of recordings are still to come (4.00 MB)');
    expect(card(1)).toContain('Lost2 segments');
  });

  it('come forward with what they owe', async () => {
    await show();
    const progress = () => page.all<HTMLProgressElement>('progress')[0]!.value;
    expect(progress()).toBe(0);
    const outbox = { ...YARD.outbox, segments: 10 };
    server.control = { sources: [DOOR, { ...YARD, outbox }], edges: [], revision: 1, now: NOW };
    await page.lookAgain();
    expect(progress()).toBe(0.75);
  });

  it('are switched on, and say why not', async () => {
    await show();
    const toggle = () => page.all<HTMLInputElement>('.switch input')[1]!;
    await act(async () => toggle().click());
    await page.settle();
    expect(server.told).toEqual(['PATCH y1']);
    expect(server.sent).toEqual([{ streaming: true }]);
    server.refusal = { status: 403, detail: 'Not you.' };
    await act(async () => toggle().click());
    await page.settle();
    expect(page.text('.fault')).toContain('Not you.');
  });

  it('are renamed, and a name that is taken is said at the field', async () => {
    await show();
    await page.click('Rename door');
    await page.type('dialog input', 'yard');
    server.refusal = { status: 409, detail: 'there is a source yard already' };
    await page.submit();
    expect(page.text('dialog .fault')).toContain('there is a source yard already');
    server.refusal = undefined;
    await page.submit();
    expect(server.sent).toEqual([{ name: 'yard' }]);
    expect(page.all('dialog')).toEqual([]);
  });

  it('are deleted only when one knows what goes with them', async () => {
    await show();
    await page.click('Delete yard');
    expect(page.text('dialog')).toContain('1 recording goes with it.');
    await page.click('Delete');
    expect(server.told).toEqual(['DELETE y1']);
  });

  it('offer nothing to those who may only look', async () => {
    server.access = { may: 'read', by: 'open' };
    await show();
    expect(page.all('.switch')).toEqual([]);
    expect(card(0)).toContain('Log in to record');
  });

  it('never run what is in a name', async () => {
    const odd = { ...DOOR, name: HOSTILE, description: HOSTILE, node: HOSTILE };
    server.control = { sources: [odd], edges: [{ ...EDGE, node: HOSTILE }], revision: 1, now: NOW };
    await show();
    expect(page.all('.source img, .edges img, #app script')).toEqual([]);
    expect(card(0)).toContain(HOSTILE);
  });

  it('are shown as they were while the catalogue does not answer', async () => {
    await show();
    server.control = { sources: [], edges: [], revision: -1, trouble: 'it rests', now: NOW };
    await page.lookAgain();
    expect(page.text('.banner.is-trouble')).toContain('it rests');
    expect(page.all('.source')).toHaveLength(2);
  });
});

describe('edge nodes', () => {
  it('are listed with what they send', async () => {
    await show();
    expect(page.text('.edges tbody')).toContain('north');
    expect(page.text('.edges tbody')).toContain('10.0.0.7:50122');
    expect(page.text('.edges tbody')).toContain('2 s ago');
    expect(page.text('.edges tbody')).toContain('door, yard');
  });
});

describe('a recording is started', () => {
  const choices = () =>
    page.all<HTMLLabelElement>('.choice').map((it) => ({
      words: it.textContent!,
      input: it.querySelector('input')!,
    }));
  const choose = async (words: string) => {
    await act(async () =>
      choices()
        .find((it) => it.words === words)!
        .input.click(),
    );
  };

  it('as far back as the edge node has something', async () => {
    await show();
    await page.click('Record door');
    expect(choices().map(({ words, input }) => [words, input.disabled])).toEqual([
      ['now on', false],
      ['1 minute ago', false],
      ['5 minutes ago', false],
      ['15 minutes ago', true],
      ['60 minutes ago', true],
      ['all that is there (5 min 10 s)', false],
      ['another time', false],
    ]);
    expect(page.text('dialog')).toContain('still has the last 5 min 10 s');
  });

  it('from a time in the past, with a name', async () => {
    await show();
    await page.click('Record door');
    await choose('5 minutes ago');
    await page.type('dialog input[name=alias]', ' tea ');
    await page.submit();
    const { start, ...sent } = server.sent[0] as { start: string };
    expect(sent).toEqual({ source: 'd1', alias: 'tea' });
    expect(Date.parse(NOW) - Date.parse(start)).toBeGreaterThan(290_000);
    expect(page.all('dialog')).toEqual([]);
  });

  it('now, by the clock of the control node', async () => {
    await show();
    await page.click('Record door');
    server.refusal = { status: 503, detail: 'the catalogue does not answer' };
    await page.submit();
    expect(page.text('dialog [role=alert]')).toContain('the catalogue does not answer');
    server.refusal = undefined;
    await page.submit();
    expect(server.sent).toEqual([{ source: 'd1' }]);
  });

  it('where nobody knows how far back it goes', async () => {
    server.control = { sources: [{ ...DOOR, cachedFrom: null }], edges: [], revision: 1, now: NOW };
    await show();
    await page.click('Record door');
    expect(choices().every(({ input }) => !input.disabled)).toBe(true);
    expect(page.text('dialog')).toContain('is not known');
  });
});

describe('recordings', () => {
  it('are listed with their state, and stopped', async () => {
    await show('#/recordings', 'tbody tr');
    expect(page.all('tbody tr').map((it) => it.querySelector('.state')!.textContent)).toEqual([
      'Running',
      'Complete',
    ]);
    expect(page.all('tbody th a').map((it) => it.textContent)).toEqual(['tea', 'yard']);
    expect(page.text('tbody tr:last-child')).toContain('1 h');
    await page.click('Stop tea');
    expect(server.told).toEqual(['r1/stop']);
  });

  it('are filtered as the address says', async () => {
    await show('#/recordings?source=y1', 'tbody tr');
    expect(page.all('tbody tr')).toHaveLength(1);
    await page.close();
    await show('#/recordings?active=true', 'tbody tr');
    expect(page.text('tbody')).toContain('tea');
    await page.close();
    await show('#/recordings?source=y1&active=true', '.recordings .hint');
    expect(page.text('.recordings')).toContain('There is no such recording.');
  });

  it('come page by page', async () => {
    server.recordings = Array.from({ length: 70 }, (_, i) => ({ ...OLD, id: `r${i}` }));
    await show('#/recordings', 'tbody tr');
    expect(page.all('tbody tr')).toHaveLength(50);
    await page.click('Show more');
    expect(page.all('tbody tr')).toHaveLength(70);
    expect(page.text()).not.toContain('Show more');
  });

  it('are exported by a link, and deleted after a question', async () => {
    await show('#/recordings', 'tbody tr');
    const link = page.all<HTMLAnchorElement>('a[download]')[0]!;
    expect(link.getAttribute('href')).toMatch(/\/v1\/vod\/recording\/r1\/export\.ts$/);
    await page.click('Delete tea');
    expect(page.text('dialog')).toContain('It still runs.');
    await page.click('Delete');
    expect(server.told).toEqual(['DELETE r1']);
  });

  it('say where it happened that they cannot be told', async () => {
    server.recordings = [RUNNING];
    await show('#/recordings', 'tbody tr');
    server.refusal = { status: 503, detail: 'the catalogue does not answer' };
    await page.click('Stop tea');
    expect(page.text('.row-action .fault')).toContain('the catalogue does not answer');
  });
});

describe('a recording', () => {
  beforeEach(() => {
    const piece = { state: 'stored', segments: 10, bytes: 1_000_000 };
    server.timeline = {
      stretches: [
        { ...piece, start: ago(60), end: ago(40) },
        { ...piece, start: ago(40), end: ago(30), state: 'lost' },
        { ...piece, start: ago(20), end: ago(2) },
      ],
      next: null,
      owedFrom: ago(25),
      now: NOW,
    };
  });

  it('shows what of it is stored, lost, owed, and was never there', async () => {
    await show('#/recordings?id=r1', '.piece');
    expect(page.all('.piece').map((it) => it.className.replace('piece is-', ''))).toEqual([
      ...['stored', 'lost', 'none', 'owed', 'stored', 'owed'],
    ]);
    expect(page.text('.fates')).toContain('Stored38 s');
    expect(page.text('.fates')).toContain('Lost10 s');
    expect(page.text('.recording-facts')).toContain('Size2.00 MB');
    expect(page.text('.recording-facts')).toContain('Sourcedoor');
  });

  it('is exported as far as it is selected', async () => {
    await show('#/recordings?id=r1', '.piece');
    const query = () => new URL(page.all<HTMLAnchorElement>('a[download]')[0]!.href).searchParams;
    const press = (key: string) =>
      act(async () => {
        page.all('.track')[0]!.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
      });
    expect(page.all<HTMLAnchorElement>('.export-bar a').map((it) => it.pathname.slice(-4))).toEqual(
      ['.mp4', 't.ts'],
    );
    expect(query().size).toBe(0);
    await press('[');
    expect(query().get('from')).toBe(ago(60));
    await press(']');
    expect(page.all('a[download]')).toEqual([]);
    expect(page.text('.export-bar')).toContain('Nothing of this is stored.');
    await press('Escape');
    expect(query().size).toBe(0);
  });

  it('that is not there, or no more, says so', async () => {
    await show('#/recordings?id=r9', '.recording-page');
    await page.wait('.recording-page .hint');
    expect(page.text()).toContain('There is no such recording, or no more.');
  });

  it('is deleted, and then the list is shown', async () => {
    await show('#/recordings?id=r1', '.track');
    await page.click('Delete');
    await act(async () => page.all('dialog .is-solid')[0]!.click());
    await page.settle();
    expect(server.told).toEqual(['DELETE r1']);
    expect(location.hash).toBe('#/recordings');
  });
});
