package dev.millrace.codec;

import dev.millrace.bytes.BitReader;
import dev.millrace.bytes.ByteReader;
import dev.millrace.bytes.ByteWriter;
import dev.millrace.bytes.ProtocolException;
import dev.millrace.bytes.ProtocolException.Malformed;
import dev.millrace.codec.picture.Chroma;
import dev.millrace.codec.picture.Colour;
import dev.millrace.codec.picture.Picture;
import dev.millrace.codec.picture.Vp9FrameHeader;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;

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
    private static final int BOX_VERSION = 1 << 24;

    private final byte[] record;
    private final int profile;
    private final int level;
    private final int chromaSubsampling;
    private final Picture picture;

    private Vp9Config(
            byte[] record, int profile, int level, int chromaSubsampling, Picture picture) {
        this.record = record;
        this.profile = profile;
        this.level = level;
        this.chromaSubsampling = chromaSubsampling;
        this.picture = picture;
    }

    /// Reads the body of a vpcC, with or without the box's version in front.
    public static Vp9Config parse(byte[] vpcC) throws ProtocolException {
        var all = new ByteReader(vpcC);
        if (hasVersion(vpcC)) {
            all.skip(BOX_VERSION_BYTES);
        }
        var in = new BitReader(all.bytes(LENGTH_BYTES));
        int profile = in.bits(8);
        int level = in.bits(8);
        int bitDepth = in.bits(4);
        int subsampling = in.bits(3);
        boolean fullRange = in.flag();
        if (profile > 3) {
            throw new Malformed("vpcC has profile %d, above 3".formatted(profile));
        }
        var colour = new Colour(in.bits(8), in.bits(8), in.bits(8), fullRange);
        var picture = Picture.ofFormat(bitDepth, chroma(subsampling), colour);
        return new Vp9Config(vpcC.clone(), profile, level, subsampling, picture);
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

    /// The same as MP4 has it: with the box's version in front, whichever way it came.
    public byte[] boxBody() {
        return hasVersion(record)
                ? record
                : new ByteWriter(BOX_VERSION_BYTES + record.length)
                        .u32(BOX_VERSION)
                        .bytes(record)
                        .toByteArray();
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

    /// The same with the size that a key frame has; itself if `frame` is none.
    ///
    /// @param frame the first [Vp9FrameHeader#LENGTH_BYTES_MAX] bytes of one, or more
    public Vp9Config withSizeOf(byte[] frame) {
        return Vp9FrameHeader.ofKeyFrame(frame)
                .map(key -> picture.withSize(key.width(), key.height()))
                .map(sized -> new Vp9Config(record, profile, level, chromaSubsampling, sized))
                .orElse(this);
    }

    /// VP Codec ISO Media File Format Binding, "Codecs Parameter String": `vp09.00.31.08`, and the
    /// colours behind it if the encoder says them.
    @Override
    public String rfc6381() {
        Colour colour = picture.colour();
        String name = "vp09" + digits(profile) + digits(level) + digits(picture.bitDepth());
        if (colour.isSpecified() || colour.fullRange()) {
            name += digits(chromaSubsampling);
            name += digits(colour.primaries()) + digits(colour.transfer());
            name += digits(colour.matrix()) + (colour.fullRange() ? ".01" : ".00");
        }
        return name;
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

    private static String digits(int number) {
        return String.format(Locale.ROOT, ".%02d", number);
    }

    /// Version 1 and no flags; as a body it would be profile 1 with samples of no bits.
    private static boolean hasVersion(byte[] box) {
        return box.length >= BOX_VERSION_BYTES + LENGTH_BYTES
                && ByteBuffer.wrap(box).getInt() == BOX_VERSION;
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
