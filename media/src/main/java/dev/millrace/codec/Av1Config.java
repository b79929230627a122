package dev.millrace.codec;

import dev.millrace.bytes.BitReader;
import dev.millrace.bytes.ProtocolException;
import dev.millrace.bytes.ProtocolException.Malformed;
import dev.millrace.codec.Picture.Chroma;
import java.util.Arrays;
import java.util.Locale;
import java.util.OptionalDouble;

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

    private final byte[] record;
    private final int profile;
    private final int level;
    private final boolean highTier;
    private final Picture picture;

    private Av1Config(byte[] record, int profile, int level, boolean highTier, Picture picture) {
        this.record = record;
        this.profile = profile;
        this.level = level;
        this.highTier = highTier;
        this.picture = picture;
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
        Chroma chroma = chroma(in.flag(), in.flag(), in.flag());
        in.skip(2 + 8); // chroma_sample_position, initial_presentation_delay
        var picture =
                new Picture(0, 0, bitDepth, chroma, Colour.UNSPECIFIED, OptionalDouble.empty());
        return new Av1Config(av1C.clone(), profile, level, highTier, picture);
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
        return picture;
    }

    /// AV1, A.2.
    @Override
    public String profileName() {
        return switch (profile) {
            case 0 -> "Main";
            case 1 -> "High";
            case 2 -> "Professional";
            default -> "profile " + profile;
        };
    }

    /// AV1, A.3: `seq_level_idx` 8 is level 4.0, 31 is "no limit".
    @Override
    public String levelName() {
        String name = level == 31 ? "maximum" : (2 + level / 4) + "." + level % 4;
        return highTier ? name + " High" : name;
    }

    /// AV1 Codec ISO Media File Format Binding, 5: `av01.0.08M.10`.
    @Override
    public String rfc6381() {
        return String.format(
                Locale.ROOT,
                "av01.%d.%02d%s.%02d",
                profile,
                level,
                highTier ? "H" : "M",
                picture.bitDepth());
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

    private static Chroma chroma(boolean monochrome, boolean halfWidth, boolean halfHeight) {
        if (monochrome) {
            return Chroma.MONOCHROME;
        }
        if (halfWidth) {
            return halfHeight ? Chroma.YUV_420 : Chroma.YUV_422;
        }
        return Chroma.YUV_444;
    }
}
