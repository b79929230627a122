import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { settings } from './settings.ts';

/** The grace window of a channel without a publisher, and some. */
const CHANGE_MS_MAX = 30_000;
const ASK_MS = 200;

/** What an encoder is set to. */
export interface Shape {
  size: string;
  sampleRate: number;
}

export const USUAL: Shape = { size: '640x360', sampleRate: 48_000 };
export const OTHER: Shape = { size: '320x240', sampleRate: 44_100 };

/** An FFmpeg that publishes a tone, and a test picture, small enough for a busy machine. */
export class Publisher {
  private child: ChildProcess | undefined;

  constructor(
    private readonly url: string,
    private readonly withPicture = true,
  ) {}

  async start({ size, sampleRate }: Shape = USUAL): Promise<void> {
    const input = ['-re', '-f', 'lavfi', '-i', `testsrc2=size=${size}:rate=25`];
    const tone = ['-f', 'lavfi', '-i', `sine=frequency=440:sample_rate=${sampleRate}`];
    const video = ['-c:v', 'libx264', '-preset', 'ultrafast', '-tune', 'zerolatency'];
    const groups = ['-pix_fmt', 'yuv420p', '-g', '25', '-b:v', '600k'];
    const audio = ['-c:a', 'aac', '-b:a', '96k'];
    this.child = spawn(
      settings.ffmpeg,
      [
        '-loglevel',
        'error',
        ...(this.withPicture ? [...input, ...tone, ...video, ...groups] : ['-re', ...tone]),
        ...audio,
        '-f',
        'flv',
        this.url,
      ],
      { stdio: ['ignore', 'ignore', 'inherit'] },
    );
    await channelIs('live', new URL(this.url).pathname.slice(1));
  }

  /** As a publisher dies whose machine loses power: without a word. */
  async kill(): Promise<void> {
    if (this.child?.exitCode === null) {
      this.child.kill('SIGKILL');
      await once(this.child, 'exit');
    }
  }
}

/** Waits until the server says so. */
export async function channelIs(state: 'live' | 'gone', channel = settings.channel): Promise<void> {
  const until = Date.now() + CHANGE_MS_MAX;
  while (Date.now() < until) {
    if ((await stateOf(channel)) === state) {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, ASK_MS));
  }
  throw new Error(`${channel} is not ${state} at ${settings.url} after ${CHANGE_MS_MAX} ms`);
}

async function stateOf(name: string): Promise<string> {
  const answer = await fetch(`${settings.url}/api/v2/channels`);
  const { channels } = (await answer.json()) as { channels: { name: string; state: string }[] };
  return channels.find((channel) => channel.name === name)?.state ?? 'gone';
}
