// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { App } from './app';
import { TestPage } from './testing/page';
import { FakeServer } from './testing/server';

const CAM = {
  name: 'live/cam',
  state: 'live',
  publisher: { session: 's1', protocol: 'rtmp', remote: '192.0.2.7:5000' },
  tracks: [
    { kind: 'video', codec: 'H.264', profile: 'High', level: '3.1', width: 1280, height: 720 },
    { kind: 'audio', codec: 'AAC', sampleRate: 48_000, channels: 2, channelLayout: 'stereo' },
  ],
  groups: { kept: 5, newest: 17, bytes: 1234, durationMs: 9800 },
  bitrate: { in: 1_100_000, out: 3_300_000 },
  subscribers: { rtmp: 1, hls: 2 },
  ageSeconds: 33,
};

const HOSTILE = '<img src=x onerror="document.title=1">/"><script>alert(1)</script>';

let server: FakeServer;
let page: TestPage;

beforeEach(() => {
  location.hash = '';
  server = new FakeServer();
});

afterEach(() => page.close());

async function show(hash = ''): Promise<void> {
  location.hash = hash;
  page = await TestPage.show(<App api={server.api} />);
}

describe('before anything is live', () => {
  it('says how to publish, in full', async () => {
    await show();
    expect(page.text('h1')).toBe('Nothing is live yet');
    const values = page.all('.copy-value').map((value) => value.textContent);
    expect(values.slice(0, 2)).toEqual([`rtmp://${location.hostname}:1935/live`, 'cam']);
    expect(values[2]).toMatch(/^ffmpeg .*testsrc2.* "rtmp:\/\/.*:1935\/live\/cam"$/);
    expect(page.text()).toContain('--demo');
  });

  it('follows the name one chooses, unless the server would refuse it', async () => {
    await show();
    await page.type('.name-choice input', 'tv/one');
    expect(page.all('.copy-value')[1]?.textContent).toBe('one');
    await page.type('.name-choice input', 'no slash');
    expect(page.text('.fault')).toMatch(/slash/);
    await page.type('.name-choice input', 'live/a b');
    expect(page.text('.fault')).toMatch(/letters, digits/);
  });

  it('shows the first channel when it comes', async () => {
    await show();
    server.channels = [CAM];
    await page.lookAgain();
    expect(page.text('.card h2')).toBe('live/cam');
  });
});

describe('the header', () => {
  it('has the totals', async () => {
    server.channels = [CAM, { name: 'live/b', state: 'waiting', subscribers: { flv: 4 } }];
    await show();
    expect(page.text('.server-facts')).toBe('Version 0.1.0up 2 h 14 min');
    const totals = page.all('.total').map((total) => total.textContent);
    expect(totals).toEqual(['Channels1', 'Viewers7', 'In512 kbit/s', 'Out1.02 Mbit/s']);
  });

  it('survives a server that says nothing about itself', async () => {
    server.server = {};
    await show();
    expect(page.all('.total').map((total) => total.textContent)).toContain('In–');
  });
});

describe('a channel', () => {
  it('has everything on its card', async () => {
    server.channels = [CAM];
    await show();
    const badges = page.all('.badge').map((badge) => badge.textContent);
    expect(badges).toEqual(['1280×720', 'H.264 High 3.1', 'AAC', '48 kHz', 'stereo']);
    expect(page.text('.state')).toBe('Live');
    expect(page.text('.numbers')).toContain('Viewers2 HLS, 1 RTMP');
    expect(page.text('.numbers')).toContain('PublisherRTMP from 192.0.2.7:5000');
    expect(page.text('.numbers')).toContain('5 groups, 9.8 s, 1.23 kB');
    expect(page.button('Play live/cam')).toBeTruthy();
  });

  it('may be nothing but a name', async () => {
    server.channels = [{ name: 'live/sparse' }, { name: 'live/other', state: 'waiting' }];
    await show();
    expect(page.all('.card')).toHaveLength(2);
    expect(page.all('.state').map((state) => state.textContent)).toEqual(['Live', 'Waiting']);
  });

  it('shows its addresses on demand among others', async () => {
    server.channels = [CAM, { ...CAM, name: 'live/b' }];
    await show();
    expect(page.all('.copy-field')).toHaveLength(0);
    await page.click('Addresses');
    const labels = page.all('.copy-label').map((label) => label.textContent);
    expect(labels).toEqual([
      ...['Link to this player', 'HLS', 'HTTP-FLV', 'WebSocket-FLV', 'HTTP-TS', 'RTMP'],
      ...['VLC', 'ffplay'],
    ]);
  });

  it('cannot smuggle markup in through its name', async () => {
    server.channels = [
      { ...CAM, name: HOSTILE, publisher: { protocol: HOSTILE, remote: HOSTILE } },
    ];
    server.sessions = [{ id: HOSTILE, channel: HOSTILE, remote: HOSTILE, agent: HOSTILE }];
    await show();
    await page.click('Sessions');
    expect(page.text('.card h2')).toBe(HOSTILE);
    expect(page.all('img, script')).toEqual([]);
    for (const link of page.all<HTMLAnchorElement>('a')) {
      expect(link.getAttribute('href')).toMatch(/^#\//);
    }
  });

  it('is found by its name among many', async () => {
    server.channels = Array.from({ length: 12 }, (_, i) => ({ ...CAM, name: `live/cam${i}` }));
    await show();
    await page.type('.filter input', 'CAM11');
    expect(page.all('.card h2').map((name) => name.textContent)).toEqual(['live/cam11']);
  });
});

describe('a deep link', () => {
  it('opens the channel large', async () => {
    server.channels = [CAM, { ...CAM, name: 'live/b' }];
    await show('#/live/cam');
    expect(page.text('h1')).toBe('live/cam');
    expect(page.all('.player.is-large')).toHaveLength(1);
    expect(page.all('.card')).toHaveLength(0);
    expect(document.title).toBe('live/cam · Millrace');
    expect(page.text('.details')).toContain('1280×720 · H.264 High 3.1');
  });

  it("tells what is wrong with the publisher's times", async () => {
    const repair = { kind: 'dts_back', text: 'encoder sends DTS that go back: 4 repairs/min' };
    server.channels = [{ ...CAM, timeline: { kinds: [{ ...repair, count: 1200 }] } }];
    await show('#/live/cam');
    expect(page.text('.details')).toContain('go back: 4 repairs/min, 1,200 in all');
  });

  it('waits for a channel that is not there', async () => {
    await show('#/live/later');
    expect(page.text('.state')).toBe('Off air');
    expect(page.text('.panel')).toMatch(/starts to play as soon as/);
    server.channels = [{ ...CAM, name: 'live/later' }];
    await page.lookAgain();
    expect(page.text('.state')).toBe('Live');
  });

  it('leads back', async () => {
    server.channels = [CAM];
    await show('#/live/cam');
    location.hash = '#/';
    dispatchEvent(new Event('hashchange'));
    await page.settle();
    expect(page.text('h1')).toBe('Channels');
  });
});

describe('a server that cannot be reached', () => {
  it('is announced at once, and again when it is back', async () => {
    server.reachable = false;
    await show();
    expect(page.text('.banner')).toMatch(/^The server cannot be reached\. Trying again/);
    expect(page.text('main')).toBe('');
    server.reachable = true;
    await page.lookAgain();
    expect(page.text('.banners')).toBe('');
    expect(page.text('h1')).toBe('Nothing is live yet');
  });

  it('leaves what was known on the page', async () => {
    server.channels = [CAM];
    await show();
    server.reachable = false;
    await page.lookAgain();
    expect(page.text('.banner')).toMatch(/what you see is from before/);
    expect(page.all('.card')).toHaveLength(1);
  });

  it('that comes back with another version asks for a reload', async () => {
    await show();
    server.server = { version: '0.2.0' };
    await page.lookAgain();
    expect(page.text('.banner')).toMatch(/updated to version 0\.2\.0/);
  });
});

describe('sessions', () => {
  const PUBLISHER = {
    id: 's1',
    protocol: 'rtmp',
    role: 'publisher',
    channel: 'live/cam',
    remote: '192.0.2.7:5000',
    bytesIn: 1_482_000,
  };
  const VIEWER = {
    id: 's2',
    protocol: 'flv',
    role: 'viewer',
    channel: 'live/cam',
    skippedGroups: 3,
  };

  beforeEach(() => {
    server.sessions = [VIEWER, PUBLISHER];
  });

  it('are listed on demand, publishers first', async () => {
    await show();
    expect(page.all('tbody tr')).toHaveLength(0);
    await page.click('Sessions');
    expect(page.all('tbody th').map((id) => id.textContent)).toEqual(['s1', 's2']);
    expect(page.all('tbody tr')[0]?.textContent).toContain('1.48 MB');
    expect(page.all('[data-label="Skipped groups"]')[1]?.textContent).toBe('3');
  });

  it('are found by any of their words', async () => {
    await show();
    await page.click('Sessions');
    await page.type('.sessions-head input', 'viewer FLV');
    expect(page.all('tbody th').map((id) => id.textContent)).toEqual(['s2']);
    expect(page.text('.sessions-head .hint')).toMatch(/^1 of 2 sessions/);
  });

  it('have their roles in words', async () => {
    const roles = ['publisher', 'viewer', 'bandwidth', 'idle', 'of tomorrow'];
    server.sessions = roles.map((role) => ({ id: role, role }));
    await show();
    await page.click('Sessions');
    expect(page.all('.role').map((role) => role.textContent)).toEqual([
      ...['publisher', 'viewer', 'bandwidth test', 'not said yet', 'of tomorrow'],
    ]);
  });

  it('are disconnected only after a second thought', async () => {
    await show();
    await page.click('Sessions');
    await page.click('Disconnect session s1');
    expect(page.text('dialog')).toMatch(/everybody who watches it loses the picture/);
    await page.click('Keep it');
    expect(server.deleted).toEqual([]);
    await page.click('Disconnect session s1');
    await page.click('Disconnect');
    expect(server.deleted).toEqual(['s1']);
    expect(page.text('.sessions-head .hint')).toBe('Session s1 was disconnected.');
    expect(page.all('tbody th').map((id) => id.textContent)).toEqual(['s2']);
  });

  it('stay when the server says no', async () => {
    server.refusal = { status: 403, detail: 'Only an administrator may do that.' };
    await show();
    await page.click('Sessions');
    await page.click('Disconnect session s2');
    await page.click('Disconnect');
    expect(page.text('.sessions-head .hint')).toMatch(/still there.*Only an administrator/);
  });

  it('are not drawn by the thousand', async () => {
    server.sessions = Array.from({ length: 1000 }, (_, i) => ({ id: `s${i}` }));
    await show();
    await page.click('Sessions');
    expect(page.all('tbody tr')).toHaveLength(100);
    expect(page.text('.sessions-head .hint')).toMatch(/^100 of 1,000 sessions/);
  });
});
