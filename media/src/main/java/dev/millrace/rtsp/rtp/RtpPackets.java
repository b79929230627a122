package dev.millrace.rtsp.rtp;

import dev.millrace.bytes.ByteWriter;
import dev.millrace.bytes.BytesOut;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// Packets of one stream on their way out, one behind the other as they travel between the messages
/// of a connection. RFC 3550, 5.1; RFC 2326, 10.12.
///
/// ```
///  | '$' | channel | u16 length | RTP header, 12 bytes | payload | '$' | …
/// ```
///
/// What is counted here is what reports say. Belongs to one thread.
public final class RtpPackets {
    private static final int MARK = '$';
    private static final int FRAMING_BYTES = 4;
    private static final int VERSION = 2;
    private static final int SEQUENCE_MASK = 0xFFFF;

    private final int channel;
    private final int payloadType;
    private final int ssrc;
    private final ByteWriter out = new ByteWriter(4096);
    private int sequence;
    private int packets;
    private int payloadBytes;

    /// @param channel of the connection; of no meaning where packets are datagrams
    /// @param firstSequence 16 bits
    public RtpPackets(int channel, int payloadType, int ssrc, int firstSequence) {
        this.channel = channel;
        this.payloadType = payloadType;
        this.ssrc = ssrc;
        this.sequence = firstSequence & SEQUENCE_MASK;
    }

    public int ssrc() {
        return ssrc;
    }

    /// The number of the next packet.
    public int nextSequence() {
        return sequence;
    }

    /// How many there have been; it wraps, as reports do.
    public int count() {
        return packets;
    }

    /// Bytes of payload there have been; it wraps, as reports do.
    public int payloadBytes() {
        return payloadBytes;
    }

    /// Begins a packet.
    ///
    /// @param lengthBytes of its payload, with which the caller goes on
    public BytesOut begin(boolean marker, int timestamp, int lengthBytes) {
        out.u8(MARK).u8(channel).u16(RtpPacket.HEADER_BYTES + lengthBytes);
        out.u8(VERSION << 6).u8((marker ? 0x80 : 0) | payloadType).u16(sequence);
        out.u32(timestamp).u32(ssrc);
        sequence = sequence + 1 & SEQUENCE_MASK;
        packets++;
        payloadBytes += lengthBytes;
        return out;
    }

    /// Forgets the packets that are sent.
    public void clear() {
        out.clear();
    }

    /// All packets since the last [#clear], as they go over a connection. Good until the next
    /// packet begins.
    public ByteBuffer interleaved() {
        return out.toBuffer();
    }

    /// The same as datagrams.
    public List<ByteBuffer> datagrams() {
        var datagrams = new ArrayList<ByteBuffer>();
        ByteBuffer all = out.toBuffer();
        while (all.hasRemaining()) {
            int lengthBytes = all.getShort(all.position() + 2) & 0xFFFF;
            datagrams.add(all.slice(all.position() + FRAMING_BYTES, lengthBytes));
            all.position(all.position() + FRAMING_BYTES + lengthBytes);
        }
        return datagrams;
    }
}
