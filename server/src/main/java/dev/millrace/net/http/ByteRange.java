package dev.millrace.net.http;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a `Range` header asks for, of a body whose length is known. RFC 9110, 14.1.2 and 14.2.
public sealed interface ByteRange {
    /// The whole body: several ranges, other units and nonsense may be answered so.
    record All() implements ByteRange {}

    /// Nothing that is there.
    record Outside() implements ByteRange {}

    /// Both ends are within the body and belong to the part.
    record Part(long first, long last) implements ByteRange {
        /// As in `Content-Range`.
        public String contentRange(long lengthBytes) {
            return "bytes " + first + "-" + last + "/" + lengthBytes;
        }

        /// This part of a body that lies in several buffers.
        public List<ByteBuffer> of(List<ByteBuffer> body) {
            var parts = new ArrayList<ByteBuffer>();
            long at = 0;
            for (ByteBuffer buffer : body) {
                long from = Math.max(first - at, 0);
                long to = Math.min(last + 1 - at, buffer.remaining());
                if (from < to) {
                    parts.add(buffer.slice(buffer.position() + (int) from, (int) (to - from)));
                }
                at += buffer.remaining();
            }
            return parts;
        }
    }

    /// `bytes=first-last`, `bytes=first-` or `bytes=-suffix`; more digits are no file of ours.
    Pattern ONE = Pattern.compile("bytes=\\s*(\\d{0,18})-(\\d{0,18})\\s*");

    /// What is asked for.
    ///
    /// @param header the value of `Range`
    static ByteRange parse(String header, long lengthBytes) {
        Matcher range = ONE.matcher(header.strip());
        if (!range.matches()) {
            return new All();
        }
        String from = range.group(1);
        String to = range.group(2);
        if (from.isEmpty()) {
            return to.isEmpty() ? new All() : suffix(Long.parseLong(to), lengthBytes);
        }
        long first = Long.parseLong(from);
        long last = to.isEmpty() ? Long.MAX_VALUE : Long.parseLong(to);
        if (last < first) {
            return new All();
        }
        return first < lengthBytes
                ? new Part(first, Math.min(last, lengthBytes - 1))
                : new Outside();
    }

    private static ByteRange suffix(long bytes, long lengthBytes) {
        return bytes == 0 || lengthBytes == 0
                ? new Outside()
                : new Part(Math.max(0, lengthBytes - bytes), lengthBytes - 1);
    }
}
