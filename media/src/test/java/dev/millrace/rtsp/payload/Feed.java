package dev.millrace.rtsp.payload;

import dev.millrace.bytes.ProtocolException;
import dev.millrace.rtsp.rtp.RtpPacket;
import dev.millrace.rtsp.sdp.SessionDescription;
import dev.millrace.testkit.Hex;
import java.util.ArrayList;
import java.util.List;

/// Gives packets to the depacketiser of a described medium, and writes down what comes out.
final class Feed {
    private final PayloadFormat format;
    private final List<String> seen = new ArrayList<>();
    private int lost;

    /// @param lines of the description, without `a=` in front of attributes
    Feed(String medium, String... lines) throws ProtocolException {
        String text = "m=" + medium + "\na=" + String.join("\na=", lines);
        format = PayloadFormat.of(SessionDescription.parse(text).media().getFirst());
    }

    PayloadFormat format() {
        return format;
    }

    /// These many packets do not come.
    Feed lose(int count) {
        lost = count;
        return this;
    }

    Feed packet(int timestamp, String hex) {
        return packet(timestamp, false, Hex.bytes(hex));
    }

    /// The last packet of a frame.
    Feed marked(int timestamp, String hex) {
        return packet(timestamp, true, Hex.bytes(hex));
    }

    Feed packet(int timestamp, boolean marker, byte[] payload) {
        var packet = new RtpPacket(marker, format.payloadType(), 0, timestamp, 1, payload);
        format.depacketiser().packet(packet, lost, this::see);
        lost = 0;
        return this;
    }

    Feed end() {
        format.depacketiser().end(this::see);
        return this;
    }

    /// What came since this was asked last.
    List<String> seen() {
        List<String> since = List.copyOf(seen);
        seen.clear();
        return since;
    }

    long dropped() {
        return format.depacketiser().dropped();
    }

    private void see(PayloadItem item) {
        seen.add(
                switch (item) {
                    case PayloadItem.Configuration(var codec) -> codec.toString();
                    case PayloadItem.Unit unit ->
                            "%d%s %s"
                                    .formatted(
                                            unit.rtpTimestamp(),
                                            unit.key() ? " key" : "",
                                            Hex.text(unit.payload()));
                });
    }
}
