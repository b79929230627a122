package dev.millrace.rtsp.payload;

import dev.millrace.bytes.BytesOut;
import dev.millrace.bytes.ProtocolException;
import dev.millrace.codec.HevcNalu;
import dev.millrace.codec.Nalus;
import dev.millrace.rtsp.rtp.RtpPackets;
import java.util.ArrayList;
import java.util.List;

/// H.264 (RFC 6184, packetization mode 1) and HEVC (RFC 7798): a NAL unit in one packet, or in
/// several (FU-A, FU). The marker is on the last packet of a frame.
///
/// Parameter sets go in front of every key frame: who joins late or loses packets has them, and
/// they may change.
final class NalPacketiser implements Packetiser {
    private static final int H264_SINGLE_LAST = 23;
    private static final int FU_A = 28;
    private static final int HEVC_SINGLE_LAST = 47;
    private static final int HEVC_FU = 49;
    private static final int START = 0x80;
    private static final int END = 0x40;

    private final NalSyntax syntax;
    private final int nalLengthSize;
    private final List<byte[]> sets;

    /// A unit within an array.
    @SuppressWarnings("ArrayRecordComponent") // a view, never compared
    private record Unit(byte[] bytes, int offset, int length) {}

    /// @param nalLengthSize bytes of the lengths in frames
    /// @param sets parameter sets in the order in which they are sent
    NalPacketiser(NalSyntax syntax, int nalLengthSize, List<byte[]> sets) {
        this.syntax = syntax;
        this.nalLengthSize = nalLengthSize;
        this.sets = List.copyOf(sets);
    }

    @Override
    public void packetise(byte[] frame, boolean key, int timestamp, RtpPackets out)
            throws ProtocolException {
        List<Unit> units = units(frame, key);
        for (int i = 0; i < units.size(); i++) {
            write(units.get(i), i == units.size() - 1, timestamp, out);
        }
    }

    private List<Unit> units(byte[] frame, boolean key) throws ProtocolException {
        var units = new ArrayList<Unit>();
        boolean hasSets = false;
        for (Nalus nalus = Nalus.ofFrame(frame, 0, frame.length, nalLengthSize); nalus.next(); ) {
            int type = type(frame[nalus.offset()]);
            if (nalus.length() > syntax.headerBytes() && isSent(type)) {
                units.add(new Unit(frame, nalus.offset(), nalus.length()));
                hasSets |= syntax.isParameterSet(type);
            }
        }
        if (key && !hasSets && !units.isEmpty()) {
            units.addAll(0, sets.stream().map(set -> new Unit(set, 0, set.length)).toList());
        }
        return units;
    }

    /// Delimiters say nothing that packets do not; numbers beyond are those of aggregates and
    /// fragments.
    private boolean isSent(int type) {
        int last = syntax == NalSyntax.H264 ? H264_SINGLE_LAST : HEVC_SINGLE_LAST;
        boolean isNone = syntax == NalSyntax.H264 && type == 0;
        return type <= last && !isNone && !syntax.isDelimiter(type);
    }

    private int type(int firstByte) {
        return switch (syntax) {
            case H264 -> Nalus.type(firstByte);
            case HEVC -> HevcNalu.type(firstByte);
        };
    }

    private void write(Unit unit, boolean isLast, int timestamp, RtpPackets out) {
        if (unit.length <= PAYLOAD_BYTES_MAX) {
            out.begin(isLast, timestamp, unit.length).put(unit.bytes, unit.offset, unit.length);
            return;
        }
        byte[] head = fragmentHead(unit);
        int room = PAYLOAD_BYTES_MAX - head.length;
        int type = head[head.length - 1];
        int end = unit.offset + unit.length;
        for (int at = unit.offset + syntax.headerBytes(); at < end; at += room) {
            int length = Math.min(room, end - at);
            boolean isFirstPiece = at == unit.offset + syntax.headerBytes();
            boolean isLastPiece = at + length == end;
            int flags = (isFirstPiece ? START : 0) | (isLastPiece ? END : 0);
            head[head.length - 1] = (byte) (flags | type);
            BytesOut packet = out.begin(isLast && isLastPiece, timestamp, head.length + length);
            packet.put(head);
            packet.put(unit.bytes, at, length);
        }
    }

    /// What is in front of each piece; the last byte is the unit's type, and room for the flags.
    private byte[] fragmentHead(Unit unit) {
        int first = unit.bytes[unit.offset];
        return switch (syntax) {
            case H264 -> new byte[] {(byte) ((first & 0xE0) | FU_A), (byte) type(first)};
            case HEVC ->
                    new byte[] {
                        (byte) ((first & 0x81) | HEVC_FU << 1),
                        unit.bytes[unit.offset + 1],
                        (byte) type(first)
                    };
        };
    }
}
