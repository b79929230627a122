package dev.millrace.mp4.write;

import static dev.millrace.mp4.write.BoxWriting.box;
import static dev.millrace.mp4.write.BoxWriting.full;
import static dev.millrace.mp4.write.BoxWriting.ints;

import dev.millrace.bytes.ByteWriter;
import dev.millrace.codec.Codec;
import dev.millrace.codec.VideoCodec;

/// What a movie and its tracks are, apart from their samples: `ftyp`, `mvhd`, `trak`. ISO/IEC
/// 14496-12, 4.3, 8.2 to 8.4. Nobody is told when a movie was made: its owner knows.
final class HeaderWriting {
    /// 16.16 fixed point.
    private static final int ONE = 1 << 16;

    /// 8.8 fixed point, in the upper half of a field of 32 bits.
    private static final int FULL_VOLUME = 0x0100_0000;

    /// What takes a corner to a corner, 6.2.2: nothing is turned or moved.
    private static final byte[] UNITY = ints(ONE, 0, 0, 0, ONE, 0, 0, 0, 1 << 30);

    private static final int ENABLED_AND_IN_MOVIE = 3;

    /// `und` in three times five bits.
    private static final int NO_LANGUAGE = 0x55C4;

    private HeaderWriting() {}

    /// A clock, and how long something lasts by it; 0 if fragments say so.
    record Span(int ticksPerSecond, long ticks) {}

    /// @param brand what one must understand
    /// @param brands the same and others, of four characters each
    static byte[] ftyp(String brand, String brands) {
        return box("ftyp", new ByteWriter().utf8(brand).u32(0x200).utf8(brands).toByteArray());
    }

    /// @param last the highest number of a track
    static byte[] mvhd(Span movie, int last) {
        byte[] rateAndVolume = ints(ONE, FULL_VOLUME, 0, 0);
        byte[] reserved = ints(0, 0, 0, 0, 0, 0);
        byte[] times = ints(0, 0, movie.ticksPerSecond(), movie.ticks());
        return full("mvhd", 0, times, rateAndVolume, UNITY, reserved, ints(last + 1L));
    }

    /// @param number from 1 on
    /// @param codec its first
    /// @param movieTicks how long it is by the clock of the movie
    static byte[] trak(int number, Codec codec, long movieTicks, Span span, byte[] stbl) {
        byte[] dref = full("dref", 0, ints(1), full("url ", 1)); // in this very file
        boolean isVideo = codec instanceof VideoCodec;
        byte[] kind = isVideo ? full("vmhd", 1, ints(0, 0)) : full("smhd", 0, ints(0));
        byte[] minf = box("minf", kind, box("dinf", dref), stbl);
        byte[] times = ints(0, 0, span.ticksPerSecond(), span.ticks(), NO_LANGUAGE << 16);
        byte[] mdia = box("mdia", full("mdhd", 0, times), hdlr(isVideo), minf);
        return box("trak", tkhd(number, codec, movieTicks), mdia);
    }

    private static byte[] tkhd(int number, Codec codec, long movieTicks) {
        boolean isVideo = codec instanceof VideoCodec;
        byte[] size =
                codec instanceof VideoCodec video
                        ? ints((long) video.width() << 16, (long) video.height() << 16)
                        : ints(0, 0);
        return full(
                "tkhd",
                ENABLED_AND_IN_MOVIE,
                ints(0, 0, number, 0, movieTicks),
                ints(0, 0, 0, isVideo ? 0 : FULL_VOLUME),
                UNITY,
                size);
    }

    private static byte[] hdlr(boolean isVideo) {
        byte[] name = new ByteWriter().utf8(isVideo ? "video" : "sound").u8(0).toByteArray();
        byte[] kind = new ByteWriter().u32(0).utf8(isVideo ? "vide" : "soun").toByteArray();
        return full("hdlr", 0, kind, ints(0, 0, 0), name);
    }
}
