import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Failure, OpenEngine, Source } from './engine';
import { Player, type PlayerView } from './player';

const SOURCE: Source = {
  mode: 'flv',
  url: 'http://h/live/cam.flv',
  hasVideo: true,
  hasAudio: true,
  leftOut: '',
  tracks: 'avc1,mp4a',
};

const BROKE: Failure = { why: 'It broke.', permanent: false };
const NEVER: Failure = { why: 'No such codec.', permanent: true };

/** A video element whose time goes on only while `moves`. */
class Video {
  currentTime = 0;
  readyState = 4;
  paused = false;
  muted = false;
  moves = true;
  play = vi.fn(async () => {});
}

interface Opened {
  source: Source;
  fail: (failure: Failure) => void;
  closed: boolean;
}

let video: Video;
let opened: Opened[];
let view: PlayerView | undefined;
let player: Player;

const openEngine: OpenEngine = (_, source, fail) => {
  const entry: Opened = { source, fail, closed: false };
  opened.push(entry);
  return {
    close: () => {
      entry.closed = true;
    },
    readout: () => ({ behindLiveSeconds: 1, bufferSeconds: 1 }),
    toLive: () => {},
  };
};

beforeEach(() => {
  vi.useFakeTimers();
  video = new Video();
  opened = [];
  view = undefined;
  player = newPlayer(async () => openEngine);
});

afterEach(() => {
  player.stop();
  vi.useRealTimers();
});

function newPlayer(load: () => Promise<OpenEngine>): Player {
  return new Player(
    video as unknown as HTMLVideoElement,
    SOURCE,
    (changed) => {
      view = changed;
    },
    load,
  );
}

/** Lets time pass for the player and, if it moves, for the picture. */
async function pass(durationMs: number): Promise<void> {
  for (let ms = 0; ms < durationMs; ms += 500) {
    video.currentTime += video.moves ? 0.5 : 0;
    await vi.advanceTimersByTimeAsync(500);
  }
}

async function playing(): Promise<void> {
  player.play();
  await pass(1500);
  expect(view?.state.is).toBe('playing');
}

describe('a player', () => {
  it('plays once pictures move, and closes what it opened', async () => {
    video.moves = false;
    player.play();
    await pass(1500);
    expect(view?.state.is).toBe('starting');
    video.moves = true;
    await pass(1500);
    expect(view?.state.is).toBe('playing');
    expect(player.reading().behindLiveSeconds).toBe(1);
    player.stop();
    expect(opened.map(({ closed }) => closed)).toEqual([true]);
    expect(view?.state.is).toBe('stopped');
  });

  it('opens nothing that the browser cannot decode, and says so', () => {
    const none = { ...SOURCE, hasVideo: false, hasAudio: false, leftOut: 'HEVC video' };
    player.follow(none, 'live');
    player.play();
    expect(opened).toEqual([]);
    expect(view?.state).toEqual({
      is: 'unplayable',
      why: 'This browser cannot play HEVC video this way.',
    });
  });

  it('tries again after a failure, with longer and longer pauses', async () => {
    await playing();
    const pauses = [1000, 2000, 4000, 8000, 8000];
    for (const [index, pauseMs] of pauses.entries()) {
      opened[index]!.fail(BROKE);
      expect(opened[index]!.closed).toBe(true);
      await vi.advanceTimersByTimeAsync(pauseMs - 1);
      expect(opened).toHaveLength(index + 1);
      await vi.advanceTimersByTimeAsync(1);
      expect(opened).toHaveLength(index + 2);
    }
  });

  it('ignores what an engine says after it was closed', async () => {
    await playing();
    opened[0]!.fail(BROKE);
    await pass(2500);
    expect(view?.state.is).toBe('playing');
    opened[0]!.fail(NEVER);
    expect(view?.state.is).toBe('playing');
  });

  it('opens the stream afresh when pictures stand still too long', async () => {
    await playing();
    video.moves = false;
    await pass(3000);
    expect(view).toMatchObject({ state: { is: 'playing' }, moving: false });
    await pass(6000);
    expect(view?.state).toMatchObject({ is: 'retrying', why: 'No new picture arrives.' });
  });

  it('does not take a pause for a stall', async () => {
    await playing();
    video.moves = false;
    video.paused = true;
    await pass(60_000);
    expect(view?.state.is).toBe('playing');
  });

  it('says when its own code could not be loaded, and tries again', async () => {
    const load = vi.fn().mockRejectedValueOnce(new Error('404')).mockResolvedValue(openEngine);
    player = newPlayer(load);
    player.play();
    await vi.advanceTimersByTimeAsync(0);
    expect(view?.state).toMatchObject({ is: 'retrying', why: /could not be loaded/ });
    await pass(2500);
    expect(view?.state.is).toBe('playing');
  });

  it('uses no engine that arrives after it was stopped', async () => {
    player.play();
    player.stop();
    await pass(1000);
    expect(opened).toEqual([]);
  });
});

describe('a player whose publisher leaves', () => {
  it('keeps the stream open within the grace window, and goes on', async () => {
    await playing();
    player.follow(SOURCE, 'waiting');
    video.moves = false;
    await pass(14_000);
    expect(view).toMatchObject({ presence: 'waiting', moving: false });
    player.follow(SOURCE, 'live');
    video.moves = true;
    await pass(2000);
    expect(view).toMatchObject({ state: { is: 'playing' }, presence: 'live', moving: true });
    expect(opened).toHaveLength(1);
  });

  it('starts again as soon as the channel is back, without waiting for its turn', async () => {
    await playing();
    player.follow(SOURCE, 'absent');
    opened[0]!.fail(BROKE);
    await pass(3000);
    expect(opened).toHaveLength(1);
    player.follow(SOURCE, 'live');
    await pass(1500);
    expect(opened).toHaveLength(2);
    expect(view?.state.is).toBe('playing');
  });

  it('starts again when the open stream stays silent after the return', async () => {
    await playing();
    player.follow(SOURCE, 'waiting');
    video.moves = false;
    await pass(5000);
    player.follow(SOURCE, 'live');
    await pass(11_000);
    expect(opened).toHaveLength(2);
  });
});

describe('a player whose source changes', () => {
  it('opens the other one', async () => {
    await playing();
    player.follow({ ...SOURCE, mode: 'hls', url: 'http://h/live/cam.m3u8' }, 'live');
    await pass(500);
    expect(opened.map(({ source, closed }) => [source.mode, closed])).toEqual([
      ['flv', true],
      ['hls', false],
    ]);
  });

  it('opens it again when a kind of track comes or goes', async () => {
    await playing();
    player.follow({ ...SOURCE, hasAudio: false, tracks: 'avc1' }, 'live');
    await pass(500);
    expect(opened).toHaveLength(2);
  });

  it('leaves a change of resolution to the stream itself', async () => {
    await playing();
    player.follow({ ...SOURCE, tracks: 'avc1.other,mp4a' }, 'live');
    await pass(500);
    expect(opened).toHaveLength(1);
  });

  it('tries what could not be played again with other tracks only', async () => {
    await playing();
    opened[0]!.fail(NEVER);
    await pass(30_000);
    expect(view?.state).toEqual({ is: 'unplayable', why: 'No such codec.' });
    player.follow({ ...SOURCE, tracks: 'other' }, 'live');
    await pass(1000);
    expect(opened).toHaveLength(2);
  });

  it('does not start when it was not playing', async () => {
    player.follow({ ...SOURCE, mode: 'ws' }, 'live');
    await pass(1000);
    expect(opened).toEqual([]);
  });
});

describe('a browser that forbids sound', () => {
  const notAllowed = () => Promise.reject(Object.assign(new Error(), { name: 'NotAllowedError' }));

  it('gets a silent picture', async () => {
    video.play.mockImplementationOnce(notAllowed);
    await playing();
    expect(video.muted).toBe(true);
    expect(view?.silenced).toBe(true);
  });

  it('that forbids even that gets the play button back', async () => {
    video.play.mockImplementation(notAllowed);
    player.play();
    await pass(500);
    expect(view?.state.is).toBe('stopped');
  });
});
