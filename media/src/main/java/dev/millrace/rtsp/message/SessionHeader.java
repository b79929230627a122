package dev.millrace.rtsp.message;

import dev.millrace.bytes.ProtocolException;
import dev.millrace.bytes.ProtocolException.Malformed;
import java.util.Locale;

/// `Session: 47112344;timeout=60`. RFC 2326, 12.37.
///
/// @param id to be repeated as it is
/// @param timeoutSeconds after which the server forgets the session; at least 1
public record SessionHeader(String id, int timeoutSeconds) {
    private static final int TIMEOUT_SECONDS_DEFAULT = 60;

    public static SessionHeader parse(String value) throws ProtocolException {
        String[] parts = value.split(";", -1);
        String id = parts[0].strip();
        if (id.isEmpty()) {
            throw new Malformed("a session without a name");
        }
        int timeout = TIMEOUT_SECONDS_DEFAULT;
        for (int i = 1; i < parts.length; i++) {
            String part = parts[i].strip().toLowerCase(Locale.ROOT);
            if (part.startsWith("timeout=")) {
                String digits = part.substring("timeout=".length());
                long seconds = Decimal.parse("timeout of the session", digits);
                timeout = (int) Math.min(seconds, MessageLimit.SESSION_TIMEOUT_S.max());
            }
        }
        // some servers say 0 and mean that they do not forget
        return new SessionHeader(id, timeout == 0 ? TIMEOUT_SECONDS_DEFAULT : timeout);
    }
}
