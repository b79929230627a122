package dev.millrace.codec;

import dev.millrace.bytes.ByteReader;
import dev.millrace.bytes.ByteWriter;
import dev.millrace.bytes.ProtocolException;
import dev.millrace.bytes.ProtocolException.Malformed;
import dev.millrace.codec.picture.H264Sps;
import dev.millrace.codec.picture.Picture;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/// How to decode an H.264 track: the `AVCDecoderConfigurationRecord` ("avcC") and what its first
/// sequence parameter set says. ISO/IEC 14496-15, 5.3.3.1.
///
/// ```
///  0   1         2             3       4            5            6
///  +---+---------+-------------+-------+------------+------------+-----------------------+---
///  | 1 | profile | constraints | level | 63, size-1 | 7, SPS cnt | (u16 length, SPS)*    | …
///  +---+---------+-------------+-------+------------+------------+-----------------------+---
///  … PPS count, (u16 length, PPS)*, and from High profile on chroma format and bit depths
/// ```
///
/// Arrays are handed out as they are, not copied: nobody may change them.
public final class H264Config implements VideoCodec {
    private static final int PARAMETER_SETS_MAX = 31;

    private final byte[] record;
    private final int nalLengthSize;
    private final List<byte[]> sps;
    private final List<byte[]> pps;
    private final H264Sps description;

    private H264Config(
            byte[] record,
            int nalLengthSize,
            List<byte[]> sps,
            List<byte[]> pps,
            H264Sps description) {
        this.record = record;
        this.nalLengthSize = nalLengthSize;
        this.sps = List.copyOf(sps);
        this.pps = List.copyOf(pps);
        this.description = description;
    }

    /// Reads an avcC. Only its frame must be whole: a parameter set that makes no sense leaves
    /// [#width] and [#height] unknown, and the record is carried all the same.
    public static H264Config parse(byte[] avcC) throws ProtocolException {
        var in = new ByteReader(avcC);
        int version = in.u8();
        if (version != 1) {
            throw new Malformed("avcC has version %d, not 1".formatted(version));
        }
        int profile = in.u8();
        int constraints = in.u8();
        int level = in.u8();
        int nalLengthSize = (in.u8() & 3) + 1;
        if (nalLengthSize == 3) {
            throw new Malformed("avcC has NAL unit lengths of 3 bytes, not 1, 2 or 4");
        }
        List<byte[]> sps = parameterSets(in, in.u8() & PARAMETER_SETS_MAX);
        List<byte[]> pps = parameterSets(in, in.u8());
        var head = new H264Sps(profile, constraints, level, Picture.UNKNOWN, OptionalInt.empty());
        return new H264Config(avcC.clone(), nalLengthSize, sps, pps, describe(sps, head));
    }

    /// A configuration made from parameter sets, each a NAL unit without start code: what a reader
    /// of MPEG-TS or SDP has. Lengths are then of 4 bytes.
    public static H264Config of(List<byte[]> sps, List<byte[]> pps) throws ProtocolException {
        if (sps.isEmpty() || sps.getFirst().length < 4) {
            throw new Malformed("no usable sequence parameter set");
        }
        ProtocolException.requireAtMost("count of SPS", sps.size(), PARAMETER_SETS_MAX);
        ProtocolException.requireAtMost("count of PPS", pps.size(), 0xFF);
        var out = new ByteWriter(128);
        out.u8(1);
        out.put(sps.getFirst(), 1, 3);
        out.u8(0xFC | 4 - 1);
        out.u8(0xE0 | sps.size());
        writeParameterSets(out, sps);
        out.u8(pps.size());
        writeParameterSets(out, pps);
        return parse(out.toByteArray());
    }

    @Override
    public String codecName() {
        return "H.264";
    }

    /// The avcC exactly as it came.
    @Override
    public byte[] record() {
        return record;
    }

    /// Bytes in front of every NAL unit of a frame: 1, 2 or 4.
    public int nalLengthSize() {
        return nalLengthSize;
    }

    /// Sequence parameter sets, as NAL units with their header byte.
    public List<byte[]> sps() {
        return sps;
    }

    /// Picture parameter sets, as NAL units with their header byte.
    public List<byte[]> pps() {
        return pps;
    }

    /// `profile_idc`: 66 Baseline, 77 Main, 100 High …
    public int profile() {
        return description.profile();
    }

    @Override
    public String profileName() {
        return description.profileName();
    }

    /// `level_idc`: ten times the level, so 31 for 3.1.
    public int level() {
        return description.level();
    }

    @Override
    public String levelName() {
        return description.levelName();
    }

    @Override
    public Picture picture() {
        return description.picture();
    }

    /// How many frames at most are decoded before one that is shown before them, if it says so.
    public OptionalInt reorderedFrames() {
        return description.reorderedFrames();
    }

    /// RFC 6381, 3.3: `avc1.64001F`.
    @Override
    public String rfc6381() {
        return "avc1.%02X%02X%02X".formatted(profile(), description.constraints(), level());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof H264Config that && Arrays.equals(record, that.record);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(record);
    }

    @Override
    public String toString() {
        return "H.264 %s %s, %dx%d".formatted(profileName(), levelName(), width(), height());
    }

    /// The first of `sps` if it makes sense, else what stands in front of them.
    private static H264Sps describe(List<byte[]> sps, H264Sps head) {
        try {
            return sps.isEmpty() ? head : H264Sps.parse(sps.getFirst());
        } catch (Malformed e) {
            return head;
        }
    }

    private static List<byte[]> parameterSets(ByteReader in, int count) throws Malformed {
        var sets = new ArrayList<byte[]>(count);
        for (int i = 0; i < count; i++) {
            byte[] set = in.bytes(in.u16());
            if (set.length > 0) { // an empty one says nothing, and would be no NAL unit
                sets.add(set);
            }
        }
        return sets;
    }

    private static void writeParameterSets(ByteWriter out, List<byte[]> sets)
            throws ProtocolException {
        for (byte[] set : sets) {
            out.u16(ProtocolException.requireAtMost("parameter set", set.length, 0xFFFF));
            out.put(set);
        }
    }
}
