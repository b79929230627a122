package dev.millrace.ts;

import dev.millrace.bytes.ProtocolException;
import dev.millrace.codec.H264Config;
import dev.millrace.codec.HevcConfig;
import dev.millrace.codec.HevcNalu;
import dev.millrace.codec.Nalus;
import dev.millrace.codec.VideoCodec;
import java.util.List;

/// What H.264 and HEVC differ in where both are NAL units behind start codes.
enum NalFormat {
    H264(SetBits.SPS | SetBits.PPS) {
        private static final byte[] DELIMITER = {Nalus.ACCESS_UNIT_DELIMITER, (byte) 0xF0};

        @Override
        byte[] delimiter() {
            return DELIMITER;
        }

        @Override
        int parameterSet(int firstByte) {
            return switch (Nalus.type(firstByte)) {
                case Nalus.SPS -> SetBits.SPS;
                case Nalus.PPS -> SetBits.PPS;
                default -> 0;
            };
        }

        @Override
        boolean isDelimiter(int firstByte) {
            return Nalus.type(firstByte) == Nalus.ACCESS_UNIT_DELIMITER;
        }

        @Override
        boolean isEntry(int firstByte) {
            return Nalus.type(firstByte) == Nalus.IDR_SLICE;
        }

        @Override
        VideoCodec configuration(List<byte[]> sets) throws ProtocolException {
            return H264Config.of(ofType(sets, Nalus.SPS), ofType(sets, Nalus.PPS));
        }

        private static List<byte[]> ofType(List<byte[]> sets, int type) {
            return sets.stream().filter(set -> Nalus.type(set[0]) == type).toList();
        }
    },

    HEVC(SetBits.VPS | SetBits.SPS | SetBits.PPS) {
        private static final byte[] DELIMITER = {HevcNalu.ACCESS_UNIT_DELIMITER << 1, 1, 0x50};

        @Override
        byte[] delimiter() {
            return DELIMITER;
        }

        @Override
        int parameterSet(int firstByte) {
            return switch (HevcNalu.type(firstByte)) {
                case HevcNalu.VPS -> SetBits.VPS;
                case HevcNalu.SPS -> SetBits.SPS;
                case HevcNalu.PPS -> SetBits.PPS;
                default -> 0;
            };
        }

        @Override
        boolean isDelimiter(int firstByte) {
            return HevcNalu.type(firstByte) == HevcNalu.ACCESS_UNIT_DELIMITER;
        }

        @Override
        boolean isEntry(int firstByte) {
            int type = HevcNalu.type(firstByte);
            return type >= HevcNalu.IRAP_FIRST && type <= HevcNalu.IRAP_LAST;
        }

        @Override
        VideoCodec configuration(List<byte[]> sets) throws ProtocolException {
            return HevcConfig.of(sets);
        }
    };

    /// One bit for each kind of parameter set.
    private static final class SetBits {
        static final int VPS = 1;
        static final int SPS = 2;
        static final int PPS = 4;
    }

    private final int neededSets;

    NalFormat(int neededSets) {
        this.neededSets = neededSets;
    }

    /// A delimiter behind which any kind of slice may follow.
    abstract byte[] delimiter();

    /// The bits of all [#parameterSet]s without which a decoder cannot begin.
    int neededSets() {
        return neededSets;
    }

    /// The bit of the parameter set that begins with this byte; 0 if it is none.
    abstract int parameterSet(int firstByte);

    abstract boolean isDelimiter(int firstByte);

    /// Whether decoding may begin with the picture of this slice.
    abstract boolean isEntry(int firstByte);

    /// What parameter sets configure, of which there is at least one of each kind needed.
    abstract VideoCodec configuration(List<byte[]> sets) throws ProtocolException;
}
