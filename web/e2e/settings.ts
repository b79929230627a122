/**
 * What the tests run against, from the environment:
 *
 * - `MILLRACE_URL`: the address of a running server's page.
 * - `MILLRACE_CHANNEL`: the channel to play, H.264 and AAC; `live/cam`.
 * - `MILLRACE_PUBLISH`: where to publish that channel with FFmpeg, such as
 *   `rtmp://127.0.0.1:1935/live/cam`. Without it the channel must be live already, and what needs
 *   a publisher to come and go is skipped.
 * - `MILLRACE_MODE`: how the test of a restart plays, `hls`, `flv`, `ws` or `ts`.
 * - `MILLRACE_TOKEN`, `MILLRACE_SOURCE`: how an administrator logs in, and a live source for a relay.
 * - `MILLRACE_SHOTS`: a folder for screenshots, for people to look at; without it none are taken.
 * - `CHROMIUM`, `FFMPEG`: the programs.
 */
export const settings = {
  url: (process.env.MILLRACE_URL ?? 'http://127.0.0.1:8080').replace(/\/$/, ''),
  channel: process.env.MILLRACE_CHANNEL ?? 'live/cam',
  publish: process.env.MILLRACE_PUBLISH,
  mode: process.env.MILLRACE_MODE ?? 'hls',
  token: process.env.MILLRACE_TOKEN ?? '',
  source: process.env.MILLRACE_SOURCE,
  shots: process.env.MILLRACE_SHOTS,
  chromium: process.env.CHROMIUM ?? '/usr/bin/chromium',
  ffmpeg: process.env.FFMPEG ?? 'ffmpeg',
};
