package dev.millrace.bench.net;

import dev.millrace.bytes.ProtocolException;
import dev.millrace.bytes.ProtocolException.Malformed;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Status line and fields of an HTTP/1.1 answer. RFC 9112, sections 4 and 5.
///
/// @param fields by their names in small letters
public record HttpHead(int status, Map<String, String> fields) {
    /// Real heads have less than 1 KiB; this many times more are no head.
    static final int BYTES_MAX = 16 << 10;

    private static final int STATUS_AT = 9; // behind "HTTP/1.1 "

    public HttpHead {
        fields = Map.copyOf(fields);
    }

    /// A field, if it is there.
    ///
    /// @param name in small letters
    public Optional<String> field(String name) {
        return Optional.ofNullable(fields.get(name));
    }

    /// Whether the body comes in chunks; section 7.1.
    public boolean isChunked() {
        return field("transfer-encoding").filter(it -> it.equalsIgnoreCase("chunked")).isPresent();
    }

    /// Whether another request can follow on the connection; section 9.3.
    public boolean keepsAlive() {
        return field("connection").filter(it -> it.equalsIgnoreCase("close")).isEmpty();
    }

    static HttpHead parse(String text) throws Malformed {
        String[] lines = text.split("\r\n", -1);
        if (!lines[0].matches("HTTP/1\\.[01] \\d{3}.*")) {
            throw new Malformed("not an HTTP/1.1 answer");
        }
        int status = Integer.parseInt(lines[0], STATUS_AT, STATUS_AT + 3, 10);
        var fields = new HashMap<String, String>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            if (colon > 0) {
                String name = lines[i].substring(0, colon).toLowerCase(Locale.ROOT);
                fields.put(name, lines[i].substring(colon + 1).strip());
            }
        }
        return new HttpHead(status, fields);
    }

    /// Collects a head that arrives in pieces.
    public static final class Reader {
        private static final int END = '\r' << 24 | '\n' << 16 | '\r' << 8 | '\n';

        private final StringBuilder text = new StringBuilder();
        private int lastFour;

        /// Takes from `in` what belongs to the head, and leaves the body.
        ///
        /// @return the head, once it is whole
        public Optional<HttpHead> receive(ByteBuffer in) throws ProtocolException {
            while (in.hasRemaining()) {
                byte next = in.get();
                text.append((char) (next & 0xFF));
                lastFour = lastFour << 8 | (next & 0xFF);
                if (lastFour == END) {
                    return Optional.of(parse(text.substring(0, text.length() - 4)));
                }
                ProtocolException.requireAtMost("head of the answer", text.length(), BYTES_MAX);
            }
            return Optional.empty();
        }
    }

    /// A request for `target`, with nothing in it that would make answers differ.
    public static ByteBuffer get(String target, String host) {
        String request =
                "GET %s HTTP/1.1\r\nHost: %s\r\nUser-Agent: millrace-bench\r\nAccept: */*\r\n\r\n"
                        .formatted(target, host);
        return ByteBuffer.wrap(request.getBytes(StandardCharsets.ISO_8859_1));
    }
}
