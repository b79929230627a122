package dev.millrace.gateway.rtsp;

import dev.millrace.bytes.ProtocolException;
import dev.millrace.codec.Codec;
import dev.millrace.media.CodecConfig;
import dev.millrace.media.FrameHeader;
import dev.millrace.media.MediaTime;
import dev.millrace.rtsp.payload.OutgoingFormat;
import dev.millrace.rtsp.rtp.RtcpWriter;
import dev.millrace.rtsp.rtp.RtpLimit;
import dev.millrace.rtsp.rtp.RtpPackets;
import java.io.IOException;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// A track on its way to one viewer: its numbers, its clock and its reports. It stays over a pause.
/// Belongs to whoever plays it.
final class OutgoingTrack {
    private final String url;
    private final Transport transport;
    private final RtpPackets packets;
    private final RtcpWriter reports;
    private final int firstTimestamp;
    private OutgoingFormat format;
    private @Nullable CodecConfig config;
    private boolean reported;
    private long reportedAtNs;

    OutgoingTrack(OutgoingFormat format, String url, Transport transport, RandomGenerator random) {
        this.format = format;
        this.url = url;
        this.transport = transport;
        int channel = transport instanceof TcpTransport tcp ? tcp.channel() : 0;
        int ssrc = random.nextInt();
        packets = new RtpPackets(channel, format.payloadType(), ssrc, random.nextInt(1 << 16));
        reports = new RtcpWriter(ssrc, "%016x".formatted(random.nextLong()));
        firstTimestamp = random.nextInt();
    }

    Transport transport() {
        return transport;
    }

    /// How it is sent, as the client is told.
    String transportHeader() {
        return "%s;ssrc=%08X".formatted(transport.header(), packets.ssrc());
    }

    /// Where it goes on, as in the header `RTP-Info`.
    ///
    /// @param us on the timeline of the session
    String info(long us) {
        return "url=%s;seq=%d;rtptime=%d"
                .formatted(url, packets.nextSequence(), Integer.toUnsignedLong(timestamp(us)));
    }

    /// Whether frames of this configuration can be sent to who was told of the first one.
    boolean takes(CodecConfig next) {
        if (next.equals(config)) {
            return true;
        }
        Optional<OutgoingFormat> other =
                next instanceof Codec codec ? OutgoingFormat.of(codec) : Optional.empty();
        boolean fits = other.isPresent() && format.covers(other.get());
        if (fits) {
            format = other.get();
            config = next;
        }
        return fits;
    }

    /// Sends a frame, and a report in front of it if it is time for one.
    ///
    /// @param header with times on the timeline of the session
    /// @param startNtpUs when that begins, in microseconds since 1900
    void send(FrameHeader header, byte[] frame, long startNtpUs)
            throws IOException, InterruptedException, ProtocolException {
        long nowNs = System.nanoTime();
        if (!reported || nowNs - reportedAtNs > RtpLimit.REPORT_INTERVAL_MS * 1_000_000) {
            reported = true;
            reportedAtNs = nowNs;
            long us = header.dtsUs();
            transport.control(reports.senderReport(packets, startNtpUs + us, timestamp(us)));
        }
        packets.clear();
        format.packetiser().packetise(frame, header.key(), timestamp(header.ptsUs()), packets);
        transport.send(packets);
    }

    /// Says that nothing follows.
    void bye(long us, long startNtpUs) throws IOException, InterruptedException {
        transport.control(reports.senderBye(packets, startNtpUs + us, timestamp(us)));
    }

    private int timestamp(long us) {
        long scaled = us * format.clockRateHz() + MediaTime.US_PER_SECOND / 2;
        return firstTimestamp + (int) Math.floorDiv(scaled, MediaTime.US_PER_SECOND);
    }
}
