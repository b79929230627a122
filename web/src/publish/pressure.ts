/** More pictures than this in the encoder are a machine that does not keep up. */
const ENCODING_MAX = 3;

/** So much media may wait for the line. */
const WAITING_SECONDS_MAX = 1;
const WAITING_BYTES_MIN = 64_000;

/** With so many times as much, sound waits as well. */
const SOUND_TIMES = 4;

/**
 * Says what is left out, so that what waits to be sent stays short. Pictures are left out before
 * they are encoded, so that those around them stay whole; the first one after that is a key frame.
 */
export class Pressure {
  private readonly waitingBytesMax: number;
  private leavingOut = false;

  constructor(bitsPerSecond: number) {
    this.waitingBytesMax = Math.max(WAITING_BYTES_MIN, (bitsPerSecond / 8) * WAITING_SECONDS_MAX);
  }

  /**
   * @param waitingBytes what the socket has not sent yet
   * @param encoding how many pictures the encoder has not given back yet
   */
  picture(waitingBytes: number, encoding: number): 'encode' | 'encode-key' | 'leave-out' {
    if (this.leavingOut) {
      // Half of it must be gone: a key frame is large.
      if (waitingBytes > this.waitingBytesMax / 2) {
        return 'leave-out';
      }
      this.leavingOut = false;
      return 'encode-key';
    }
    this.leavingOut = waitingBytes > this.waitingBytesMax;
    return this.leavingOut || encoding > ENCODING_MAX ? 'leave-out' : 'encode';
  }

  isSoundLeftOut(waitingBytes: number): boolean {
    return waitingBytes > this.waitingBytesMax * SOUND_TIMES;
  }
}
