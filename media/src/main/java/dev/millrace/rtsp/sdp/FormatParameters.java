package dev.millrace.rtsp.sdp;

import dev.millrace.bytes.ProtocolException;
import dev.millrace.bytes.ProtocolException.Malformed;
import dev.millrace.bytes.Shown;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The parameters of a format: `a=fmtp:96 packetization-mode=1; sprop-parameter-sets=…`. RFC 8866,
/// 6.15. Case does not matter in names.
public final class FormatParameters {
    public static final FormatParameters NONE = new FormatParameters(Map.of());

    private final Map<String, String> values;

    private FormatParameters(Map<String, String> values) {
        this.values = Map.copyOf(values);
    }

    /// Reads what stands behind the payload type. Of a name that comes twice the first counts.
    static FormatParameters parse(String text) throws ProtocolException {
        var values = new HashMap<String, String>();
        for (String parameter : text.split(";", -1)) {
            int equals = parameter.indexOf('=');
            String name = equals < 0 ? parameter : parameter.substring(0, equals);
            String value = equals < 0 ? "" : parameter.substring(equals + 1);
            if (!name.isBlank()) {
                values.putIfAbsent(name.strip().toLowerCase(Locale.ROOT), value.strip());
                SdpLimit.PARAMETERS.check(values.size());
            }
        }
        return new FormatParameters(values);
    }

    /// The value of a parameter, if it is there.
    ///
    /// @param name in lower case
    public Optional<String> get(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /// A whole number of at most `max`; `otherwise` where nothing is said.
    public int number(String name, int otherwise, int max) throws ProtocolException {
        String value = values.get(name);
        return value == null
                ? otherwise
                : ProtocolException.requireAtMost(name, Numbers.parse(name, value), max);
    }

    /// Bytes in hexadecimal digits; none where nothing is said.
    public byte[] hex(String name) throws Malformed {
        String value = values.getOrDefault(name, "");
        try {
            return HexFormat.of().parseHex(value.length() % 2 == 0 ? value : value + "0");
        } catch (IllegalArgumentException e) {
            throw new Malformed("%s is %s, not hexadecimal".formatted(name, Shown.of(value)));
        }
    }

    @Override
    public String toString() {
        return values.toString();
    }
}
