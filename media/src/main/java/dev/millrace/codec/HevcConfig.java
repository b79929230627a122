package dev.millrace.codec;

import dev.millrace.bytes.BitReader;
import dev.millrace.bytes.BitWriter;
import dev.millrace.bytes.ByteReader;
import dev.millrace.bytes.ByteWriter;
import dev.millrace.bytes.ProtocolException;
import dev.millrace.bytes.ProtocolException.Malformed;
import dev.millrace.codec.picture.Chroma;
import dev.millrace.codec.picture.Colour;
import dev.millrace.codec.picture.HevcProfile;
import dev.millrace.codec.picture.HevcSps;
import dev.millrace.codec.picture.HevcVps;
import dev.millrace.codec.picture.Picture;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/// How to decode an HEVC track: the `HEVCDecoderConfigurationRecord` ("hvcC") and what it and its
/// first sequence parameter set say. ISO/IEC 14496-15, 8.3.3.1.
///
/// ```
///  0   1                     13               16       17         18        21         22
///  +---+---------------------+----------------+--------+----------+---------+----------+--
///  | 1 | profile tier level  | segmentation,  | chroma | bit      | average | …,       |
///  |   | (12 bytes)          | parallelism    | format | depths-8 | rate    | size - 1 |
///  +---+---------------------+----------------+--------+----------+---------+----------+--
///  … count of arrays, (NAL unit type, u16 count, (u16 length, NAL unit)*)*
/// ```
///
/// Arrays are handed out as they are, not copied: nobody may change them.
public final class HevcConfig implements VideoCodec {
    /// `payloadType`, H.265, D.2.1.
    private static final int SEI_USER_DATA_UNREGISTERED = 5;

    private final byte[] record;
    private final int nalLengthSize;
    private final List<byte[]> nalUnits;
    private final HevcSps description;

    private HevcConfig(
            byte[] record, int nalLengthSize, List<byte[]> nalUnits, HevcSps description) {
        this.record = record;
        this.nalLengthSize = nalLengthSize;
        this.nalUnits = List.copyOf(nalUnits);
        this.description = description;
    }

    /// Reads an hvcC. Only its frame must be whole: a parameter set that makes no sense leaves the
    /// size of the [#picture] unknown, and the record is carried all the same.
    public static HevcConfig parse(byte[] hvcC) throws ProtocolException {
        var in = new ByteReader(hvcC);
        int version = in.u8();
        if (version > 1) { // 0 was written by drafts
            throw new Malformed("hvcC has version %d, not 1".formatted(version));
        }
        HevcProfile profile = HevcProfile.parse(new BitReader(in.bytes(HevcProfile.LENGTH_BYTES)));
        in.skip(3); // min_spatial_segmentation_idc, parallelismType
        Chroma chroma = Chroma.ofFormat(in.u8() & 3);
        int bitDepth = 8 + (in.u8() & 7);
        in.skip(3); // bit depth of chroma, avgFrameRate
        int nalLengthSize = (in.u8() & 3) + 1;
        if (nalLengthSize == 3) {
            throw new Malformed("hvcC has NAL unit lengths of 3 bytes, not 1, 2 or 4");
        }
        List<byte[]> units = nalUnits(in);
        var picture = Picture.ofFormat(bitDepth, chroma, Colour.UNSPECIFIED);
        var head = new HevcSps(profile, picture, OptionalInt.empty());
        return new HevcConfig(hvcC.clone(), nalLengthSize, units, describe(units, head));
    }

    /// A configuration made from parameter sets, each a NAL unit without start code: what a reader
    /// of MPEG-TS has. Lengths are then of 4 bytes.
    ///
    /// @param sets of the types [HevcNalu#VPS], [HevcNalu#SPS] and [HevcNalu#PPS], in any order
    public static HevcConfig of(List<byte[]> sets) throws ProtocolException {
        HevcSps sps = HevcSps.parse(ofType(sets, HevcNalu.SPS).getFirst());
        HevcProfile profile = sps.profile();
        var out = new ByteWriter(256).u8(1);
        profile.write(new BitWriter(out));
        out.u16(0xF000).u8(0xFC); // no segments known to be alike
        out.u8(0xFC | sps.picture().chroma().format());
        out.u8(0xF8 | sps.picture().bitDepth() - 8).u8(0xF8 | sps.picture().bitDepth() - 8);
        out.u16(0).u8(0b00_001_1_00 | 4 - 1).u8(3); // no rate; one layer; lengths; three arrays
        for (int type : new int[] {HevcNalu.VPS, HevcNalu.SPS, HevcNalu.PPS}) {
            List<byte[]> units = ofType(sets, type);
            out.u8(type).u16(units.size());
            for (byte[] unit : units) {
                out.u16(ProtocolException.requireAtMost("parameter set", unit.length, 0xFFFF));
                out.bytes(unit);
            }
        }
        return parse(out.toByteArray());
    }

    private static List<byte[]> ofType(List<byte[]> sets, int type) throws Malformed {
        List<byte[]> found = sets.stream().filter(set -> HevcNalu.type(set[0]) == type).toList();
        if (found.isEmpty()) {
            throw new Malformed("no parameter set of type %d".formatted(type));
        }
        return found;
    }

    @Override
    public String codecName() {
        return "HEVC";
    }

    /// The hvcC exactly as it came.
    @Override
    public byte[] record() {
        return record;
    }

    /// Bytes in front of every NAL unit of a frame: 1, 2 or 4.
    public int nalLengthSize() {
        return nalLengthSize;
    }

    /// Parameter sets and SEI in the order of the record, as NAL units with their header.
    public List<byte[]> nalUnits() {
        return nalUnits;
    }

    /// What belongs in front of every picture that decoding may begin with: the parameter sets,
    /// then what the record says about all of the stream; not what an encoder says about itself.
    public List<byte[]> prologue() {
        return nalUnits.stream()
                .filter(unit -> !isUserData(unit))
                .sorted(Comparator.comparingInt(unit -> HevcNalu.type(unit[0])))
                .toList();
    }

    private static boolean isUserData(byte[] unit) {
        return HevcNalu.type(unit[0]) == HevcNalu.PREFIX_SEI
                && unit[HevcNalu.HEADER_BYTES] == SEI_USER_DATA_UNREGISTERED;
    }

    @Override
    public Picture picture() {
        return description.picture();
    }

    @Override
    public String profileName() {
        return description.profile().profileName();
    }

    @Override
    public String levelName() {
        return description.profile().levelName();
    }

    /// How many frames at most are decoded before one that is shown before them, if it says so.
    public OptionalInt reorderedFrames() {
        return description.reorderedFrames();
    }

    /// ISO/IEC 14496-15, E.3: `hvc1.2.4.L120.B0`.
    @Override
    public String rfc6381() {
        return "hvc1." + description.profile().rfc6381();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof HevcConfig that && Arrays.equals(record, that.record);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(record);
    }

    @Override
    public String toString() {
        return "HEVC %s %s, %dx%d".formatted(profileName(), levelName(), width(), height());
    }

    /// The first sequence parameter set if it makes sense, else what stands in front of them.
    private static HevcSps describe(List<byte[]> units, HevcSps head) {
        var rate = OptionalDouble.empty();
        for (byte[] unit : units) {
            switch (HevcNalu.type(unit[0])) {
                case HevcNalu.VPS -> rate = HevcVps.frameRate(unit);
                case HevcNalu.SPS -> {
                    try {
                        return HevcSps.parse(unit).orRate(rate);
                    } catch (Malformed e) {
                        return head;
                    }
                }
                default -> {}
            }
        }
        return head;
    }

    private static List<byte[]> nalUnits(ByteReader in) throws ProtocolException {
        var units = new ArrayList<byte[]>();
        int arrays = in.u8();
        for (int i = 0; i < arrays; i++) {
            in.skip(1); // array_completeness, NAL_unit_type: each unit says its own
            int count = in.u16();
            ProtocolException.requireAtMost(
                    "count of parameter sets",
                    (long) units.size() + count,
                    CodecLimits.HEVC_PARAMETER_SETS_MAX);
            for (int j = 0; j < count; j++) {
                byte[] unit = in.bytes(in.u16());
                if (unit.length > 2) { // less is only a header
                    units.add(unit);
                }
            }
        }
        return units;
    }
}
