package dev.millrace.rtsp.payload;

import dev.millrace.bytes.BitReader;
import dev.millrace.bytes.ProtocolException;
import dev.millrace.codec.H264Config;
import dev.millrace.codec.HevcConfig;
import dev.millrace.codec.HevcNalu;
import dev.millrace.codec.Nalus;
import dev.millrace.codec.VideoCodec;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/// What H.264 and HEVC differ in where both are NAL units. Units are never shorter than
/// [#headerBytes].
enum NalSyntax {
    H264(1) {
        @Override
        int type(byte[] nal) {
            return Nalus.type(nal[0]);
        }

        @Override
        boolean isParameterSet(int type) {
            return type == Nalus.SPS || type == Nalus.PPS;
        }

        @Override
        boolean isDelimiter(int type) {
            return type == Nalus.ACCESS_UNIT_DELIMITER;
        }

        @Override
        boolean isPicture(int type) {
            return type >= Nalus.SLICE && type <= Nalus.IDR_SLICE;
        }

        // An IDR picture, or one that says that decoding may begin there: encoders with open
        // groups, or that refresh their pictures bit by bit, have no IDR but the first.
        @Override
        boolean isEntry(int type, byte[] nal) {
            return type == Nalus.IDR_SLICE || (type == Nalus.SEI && Sei.isRecoveryPoint(nal));
        }

        @Override
        boolean beginsPicture(int type, byte[] nal) {
            return isPicture(type)
                    ? nal.length > 1 && (nal[1] & 0x80) != 0 // first_mb_in_slice is 0
                    : type >= Nalus.SEI && type <= Nalus.ACCESS_UNIT_DELIMITER;
        }

        @Override
        int setId(int type, byte[] nal) throws ProtocolException {
            return id(nal, type == Nalus.SPS ? 4 : 1);
        }

        @Override
        VideoCodec configuration(Collection<byte[]> sets) throws ProtocolException {
            return H264Config.of(ofType(sets, Nalus.SPS), ofType(sets, Nalus.PPS));
        }

        private List<byte[]> ofType(Collection<byte[]> sets, int type) {
            return sets.stream().filter(set -> type(set) == type).toList();
        }
    },

    HEVC(HevcNalu.HEADER_BYTES) {
        @Override
        int type(byte[] nal) {
            return HevcNalu.type(nal[0]);
        }

        @Override
        boolean isParameterSet(int type) {
            return type >= HevcNalu.VPS && type <= HevcNalu.PPS;
        }

        @Override
        boolean isDelimiter(int type) {
            return type == HevcNalu.ACCESS_UNIT_DELIMITER;
        }

        @Override
        boolean isPicture(int type) {
            return type < HevcNalu.VPS;
        }

        @Override
        boolean isEntry(int type, byte[] nal) {
            return type >= HevcNalu.IRAP_FIRST && type <= HevcNalu.IRAP_LAST;
        }

        @Override
        boolean beginsPicture(int type, byte[] nal) {
            return isPicture(type)
                    ? nal.length > 2 && (nal[2] & 0x80) != 0 // first_slice_segment_in_pic_flag
                    : type <= HevcNalu.ACCESS_UNIT_DELIMITER || type == HevcNalu.PREFIX_SEI;
        }

        // The number of a sequence parameter set stands too deep inside; there is one.
        @Override
        int setId(int type, byte[] nal) throws ProtocolException {
            return type == HevcNalu.PPS ? id(nal, HevcNalu.HEADER_BYTES) : 0;
        }

        @Override
        VideoCodec configuration(Collection<byte[]> sets) throws ProtocolException {
            return HevcConfig.of(List.copyOf(sets));
        }
    };

    /// Enough for any `ue(v)` that is a number of a parameter set.
    private static final int ID_BYTES = 4;

    private static final int ID_MAX = 255;

    private final int headerBytes;

    NalSyntax(int headerBytes) {
        this.headerBytes = headerBytes;
    }

    int headerBytes() {
        return headerBytes;
    }

    abstract int type(byte[] nal);

    abstract boolean isParameterSet(int type);

    abstract boolean isDelimiter(int type);

    /// Whether it is a part of the picture itself.
    abstract boolean isPicture(int type);

    /// Whether decoding may begin with the picture that this unit belongs to.
    abstract boolean isEntry(int type, byte[] nal);

    /// Whether nothing of the same picture can be in front of it.
    abstract boolean beginsPicture(int type, byte[] nal);

    /// Which set of its type it is: a later one with the same number replaces it.
    abstract int setId(int type, byte[] nal) throws ProtocolException;

    /// What parameter sets configure.
    abstract VideoCodec configuration(Collection<byte[]> sets) throws ProtocolException;

    private static int id(byte[] nal, int offset) throws ProtocolException {
        int end = Math.min(nal.length, offset + ID_BYTES);
        var bits = new BitReader(Arrays.copyOfRange(nal, Math.min(offset, end), end));
        return ProtocolException.requireAtMost("number of a parameter set", bits.ue(), ID_MAX);
    }
}
