package dev.millrace.mp4.write;

import static dev.millrace.mp4.write.BoxWriting.box;
import static dev.millrace.mp4.write.BoxWriting.full;
import static dev.millrace.mp4.write.BoxWriting.ints;

import dev.millrace.bytes.ByteWriter;
import dev.millrace.codec.VideoCodec;
import dev.millrace.mp4.write.HeaderWriting.Span;
import java.util.List;
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

    private static final int BOX_HEADER_BYTES = 8;

    /// Of a picture that says neither its width nor its height in 16 bits.
    private static final int SIDE_MAX = 0xFFFF;

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
        return HeaderWriting.ftyp("isom", "isomiso2mp41");
    }

    private static byte[] moov(VideoCodec codec, int pictureBytes, int offset) {
        var span = new Span(TICKS_PER_SECOND, DURATION_TICKS);
        byte[] stbl = stbl(codec, pictureBytes, offset);
        return box(
                "moov",
                HeaderWriting.mvhd(span, 1),
                HeaderWriting.trak(1, codec, DURATION_TICKS, span, stbl));
    }

    /// What it decodes with, how long it is shown, and where it lies, 8.5 to 8.7; without a table
    /// of key frames, every sample is one.
    private static byte[] stbl(VideoCodec codec, int pictureBytes, int offset) {
        return box(
                "stbl",
                SampleEntryWriting.stsd(List.of(codec)),
                full("stts", 0, ints(1, 1, DURATION_TICKS)),
                full("stsc", 0, ints(1, 1, 1, 1)),
                full("stsz", 0, ints(pictureBytes, 1)),
                full("stco", 0, ints(1, offset)));
    }
}
