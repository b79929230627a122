package dev.millrace.rtsp.message;

import dev.millrace.bytes.ProtocolException;
import java.util.Locale;
import java.util.OptionalInt;

/// How a server will send the packets of a track: `RTP/AVP/TCP;unicast;interleaved=0-1`. RFC 2326,
/// 12.39.
///
/// @param isTcp whether they come between the messages of the connection
/// @param channel of RTP; RTCP has `controlChannel`
/// @param port where the server has RTP; RTCP has `controlPort`
public record TransportHeader(
        boolean isTcp,
        OptionalInt channel,
        OptionalInt controlChannel,
        OptionalInt port,
        OptionalInt controlPort) {
    /// Asks for packets on the connection itself.
    ///
    /// @param profile such as `RTP/AVP`
    public static String overTcp(String profile, int channel) {
        return "%s/TCP;unicast;interleaved=%d-%d".formatted(profile, channel, channel + 1);
    }

    /// Asks for packets of UDP to this port and the one above.
    ///
    /// @param profile such as `RTP/AVP`
    public static String overUdp(String profile, int port) {
        return "%s;unicast;client_port=%d-%d".formatted(profile, port, port + 1);
    }

    public static TransportHeader parse(String value) throws ProtocolException {
        OptionalInt[] channels = {OptionalInt.empty(), OptionalInt.empty()};
        OptionalInt[] ports = {OptionalInt.empty(), OptionalInt.empty()};
        String[] parts = value.split(";", -1);
        for (String part : parts) {
            int equals = part.indexOf('=');
            String name = part.substring(0, Math.max(0, equals)).strip().toLowerCase(Locale.ROOT);
            String numbers = part.substring(equals + 1);
            switch (name) {
                case "interleaved" -> channels = pair(MessageLimit.CHANNEL, numbers);
                case "server_port" -> ports = pair(MessageLimit.PORT, numbers);
                default -> {}
            }
        }
        boolean isTcp = parts[0].strip().toUpperCase(Locale.ROOT).endsWith("/TCP");
        return new TransportHeader(isTcp, channels[0], channels[1], ports[0], ports[1]);
    }

    /// `4-5`, or `4` alone, which stands for the same.
    private static OptionalInt[] pair(MessageLimit limit, String text) throws ProtocolException {
        String[] numbers = text.split("-", 2);
        int first = limit.check(Decimal.parse("Transport", numbers[0]));
        int second =
                numbers.length < 2
                        ? Math.min(first + 1, limit.max())
                        : limit.check(Decimal.parse("Transport", numbers[1]));
        return new OptionalInt[] {OptionalInt.of(first), OptionalInt.of(second)};
    }
}
