package dev.millrace.rtsp.payload;

import dev.millrace.bytes.ByteReader;
import dev.millrace.bytes.ProtocolException;
import dev.millrace.bytes.ProtocolException.Unsupported;
import dev.millrace.codec.HevcNalu;
import dev.millrace.rtsp.rtp.RtpPacket;
import dev.millrace.rtsp.sdp.FormatParameters;
import java.util.List;
import java.util.function.Consumer;

/// HEVC in packets that come in the order of decoding: single NAL units, several in one (AP) and
/// one in several (FU). RFC 7798, 4.4.
///
/// ```
///  AP  | F 48 layer, tid (2 bytes) | u16 length, NAL unit | u16 length, NAL unit | …
///  FU  | F 49 layer, tid (2 bytes) | S E type | a piece of the NAL unit, without its two bytes
/// ```
final class HevcDepacketiser implements Depacketiser {
    private static final List<String> SETS = List.of("sprop-vps", "sprop-sps", "sprop-pps");

    private static final int SINGLE_LAST = 47;
    private static final int AGGREGATE = 48;
    private static final int FRAGMENT = 49;

    private static final int START = 0x80;
    private static final int END = 0x40;

    private final AccessUnits frames;

    HevcDepacketiser(FormatParameters parameters) throws ProtocolException {
        if (parameters.number("sprop-max-don-diff", 0, 32_767) > 0) {
            throw new Unsupported("HEVC in interleaved packets (sprop-max-don-diff)");
        }
        var sets = new ParameterSets(NalSyntax.HEVC);
        SETS.forEach(name -> parameters.get(name).ifPresent(sets::putDescribed));
        frames = new AccessUnits(NalSyntax.HEVC, sets);
    }

    @Override
    public void packet(RtpPacket packet, int lost, Consumer<? super PayloadItem> sink) {
        frames.packet(packet.timestamp(), lost, sink);
        try {
            read(packet.payload());
        } catch (ProtocolException e) {
            frames.fault();
        }
        if (packet.marker()) {
            frames.marker(sink);
        }
    }

    @Override
    public void end(Consumer<? super PayloadItem> sink) {
        frames.end(sink);
    }

    @Override
    public long dropped() {
        return frames.dropped();
    }

    private void read(byte[] payload) throws ProtocolException {
        if (payload.length == 0) {
            return; // some senders keep the way open like that
        }
        int type = HevcNalu.type(payload[0]);
        if (type <= SINGLE_LAST) {
            frames.unit(payload);
        } else if (type == AGGREGATE) {
            readAggregate(new ByteReader(payload));
        } else if (type == FRAGMENT) {
            readFragment(new ByteReader(payload));
        } else {
            throw new Unsupported("packet of type %d".formatted(type));
        }
    }

    private void readAggregate(ByteReader in) throws ProtocolException {
        in.skip(HevcNalu.HEADER_BYTES);
        while (in.hasRemaining()) {
            byte[] nal = in.bytes(in.u16());
            if (nal.length > 0) { // zeros behind the last one are padding
                frames.unit(nal);
            }
        }
    }

    private void readFragment(ByteReader in) throws ProtocolException {
        int first = in.u8();
        int second = in.u8();
        int header = in.u8();
        if ((header & START) != 0) {
            byte[] own = {(byte) ((first & 0x81) | (header & 0x3F) << 1), (byte) second};
            frames.firstFragment(own, in);
        } else {
            frames.nextFragment(in);
        }
        if ((header & END) != 0) {
            frames.lastFragment();
        }
    }
}
