// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { App } from './app';
import { TestPage } from './testing/page';
import { FakeServer } from './testing/server';

const DOOR = {
  name: 'live/door',
  source: 'rtsp://***@10.0.0.7/1',
  start: 'on-demand',
  state: 'running',
  reason: 'the first picture came',
  uptimeSeconds: 61,
  idleSeconds: 10.2,
  idleTimeoutSeconds: 30,
  retryInSeconds: null,
  crashes: 0,
  origin: 'api',
  config: { source: 'rtsp://***@10.0.0.7/1', retry: { initial: '2s' } },
  memory: { channel: 1_572_864, processes: 12_582_912, expected: 1 },
};

const YARD = {
  ...DOOR,
  name: 'live/yard',
  state: 'backoff',
  reason: 'connection refused',
  retryInSeconds: 7.2,
  crashes: 3,
  memory: { channel: 0, processes: 0, expected: 16_777_216 },
  history: [
    { at: '2026-11-22T08:00:00Z', from: 'stopped', to: 'starting', reason: 'somebody watches' },
    { at: '2026-11-22T08:00:02Z', from: 'starting', to: 'backoff', reason: 'connection refused' },
  ],
};

const HOSTILE = '<img src=x onerror="document.title=1">/"><script>alert(1)</script>';

const SETTINGS = [
  { key: 'name', required: true },
  { key: 'source', required: true },
  { key: 'start', byDefault: 'on-demand' },
  {
    key: 'idle_timeout',
    byDefault: '30s',
    about: 'When it stops; `0s` is never.',
    allowed: 'a duration',
  },
  { key: 'retry.initial', byDefault: '1s' },
  { key: 'output_args' },
  { key: 'env' },
  { key: 'of_tomorrow' },
];

let server: FakeServer;
let page: TestPage;

beforeEach(() => {
  location.hash = '';
  server = new FakeServer();
  server.settings = SETTINGS;
});

afterEach(() => page.close());

async function show(): Promise<void> {
  page = await TestPage.show(<App api={server.api} />);
}

describe('relays', () => {
  it('are offered where there are none, to whom could add the first', async () => {
    await show();
    expect(page.text('.relays')).toContain('Add a relay');
    await page.close();
    server.access = { may: 'read', by: 'open' };
    await show();
    expect(page.text()).not.toContain('Relays');
  });

  it('say how they are, and why', async () => {
    server.relays = [DOOR, YARD];
    await show();
    expect(page.text('.relays .hint')).toBe('1 of 2 relays running, 1 in trouble');
    expect(page.all('.relay-reason').map((it) => it.textContent)).toEqual([
      'the first picture came',
      'connection refused',
    ]);
    const facts = page.all('.relay-facts').map((it) => it.textContent);
    expect(facts[0]).toContain('Runs for1 min 1 s');
    expect(facts[0]).toContain('Nobody watches for10 s, stops in 20 s');
    expect(facts[0]).toContain('Memory1.50 MB and 12 MB of FFmpeg');
    expect(facts[1]).toContain('Next attempt in8 s');
    expect(facts[1]).toContain('Failures in a row3');
    expect(facts[1]).toContain('needs about 16 MB');
  });

  it('say who watches instead of for how long nobody has', async () => {
    server.relays = [DOOR];
    server.channels = [{ name: 'live/door', subscribers: { hls: 2 }, bitrate: { in: 2e6 } }];
    await show();
    expect(page.text('.relay-facts')).toContain('In2.00 Mbit/s');
    expect(page.text('.relay-facts')).toContain('Viewers2 HLS');
    expect(page.text('.relay-facts')).not.toContain('Nobody');
  });

  it('can be stopped, and tell of a refusal where it happened', async () => {
    server.relays = [DOOR];
    await show();
    await page.click('Stop live/door');
    expect(server.told).toEqual(['live/door/stop']);
    server.refusal = { status: 403, detail: 'Not you.' };
    await page.click('Stop live/door');
    expect(page.text('.relay .fault')).toContain('Not you.');
  });

  it('have a log, newest first', async () => {
    server.relays = [{ ...DOOR, name: HOSTILE, source: HOSTILE, reason: HOSTILE }];
    server.lines = [
      { at: '2026-11-22T08:00:00Z', text: 'one' },
      { at: '2026-11-22T08:00:01Z', text: HOSTILE },
    ];
    await show();
    await page.click(`Log of ${HOSTILE}`);
    expect(page.all('.relay-log li').map((it) => it.textContent?.slice(-HOSTILE.length))).toEqual([
      HOSTILE,
      expect.stringContaining('one'),
    ]);
    expect(page.all('img, script')).toHaveLength(0);
  });

  it('have a history with its failures, newest first', async () => {
    server.relays = [YARD];
    await show();
    await page.click('History of live/yard1');
    expect(page.text('.relay-details .hint')).toBe('1 failure among the last 2 changes');
    expect(page.all('.relay-log li').map((it) => it.className)).toEqual(['is-failure', '']);
    expect(page.text('.relay-log li')).toMatch(/Waiting to try again\s?connection refused$/);
  });

  it('are deleted after a second thought', async () => {
    server.relays = [DOOR];
    await show();
    await page.click('Delete live/door');
    await page.click('Keep it');
    expect(server.told).toEqual([]);
    await page.click('Delete live/door');
    server.refusal = { status: 409, detail: 'It stands in the file.', code: 'in-file' };
    await page.click('Delete');
    expect(page.text('dialog .fault')).toContain('It stands in the file.');
    server.refusal = undefined;
    await page.click('Delete');
    expect(server.told).toEqual(['DELETE live/door']);
    expect(page.all('dialog')).toHaveLength(0);
  });

  it('of the configuration file are not deleted, but what was changed is undone', async () => {
    server.relays = [
      { ...DOOR, origin: 'file' },
      { ...YARD, origin: 'changed' },
    ];
    await show();
    expect(page.text()).not.toContain('Delete');
    await page.click('Undo changes live/yard');
    expect(page.text('dialog')).toContain('what the configuration file says');
  });

  it('that nobody has set up are neither changed nor deleted', async () => {
    server.relays = [
      { ...DOOR, origin: 'cluster' },
      { ...YARD, origin: 'transcode' },
    ];
    await show();
    expect(page.text()).toContain('from another server of the cluster');
    expect(page.text()).toContain('transcoded here');
    expect(page.text()).toContain('Stop');
    expect(page.text()).not.toContain('Edit');
    expect(page.text()).not.toContain('Delete');
  });
});

it('a relay is on the page of its channel, with what is wrong with it', async () => {
  server.relays = [DOOR, YARD];
  location.hash = '#/live/yard';
  await show();
  expect(page.text('.panel')).toContain('A relay fetches this channel.');
  expect(page.all('.relay').map((relay) => relay.querySelector('h3')?.textContent)).toEqual([
    'live/yard',
  ]);
  expect(page.text('.relay-reason')).toBe('connection refused');
  expect(page.text()).not.toContain('Add a relay');
});

describe('the form of a relay', () => {
  it('adds one, with what one has to say first', async () => {
    await show();
    await page.click('Add a relay');
    await page.wait('[name=env]');
    expect(page.all('.field-label').map((label) => label.textContent)).toEqual([
      ...['Name', 'Source', 'When it runs', 'Stops when nobody watches for'],
      ...['First wait after a failure', 'FFmpeg, behind the source', 'FFmpeg, variables'],
      'of_tomorrow',
    ]);
    expect(page.text('.more')).toContain('When it stops; 0s is never. A duration.');
    await page.type('[name=name]', 'door');
    await page.click('other server');
    await page.type('[name=output_args]', '-vf "fps=5, scale=640:-1"');
    await page.type('[name=env]', 'A=b');
    await page.submit();
    expect(server.sent).toEqual([
      {
        name: 'door',
        source: 'rtmp://10.0.0.8/live/door',
        start: 'on-demand',
        output_args: ['-vf', 'fps=5, scale=640:-1'],
        env: { A: 'b' },
      },
    ]);
    expect(page.all('dialog')).toHaveLength(0);
  });

  it('says at once what is missing', async () => {
    await show();
    await page.click('Add a relay');
    await page.wait('[name=env]');
    await page.type('[name=name]', 'a b');
    await page.submit();
    const faults = page.all('.field .fault').map((fault) => fault.textContent);
    expect(faults[0]).toMatch(/^A stream, or an app and a stream/);
    expect(faults[1]).toBe('This is needed.');
    expect(document.activeElement?.getAttribute('name')).toBe('name');
    expect(server.told).toEqual([]);
  });

  it('shows what the server says at the field it is about', async () => {
    await show();
    await page.click('Add a relay');
    await page.wait('[name=env]');
    await page.type('[name=name]', 'door');
    await page.type('[name=source]', 'rtsp://a');
    const errors = [{ key: 'idle_timeout', message: 'a duration, such as 10s' }];
    server.refusal = { status: 400, detail: 'One thing is wrong.', errors };
    await page.submit();
    expect(page.text('[name=idle_timeout] + .fault')).toBe('a duration, such as 10s');
    expect(page.all<HTMLDetailsElement>('details')[0]?.open).toBe(true);
    await page.type('[name=idle_timeout]', '10s');
    expect(page.text('[name=idle_timeout] + .fault')).toBe('');
    server.refusal = { status: 409, detail: 'There is a relay live/door.' };
    await page.submit();
    expect(page.text('[name=name] + .fault')).toBe('There is a relay live/door.');
    server.refusal = { status: 400, detail: 'Elsewhere.', errors: [{ key: 'x', message: 'y' }] };
    await page.submit();
    expect(page.text('form > .fault')).toContain('Elsewhere.');
  });

  it('changes one, and leaves alone what was not touched', async () => {
    const config = { ...DOOR.config, retry: { initial: '2s', attempts: 5 }, unknown: ['x'] };
    server.relays = [{ ...DOOR, config }];
    await show();
    await page.click('Edit live/door');
    await page.wait('[name=env]');
    expect(page.text('dialog h2')).toBe('Edit live/door');
    expect(page.text('dialog')).toContain('Leave *** as it is');
    await page.type('[name="idle_timeout"]', '5m');
    await page.submit();
    expect(server.told).toEqual(['PUT live/door']);
    expect(server.sent).toEqual([{ ...config, start: 'on-demand', idle_timeout: '5m' }]);
  });
});
