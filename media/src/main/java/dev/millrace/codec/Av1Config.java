package dev.millrace.codec;

import dev.millrace.bytes.BitReader;
import dev.millrace.bytes.ProtocolException;
import dev.millrace.bytes.ProtocolException.Malformed;
import dev.millrace.codec.picture.Av1SequenceHeader;
import dev.millrace.codec.picture.Chroma;
import dev.millrace.codec.picture.Colour;
import dev.millrace.codec.picture.Picture;
import java.util.Arrays;
import java.util.Locale;

/// How to decode an AV1 track: the `AV1CodecConfigurationRecord` ("av1C"). AV1 Codec ISO Media File
/// Format Binding, 2.3.
///
/// ```
///  0            1                2                                  3         4
///  +------------+----------------+----------------------------------+---------+------------
///  | 1, version | profile, level | tier, bit depth, chroma (8 bits) | delay   | OBUs
///  +------------+----------------+----------------------------------+---------+------------
/// ```
///
/// Arrays are handed out as they are, not copied: nobody may change them.
public final class Av1Config implements VideoCodec {
    private static final int MARKER_AND_VERSION = 0x81;

    private static final int HEAD_BYTES = 4;
    private static final int NO_LIMIT = 31;

    private final byte[] record;
    private final Av1SequenceHeader header;

    /// `chroma_sample_position`: where the samples of colour lie.
    private final int chromaPosition;

    private Av1Config(byte[] record, Av1SequenceHeader header, int chromaPosition) {
        this.record = record;
        this.header = header;
        this.chromaPosition = chromaPosition;
    }

    /// Reads an av1C. Only the four bytes in front must make sense: a broken sequence header leaves
    /// the size of the [#picture] unknown, and the record is carried all the same.
    public static Av1Config parse(byte[] av1C) throws ProtocolException {
        var in = new BitReader(av1C);
        if (in.bits(8) != MARKER_AND_VERSION) {
            throw new Malformed("av1C does not begin with marker and version 1");
        }
        int profile = in.bits(3);
        int level = in.bits(5);
        boolean highTier = in.flag();
        int bitDepth = bitDepth(in.flag(), in.flag());
        boolean monochrome = in.flag();
        Chroma sampled = Chroma.ofSubsampling(in.flag(), in.flag());
        int chromaPosition = in.bits(2);
        in.skip(8); // initial_presentation_delay
        Chroma chroma = monochrome ? Chroma.MONOCHROME : sampled;
        var picture = Picture.ofFormat(bitDepth, chroma, Colour.UNSPECIFIED);
        var head = new Av1SequenceHeader(profile, level, highTier, picture);
        Av1SequenceHeader header = Av1SequenceHeader.find(av1C, HEAD_BYTES).orElse(head);
        return new Av1Config(av1C.clone(), header, chromaPosition);
    }

    @Override
    public String codecName() {
        return "AV1";
    }

    /// The av1C exactly as it came.
    @Override
    public byte[] record() {
        return record;
    }

    @Override
    public Picture picture() {
        return header.picture();
    }

    /// AV1, A.2.
    @Override
    public String profileName() {
        return switch (header.profile()) {
            case 0 -> "Main";
            case 1 -> "High";
            case 2 -> "Professional";
            default -> "profile " + header.profile();
        };
    }

    /// AV1, A.3: `seq_level_idx` 8 is level 4.0.
    @Override
    public String levelName() {
        int level = header.level();
        String name = level == NO_LIMIT ? "unlimited" : (2 + level / 4) + "." + level % 4;
        return header.highTier() ? name + " High" : name;
    }

    /// AV1 Codec ISO Media File Format Binding, 5: `av01.0.08M.10`, and the colours behind it if
    /// they are not the usual ones.
    @Override
    public String rfc6381() {
        String tier = header.highTier() ? "H" : "M";
        Picture picture = picture();
        var name = new StringBuilder("av01.").append(header.profile());
        name.append('.').append(digits(header.level())).append(tier);
        name.append('.').append(digits(picture.bitDepth()));
        Colour colour = picture.colour();
        if (colour.isSpecified() || colour.fullRange()) {
            name.append(picture.chroma() == Chroma.MONOCHROME ? ".1." : ".0.");
            name.append(chromaDigits()).append(chromaPosition);
            name.append('.').append(digits(colour.primaries()));
            name.append('.').append(digits(colour.transfer()));
            name.append('.').append(digits(colour.matrix()));
            name.append(colour.fullRange() ? ".1" : ".0");
        }
        return name.toString();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Av1Config that && Arrays.equals(record, that.record);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(record);
    }

    @Override
    public String toString() {
        return "AV1 %s %s, %dx%d".formatted(profileName(), levelName(), width(), height());
    }

    private static int bitDepth(boolean high, boolean twelve) {
        if (!high) {
            return 8;
        }
        return twelve ? 12 : 10;
    }

    private String chromaDigits() {
        return switch (picture().chroma()) {
            case YUV_444 -> "00";
            case YUV_422 -> "10";
            default -> "11";
        };
    }

    private static String digits(int number) {
        return String.format(Locale.ROOT, "%02d", number);
    }
}
