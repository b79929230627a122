package dev.millrace.ts;

import dev.millrace.media.MediaTime;

/// The clocks of a transport stream: 90 kHz for presentation and decoding, 27 MHz for the program's
/// reference (PCR), all in 33 bits that wrap every 26.5 hours. Sections 2.4.2.2 and 2.4.3.7.
final class TsClock {
    /// What a decoding time of 0 is written as, so that a picture shown before it was decoded (some
    /// encoders say so) is not before the beginning of time.
    static final long START_US = 1_400_000;

    /// How far the reference is behind the decoding time of the frame it is sent with. A frame has
    /// this long to arrive, and the tracks may be this far out of step.
    static final long PCR_LAG_US = 700_000;

    /// Section 2.7.2: no two references are further apart.
    static final long PCR_INTERVAL_US_MAX = 100_000;

    private static final int BITS = 33;
    private static final long MASK = (1L << BITS) - 1;
    private static final int PCR_TICKS_PER_US = 27;
    private static final int PCR_TICKS_PER_BASE = 300;

    private TsClock() {}

    /// The timestamp of a time: 33 bits at 90 kHz.
    static long timestamp(long us) {
        return MediaTime.usToTicks90k(us + START_US) & MASK;
    }

    /// `after - before` of two timestamps, whichever way round is shorter.
    static long difference(long after, long before) {
        long wrapped = (after - before) & MASK;
        return wrapped > MASK / 2 ? wrapped - MASK - 1 : wrapped;
    }

    /// Writes the reference that goes with a frame of this decoding time, in [TsPacket#PCR_BYTES]:
    /// base of 33 bits, 6 reserved, extension of 9.
    static void putPcr(byte[] bytes, int offset, long dtsUs) {
        long ticks = (dtsUs + START_US - PCR_LAG_US) * PCR_TICKS_PER_US;
        long base = Math.floorDiv(ticks, PCR_TICKS_PER_BASE) & MASK;
        long extension = Math.floorMod(ticks, PCR_TICKS_PER_BASE);
        long field = base << 15 | 0x3F << 9 | extension;
        for (int i = TsPacket.PCR_BYTES - 1; i >= 0; i--) {
            bytes[offset + i] = (byte) field;
            field >>>= 8;
        }
    }

    /// Writes a timestamp in five bytes with marker bits, behind the four bits that say which of
    /// the two it is. Section 2.4.3.6.
    static void putTimestamp(byte[] bytes, int offset, int prefix, long timestamp) {
        bytes[offset] = (byte) (prefix << 4 | (int) (timestamp >>> 30 & 7) << 1 | 1);
        bytes[offset + 1] = (byte) (timestamp >>> 22);
        bytes[offset + 2] = (byte) (timestamp >>> 14 | 1);
        bytes[offset + 3] = (byte) (timestamp >>> 7);
        bytes[offset + 4] = (byte) (timestamp << 1 | 1);
    }

    static long timestamp(byte[] bytes, int offset) {
        return (bytes[offset] >> 1 & 7L) << 30
                | (bytes[offset + 1] & 0xFFL) << 22
                | (bytes[offset + 2] >> 1 & 0x7FL) << 15
                | (bytes[offset + 3] & 0xFFL) << 7
                | (bytes[offset + 4] >> 1 & 0x7FL);
    }
}
