package dev.millrace.codec;

import dev.millrace.bytes.BitReader;
import dev.millrace.bytes.ByteReader;
import dev.millrace.bytes.ProtocolException;
import dev.millrace.bytes.ProtocolException.Malformed;
import dev.millrace.codec.Picture.Chroma;
import java.util.Arrays;
import java.util.Locale;
import java.util.OptionalDouble;

/// How to decode a VP9 track: the `VPCodecConfigurationRecord` ("vpcC"). VP Codec ISO Media File
/// Format Binding, "VP Codec Configuration Box".
///
/// ```
///  0         1       2           6        7                3           4          5        6
///  +---------+-------+-----------+--------+----------------+-----------+----------+--------+---
///  | profile | level | bit depth | chroma | fullRange flag | primaries | transfer | matrix | 0
///  +---------+-------+-----------+--------+----------------+-----------+----------+--------+---
///   byte      byte    bits 4      bits 3   bit 1            byte        byte       byte
/// ```
///
/// The size of the picture is not in it: a key frame has it. Arrays are handed out as they are, not
/// copied: nobody may change them.
public final class Vp9Config implements VideoCodec {
    private static final int LENGTH_BYTES = 8;
    private static final int BOX_VERSION_BYTES = 4;

    private final byte[] record;
    private final int profile;
    private final int level;
    private final Picture picture;

    private Vp9Config(byte[] record, int profile, int level, Picture picture) {
        this.record = record;
        this.profile = profile;
        this.level = level;
        this.picture = picture;
    }

    /// Reads the body of a vpcC, with or without the box's version in front.
    public static Vp9Config parse(byte[] vpcC) throws ProtocolException {
        var all = new ByteReader(vpcC);
        if (vpcC.length >= BOX_VERSION_BYTES + LENGTH_BYTES && beginsWithVersion(vpcC)) {
            all.skip(BOX_VERSION_BYTES);
        }
        var in = new BitReader(all.bytes(LENGTH_BYTES));
        int profile = in.bits(8);
        int level = in.bits(8);
        int bitDepth = in.bits(4);
        Chroma chroma = chroma(in.bits(3));
        boolean fullRange = in.flag();
        if (profile > 3) {
            throw new Malformed("vpcC has profile %d, above 3".formatted(profile));
        }
        var colour = new Colour(in.bits(8), in.bits(8), in.bits(8), fullRange);
        var picture = new Picture(0, 0, bitDepth, chroma, colour, OptionalDouble.empty());
        return new Vp9Config(vpcC.clone(), profile, level, picture);
    }

    @Override
    public String codecName() {
        return "VP9";
    }

    /// The vpcC exactly as it came.
    @Override
    public byte[] record() {
        return record;
    }

    @Override
    public Picture picture() {
        return picture;
    }

    @Override
    public String profileName() {
        return "Profile " + profile;
    }

    @Override
    public String levelName() {
        return level / 10 + "." + level % 10;
    }

    /// VP Codec ISO Media File Format Binding, "Codecs Parameter String": `vp09.00.31.08`.
    @Override
    public String rfc6381() {
        return String.format(
                Locale.ROOT, "vp09.%02d.%02d.%02d", profile, level, picture.bitDepth());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Vp9Config that
                && picture.equals(that.picture)
                && Arrays.equals(record, that.record);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(record);
    }

    @Override
    public String toString() {
        return "VP9 %s, %dx%d".formatted(profileName(), width(), height());
    }

    /// Version 1 and no flags; as a body it would be profile 1 with samples of no bits.
    private static boolean beginsWithVersion(byte[] box) {
        return box[0] == 1 && box[1] == 0 && box[2] == 0 && box[3] == 0;
    }

    /// `chromaSubsampling`: 0 and 1 differ only in where the samples lie.
    private static Chroma chroma(int subsampling) {
        return switch (subsampling) {
            case 0, 1 -> Chroma.YUV_420;
            case 2 -> Chroma.YUV_422;
            case 3 -> Chroma.YUV_444;
            default -> Chroma.UNKNOWN;
        };
    }
}
