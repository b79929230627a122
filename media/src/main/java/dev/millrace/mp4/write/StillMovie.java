package dev.millrace.mp4.write;

import static dev.millrace.mp4.write.BoxWriting.box;
import static dev.millrace.mp4.write.BoxWriting.full;
import static dev.millrace.mp4.write.BoxWriting.ints;

import dev.millrace.bytes.ByteWriter;
import dev.millrace.codec.VideoCodec;
import java.util.Optional;

/// A movie of one picture, which a player shows for a second and then goes on showing.
///
/// ```
///  ftyp  moov ┬ mvhd
///             └ trak ┬ tkhd
///                    └ mdia ┬ mdhd, hdlr
///                           └ minf ┬ vmhd, dinf/dref
///                                  └ stbl ─ stsd, stts, stsc, stsz, stco
///  mdat ─ the picture
/// ```
///
/// Everything a player must know is in front, so it shows the picture when the last byte is there.
public final class StillMovie {
    /// Of the movie and of the track: nothing in here happens between two milliseconds.
    private static final int TICKS_PER_SECOND = 1_000;

    /// Long enough for every player to draw it before the movie has ended.
    private static final int DURATION_TICKS = TICKS_PER_SECOND;

    private static final int TRACK = 1;
    private static final int BOX_HEADER_BYTES = 8;

    /// 16.16 fixed point.
    private static final int ONE = 1 << 16;

    /// What takes a corner to a corner, 6.2.2: nothing is turned or moved.
    private static final byte[] UNITY = ints(ONE, 0, 0, 0, ONE, 0, 0, 0, 1 << 30);

    /// Of a picture that says neither its width nor its height in 16 bits.
    private static final int SIDE_MAX = 0xFFFF;

    private static final int ENABLED_AND_IN_MOVIE = 3;

    /// `und` in three times five bits.
    private static final int NO_LANGUAGE = 0x55C4;

    private StillMovie() {}

    /// Everything in front of the picture; its payload comes behind it and ends the file. Empty if
    /// the size of the picture is unknown: a player could not lay it out.
    ///
    /// @param codec what the picture decodes with
    /// @param pictureBytes length of the payload, in the form that goes with the codec
    public static Optional<byte[]> head(VideoCodec codec, int pictureBytes) {
        if (!isSide(codec.width()) || !isSide(codec.height())) {
            return Optional.empty();
        }
        byte[] ftyp = ftyp();
        // Where the picture lies is a number of fixed length, so it does not move itself.
        int offset = ftyp.length + moov(codec, pictureBytes, 0).length + BOX_HEADER_BYTES;
        var out = new ByteWriter(offset).bytes(ftyp).bytes(moov(codec, pictureBytes, offset));
        out.u32((long) BOX_HEADER_BYTES + pictureBytes).utf8("mdat");
        return Optional.of(out.toByteArray());
    }

    private static boolean isSide(int pixels) {
        return pixels > 0 && pixels <= SIDE_MAX;
    }

    private static byte[] ftyp() {
        byte[] brands = new ByteWriter().utf8("isom").u32(0x200).utf8("isomiso2mp41").toByteArray();
        return box("ftyp", brands);
    }

    private static byte[] moov(VideoCodec codec, int pictureBytes, int offset) {
        byte[] stbl = SampleTableWriting.stbl(codec, pictureBytes, DURATION_TICKS, offset);
        byte[] dref = full("dref", 0, ints(1), full("url ", 1)); // in this very file
        byte[] minf = box("minf", full("vmhd", 1, ints(0, 0)), box("dinf", dref), stbl);
        byte[] mdia = box("mdia", mdhd(), hdlr(), minf);
        return box("moov", mvhd(), box("trak", tkhd(codec), mdia));
    }

    /// Times are not told: it is a picture of a moment that its owner knows.
    private static byte[] mvhd() {
        byte[] rateAndVolume = ints(ONE, 0x0100_0000, 0, 0);
        byte[] reserved = ints(0, 0, 0, 0, 0, 0);
        return full(
                "mvhd",
                0,
                ints(0, 0, TICKS_PER_SECOND, DURATION_TICKS),
                rateAndVolume,
                UNITY,
                reserved,
                ints(TRACK + 1));
    }

    private static byte[] tkhd(VideoCodec codec) {
        return full(
                "tkhd",
                ENABLED_AND_IN_MOVIE,
                ints(0, 0, TRACK, 0, DURATION_TICKS),
                ints(0, 0, 0, 0),
                UNITY,
                ints((long) codec.width() << 16, (long) codec.height() << 16));
    }

    private static byte[] mdhd() {
        return full("mdhd", 0, ints(0, 0, TICKS_PER_SECOND, DURATION_TICKS, NO_LANGUAGE << 16));
    }

    private static byte[] hdlr() {
        byte[] name = new ByteWriter().utf8("video").u8(0).toByteArray();
        byte[] kind = new ByteWriter().u32(0).utf8("vide").toByteArray();
        return full("hdlr", 0, kind, ints(0, 0, 0), name);
    }
}
