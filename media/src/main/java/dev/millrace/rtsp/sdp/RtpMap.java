package dev.millrace.rtsp.sdp;

import dev.millrace.bytes.ProtocolException;
import dev.millrace.bytes.ProtocolException.Malformed;
import dev.millrace.bytes.Shown;
import java.util.Locale;
import java.util.Optional;

/// What a payload type stands for: `a=rtpmap:97 mpeg4-generic/44100/2`. RFC 8866, 6.6.
///
/// @param encoding in lower case, since case does not matter in it
/// @param clockRateHz what timestamps count, at least 1
/// @param channels 1 where nothing is said
public record RtpMap(String encoding, int clockRateHz, int channels) {
    /// Those that need no `a=rtpmap`, as far as they are read here. RFC 3551, table 4 and 5.
    static Optional<RtpMap> ofStatic(int payloadType) {
        return switch (payloadType) {
            case 0 -> Optional.of(new RtpMap("pcmu", 8_000, 1));
            case 8 -> Optional.of(new RtpMap("pcma", 8_000, 1));
            case 14 -> Optional.of(new RtpMap("mpa", 90_000, 1));
            default -> Optional.empty();
        };
    }

    /// Reads what stands behind the payload type.
    static RtpMap parse(String text) throws ProtocolException {
        String[] parts = text.strip().split("/", -1);
        if (parts.length < 2 || parts[0].isBlank()) {
            throw new Malformed("rtpmap %s has no clock rate".formatted(Shown.of(text)));
        }
        int rate = SdpLimit.CLOCK_RATE_HZ.check(Numbers.parse("clock rate", parts[1]));
        if (rate == 0) {
            throw new Malformed("rtpmap %s has the clock rate 0".formatted(Shown.of(text)));
        }
        int channels = 1;
        if (parts.length > 2 && !parts[2].isBlank()) {
            channels = SdpLimit.CHANNELS.check(Numbers.parse("number of channels", parts[2]));
        }
        return new RtpMap(parts[0].strip().toLowerCase(Locale.ROOT), rate, Math.max(1, channels));
    }
}
