package dev.millrace.rtsp.message;

import dev.millrace.bytes.ProtocolException.Malformed;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Who a client says it is. The text is bytes of UTF-8 written as ISO 8859-1, as [Headers] have it.
public record Credentials(String user, String password) {
    /// Reads `user:password`, in which `%40` and the like stand for what a URL has no place for.
    ///
    /// @throws Malformed without repeating it
    static Credentials parse(String userInfo) throws Malformed {
        int colon = userInfo.indexOf(':');
        return colon < 0
                ? new Credentials(decoded(userInfo), "")
                : new Credentials(
                        decoded(userInfo.substring(0, colon)),
                        decoded(userInfo.substring(colon + 1)));
    }

    /// Nothing that could be read in a log.
    @Override
    public String toString() {
        return "credentials";
    }

    private static String decoded(String text) throws Malformed {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        var out = new ByteArrayOutputStream(encoded.length);
        for (int i = 0; i < encoded.length; i++) {
            int octet = encoded[i] & 0xFF;
            if (octet == '%') {
                octet = hex(encoded, i + 1) << 4 | hex(encoded, i + 2);
                i += 2;
            }
            if (octet < ' ' || octet == 0x7F) { // would be a header of its own
                throw new Malformed("the user name or password has control characters");
            }
            out.write(octet);
        }
        return out.toString(StandardCharsets.ISO_8859_1);
    }

    private static int hex(byte[] text, int at) throws Malformed {
        int digit = at < text.length ? Character.digit(text[at], 16) : -1;
        if (digit < 0) {
            throw new Malformed(
                    "the user name or password has a %% without a number; write %s"
                            .formatted("%25"));
        }
        return digit;
    }
}
