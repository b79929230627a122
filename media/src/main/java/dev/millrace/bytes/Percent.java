package dev.millrace.bytes;

import java.nio.charset.StandardCharsets;

/// Names as they are written in URLs. RFC 3986, 2.1.
public final class Percent {
    private static final String UNRESERVED = "-._~";

    private Percent() {}

    /// Everything but the unreserved characters (2.3) is encoded, so that no name can be taken for
    /// a scheme, a folder or a query.
    public static String encoded(String name) {
        return encoded(name, UNRESERVED);
    }

    /// The same of a path, whose slashes stay.
    public static String encodedPath(String path) {
        return encoded(path, UNRESERVED + "/");
    }

    private static String encoded(String text, String plain) {
        var out = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xFF);
            boolean letterOrDigit = c < 0x80 && Character.isLetterOrDigit(c);
            if (letterOrDigit || plain.indexOf(c) >= 0) {
                out.append(c);
            } else {
                out.append("%%%02X".formatted((int) c));
            }
        }
        return out.toString();
    }
}
