package dev.millrace.rtsp.message;

import dev.millrace.bytes.ProtocolException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/// One of the ways that a client offers for the packets of a track:
/// `RTP/AVP;unicast;client_port=5000-5001`. RFC 2326, 12.39.
///
/// @param isTcp whether they go between the messages of the connection
/// @param rtp the channel of RTP over TCP, the client's port over UDP; empty if it leaves it to us
/// @param rtcp that of RTCP; empty with the other
public record TransportOffer(boolean isTcp, OptionalInt rtp, OptionalInt rtcp) {
    private static final List<String> UDP = List.of("RTP/AVP", "RTP/AVP/UDP");
    private static final String TCP = "RTP/AVP/TCP";

    /// Reads those that could be met, in the order of the client's preference: of RTP that is
    /// neither encrypted nor sent to many.
    public static List<TransportOffer> parse(String header) {
        var offers = new ArrayList<TransportOffer>();
        for (String offer : header.split(",", -1)) {
            try {
                read(offer, offers);
            } catch (ProtocolException e) {
                // as good as not offered
            }
        }
        return offers;
    }

    private static void read(String offer, List<TransportOffer> to) throws ProtocolException {
        String[] parts = offer.split(";", -1);
        String protocol = parts[0].strip().toUpperCase(Locale.ROOT);
        boolean isTcp = protocol.equals(TCP);
        var rtp = OptionalInt.empty();
        var rtcp = OptionalInt.empty();
        for (int i = 1; i < parts.length; i++) {
            String part = parts[i].strip().toLowerCase(Locale.ROOT);
            if (part.equals("multicast")) {
                return;
            }
            if (part.startsWith(isTcp ? "interleaved=" : "client_port=")) {
                MessageLimit limit = isTcp ? MessageLimit.CHANNEL : MessageLimit.PORT;
                String[] numbers = part.substring(part.indexOf('=') + 1).split("-", 2);
                int first = limit.check(Decimal.parse("Transport", numbers[0]));
                rtp = OptionalInt.of(first);
                rtcp =
                        OptionalInt.of(
                                limit.check(
                                        numbers.length < 2
                                                ? first + 1
                                                : Decimal.parse("Transport", numbers[1])));
            }
        }
        boolean hasPorts = rtp.orElse(0) > 0 && rtcp.orElse(0) > 0;
        if (isTcp || (UDP.contains(protocol) && hasPorts)) {
            to.add(new TransportOffer(isTcp, rtp, rtcp));
        }
    }
}
