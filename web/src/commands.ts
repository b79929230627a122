/** Commands to copy into a terminal. */

/** Publishes a moving test picture with a clock and a tone. */
export function ffmpegTestPicture(url: string): string {
  return [
    'ffmpeg -re',
    '-f lavfi -i testsrc2=size=1280x720:rate=25',
    '-f lavfi -i sine=frequency=440:sample_rate=48000',
    '-c:v libx264 -preset veryfast -tune zerolatency -pix_fmt yuv420p -g 50 -b:v 2M',
    '-c:a aac -b:a 128k',
    `-f flv ${quoted(url)}`,
  ].join(' ');
}

/** Publishes a file over and over, without encoding it again. */
export function ffmpegFile(url: string): string {
  return `ffmpeg -re -stream_loop -1 -i video.mp4 -c copy -f flv ${quoted(url)}`;
}

export function ffplay(url: string): string {
  return `ffplay -fflags nobuffer -flags low_delay ${quoted(url)}`;
}

export function vlc(url: string): string {
  return `vlc --network-caching=300 ${quoted(url)}`;
}

/**
 * Double quotes work in every shell, except that an interactive bash expands `!` inside them. The
 * addresses of `urls.ts` contain no quote, dollar, backtick or backslash.
 */
function quoted(url: string): string {
  return url.includes('!') ? `'${url}'` : `"${url}"`;
}
