package dev.millrace.rtsp.payload;

import dev.millrace.bytes.ByteReader;
import dev.millrace.bytes.ProtocolException;
import dev.millrace.bytes.ProtocolException.Unsupported;
import dev.millrace.codec.Nalus;
import dev.millrace.rtsp.rtp.RtpPacket;
import dev.millrace.rtsp.sdp.FormatParameters;
import java.util.Arrays;
import java.util.function.Consumer;

/// H.264 in packets that come in the order of decoding: single NAL units, several in one (STAP-A)
/// and one in several (FU-A). RFC 6184, packetization modes 0 and 1.
///
/// ```
///  STAP-A  | F NRI 24 | u16 length, NAL unit | u16 length, NAL unit | …
///  FU-A    | F NRI 28 | S E 0 type | a piece of the NAL unit, without its first byte
/// ```
final class H264Depacketiser implements Depacketiser {
    private static final int INTERLEAVED_MODE = 2;

    private static final int UNDEFINED = 0;
    private static final int SINGLE_LAST = 23;
    private static final int STAP_A = 24;
    private static final int FU_A = 28;

    private static final int START = 0x80;
    private static final int END = 0x40;

    private final AccessUnits frames;

    H264Depacketiser(FormatParameters parameters) throws ProtocolException {
        if (parameters.number("packetization-mode", 0, 255) == INTERLEAVED_MODE) {
            throw new Unsupported("H.264 in interleaved packets (packetization-mode 2)");
        }
        var sets = new ParameterSets(NalSyntax.H264);
        parameters.get("sprop-parameter-sets").ifPresent(sets::putDescribed);
        frames = new AccessUnits(NalSyntax.H264, sets);
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
        int type = Nalus.type(payload[0]);
        if (type == UNDEFINED) {
            readStartCodes(payload);
        } else if (type <= SINGLE_LAST) {
            frames.unit(payload);
        } else if (type == STAP_A) {
            readAggregate(new ByteReader(payload, 1, payload.length - 1));
        } else if (type == FU_A) {
            readFragment(new ByteReader(payload));
        } else {
            throw new Unsupported("packet of type %d".formatted(type));
        }
    }

    /// Not in the RFC: some cameras leave the start codes of annex B in.
    private void readStartCodes(byte[] payload) throws ProtocolException {
        for (Nalus nalus = Nalus.annexB(payload, 0, payload.length); nalus.next(); ) {
            int end = nalus.offset() + nalus.length();
            frames.unit(Arrays.copyOfRange(payload, nalus.offset(), end));
        }
    }

    private void readAggregate(ByteReader in) throws ProtocolException {
        while (in.hasRemaining()) {
            byte[] nal = in.bytes(in.u16());
            if (nal.length > 0) { // zeros behind the last one are padding
                frames.unit(nal);
            }
        }
    }

    private void readFragment(ByteReader in) throws ProtocolException {
        int indicator = in.u8();
        int header = in.u8();
        if ((header & START) != 0) {
            byte[] own = {(byte) ((indicator & 0xE0) | (header & 0x1F))};
            frames.firstFragment(own, in);
        } else {
            frames.nextFragment(in);
        }
        if ((header & END) != 0) {
            frames.lastFragment();
        }
    }
}
