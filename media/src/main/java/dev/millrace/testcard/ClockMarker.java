package dev.millrace.testcard;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.OptionalLong;

/// The time of sending, carried inside a video frame from publisher to player: both on one machine,
/// so that their difference is the latency of everything between them.
///
/// It is a supplemental enhancement information NAL unit with unregistered user data, H.264 D.1.6,
/// in front of everything else in the frame. The clock is in hex, so that no byte of it needs
/// escaping and it can be overwritten in place.
///
/// ```
///  0                4    5      6      7               23                 39      40
///  +----------------+----+------+------+---------------+------------------+-------+
///  | NAL length, 36 | 06 | 05   | 32   | identifier    | clock, 16 digits | 80    |
///  +----------------+----+------+------+---------------+------------------+-------+
/// ```
///
/// The clock is `System.nanoTime()`, which on Linux all processes share (`CLOCK_MONOTONIC`).
public final class ClockMarker {
    /// Bytes that a marker takes in a frame, with the length in front of its NAL unit.
    public static final int LENGTH_BYTES = 40;

    /// Where a reader stops looking: behind what MPEG-TS puts in front of the first slice.
    public static final int SEARCH_BYTES_MAX = 256;

    private static final byte[] IDENTIFIER = "RTMPLOADLATENCY1".getBytes(StandardCharsets.US_ASCII);
    private static final int USER_DATA_UNREGISTERED = 5;
    private static final int CLOCK_DIGITS = 16;
    private static final int CLOCK_AT = LENGTH_BYTES - 1 - CLOCK_DIGITS;

    private ClockMarker() {}

    /// A marker with its clock at zero, as the beginning of a frame.
    public static byte[] blank() {
        byte[] marker = new byte[LENGTH_BYTES];
        marker[3] = LENGTH_BYTES - 4;
        marker[4] = Nal.SEI;
        marker[5] = USER_DATA_UNREGISTERED;
        marker[6] = (byte) (IDENTIFIER.length + CLOCK_DIGITS);
        System.arraycopy(IDENTIFIER, 0, marker, 7, IDENTIFIER.length);
        Arrays.fill(marker, CLOCK_AT, CLOCK_AT + CLOCK_DIGITS, (byte) '0');
        marker[LENGTH_BYTES - 1] = (byte) 0x80;
        return marker;
    }

    /// Overwrites the clock of the marker that a frame of length-prefixed NAL units begins with.
    /// Answers whether it does begin with one.
    public static boolean write(byte[] payload, long clockNs) {
        byte[] blank = blank();
        if (payload.length < LENGTH_BYTES
                || !Arrays.equals(payload, 0, CLOCK_AT, blank, 0, CLOCK_AT)) {
            return false;
        }
        for (int i = 0; i < CLOCK_DIGITS; i++) {
            int digit = (int) (clockNs >>> (4 * (CLOCK_DIGITS - 1 - i))) & 0xF;
            payload[CLOCK_AT + i] = (byte) Character.forDigit(digit, 16);
        }
        return true;
    }

    /// The clock of the marker near the beginning of `bytes`, whatever container it is in, if there
    /// is one and it was written.
    public static OptionalLong find(byte[] bytes) {
        return find(bytes, 0, bytes.length);
    }

    /// The same in `length` bytes from `offset`.
    public static OptionalLong find(byte[] bytes, int offset, int length) {
        int needed = IDENTIFIER.length + CLOCK_DIGITS;
        int last = offset + Math.min(length, SEARCH_BYTES_MAX) - needed;
        for (int at = offset; at <= last; at++) {
            int clockAt = at + IDENTIFIER.length;
            if (Arrays.equals(bytes, at, clockAt, IDENTIFIER, 0, IDENTIFIER.length)) {
                return clock(bytes, clockAt);
            }
        }
        return OptionalLong.empty();
    }

    private static OptionalLong clock(byte[] bytes, int at) {
        long clockNs = 0;
        for (int i = 0; i < CLOCK_DIGITS; i++) {
            int digit = Character.digit(bytes[at + i], 16);
            if (digit < 0) {
                return OptionalLong.empty();
            }
            clockNs = (clockNs << 4) | digit;
        }
        return clockNs == 0 ? OptionalLong.empty() : OptionalLong.of(clockNs);
    }
}
