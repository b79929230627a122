package dev.millrace.rtsp.message;

import dev.millrace.bytes.ProtocolException;
import dev.millrace.bytes.ProtocolException.Malformed;
import dev.millrace.bytes.Shown;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Cuts the bytes of a connection into messages and packets, however they arrive.
public final class MessageReader {
    private static final Pattern ANSWER =
            Pattern.compile("RTSP/\\d\\.\\d +([1-9]\\d\\d)(?: +(.*))?", Pattern.CASE_INSENSITIVE);
    private static final Pattern REQUEST =
            Pattern.compile("([A-Z_]{1,40}) +(\\S+) +RTSP/\\d\\.\\d");

    /// Takes messages.
    @FunctionalInterface
    public interface Sink {
        void message(RtspMessage message) throws ProtocolException;
    }

    private byte[] buffer = new byte[4096];
    private int from;
    private int to;

    // Of the message that is being read.
    private int searchedTo;
    private @Nullable String startLine;
    private Headers headers = new Headers();
    private int bodyBytes = -1;

    /// Takes what arrived, and hands over what is whole by now.
    public void read(byte[] bytes, int length, Sink sink) throws ProtocolException {
        append(bytes, length);
        boolean isWhole = true;
        while (isWhole && (from < to || bodyBytes == 0)) {
            if (startLine == null && isBetweenMessages()) {
                from++;
                searchedTo = from;
            } else if (startLine == null && buffer[from] == RtspMessage.Packet.MARK) {
                isWhole = packet(sink);
            } else {
                isWhole = bodyBytes < 0 ? line() : body(sink);
            }
        }
    }

    /// RFC 2326, 4.1, asks for patience with empty lines in front of a message.
    private boolean isBetweenMessages() {
        return buffer[from] == '\r' || buffer[from] == '\n';
    }

    private void append(byte[] bytes, int length) {
        if (to + length > buffer.length) {
            int kept = to - from;
            byte[] roomier = kept + length > buffer.length / 2 ? larger(kept + length) : buffer;
            System.arraycopy(buffer, from, roomier, 0, kept);
            buffer = roomier;
            searchedTo -= from;
            from = 0;
            to = kept;
        }
        System.arraycopy(bytes, 0, buffer, to, length);
        to += length;
    }

    private static byte[] larger(int bytes) {
        return new byte[2 * Math.max(2048, Integer.highestOneBit(bytes) * 2)];
    }

    private boolean packet(Sink sink) throws ProtocolException {
        int header = RtspMessage.Packet.HEADER_BYTES;
        if (to - from < header) {
            return false;
        }
        int length = (buffer[from + 2] & 0xFF) << 8 | (buffer[from + 3] & 0xFF);
        if (to - from < header + length) {
            return false;
        }
        int channel = buffer[from + 1] & 0xFF;
        byte[] bytes = Arrays.copyOfRange(buffer, from + header, from + header + length);
        from += header + length;
        searchedTo = from;
        sink.message(new RtspMessage.Packet(channel, bytes));
        return true;
    }

    /// Reads a line of the head, if it is whole.
    private boolean line() throws ProtocolException {
        if (startLine == null && !Character.isLetter(buffer[from])) {
            throw new Malformed(
                    "begins with 0x%02X, which is neither RTSP nor a packet of it"
                            .formatted(buffer[from] & 0xFF));
        }
        int end = searchedTo;
        while (end < to && buffer[end] != '\n') {
            end++;
        }
        MessageLimit.LINE_BYTES.check(end - from);
        searchedTo = end;
        if (end == to) {
            return false;
        }
        int textEnd = end > from && buffer[end - 1] == '\r' ? end - 1 : end;
        String text = new String(buffer, from, textEnd - from, StandardCharsets.ISO_8859_1);
        from = end + 1;
        searchedTo = from;
        take(text);
        return true;
    }

    private void take(String line) throws ProtocolException {
        if (line.chars().anyMatch(c -> (c < ' ' && c != '\t') || c == 0x7F)) {
            throw new Malformed("a line with control characters: " + Shown.of(line));
        }
        if (startLine == null) {
            if (!ANSWER.matcher(line).matches() && !REQUEST.matcher(line).matches()) {
                throw new Malformed("begins with %s, which is not RTSP".formatted(Shown.of(line)));
            }
            startLine = line;
        } else if (line.isEmpty()) {
            String length = headers.get("Content-Length").orElse("0");
            bodyBytes = MessageLimit.BODY_BYTES.check(Decimal.parse("Content-Length", length));
        } else {
            headers.receive(line);
        }
    }

    private boolean body(Sink sink) throws ProtocolException {
        if (to - from < bodyBytes) {
            return false;
        }
        byte[] body = Arrays.copyOfRange(buffer, from, from + bodyBytes);
        from += bodyBytes;
        searchedTo = from;
        RtspMessage message = message(body);
        startLine = null;
        headers = new Headers();
        bodyBytes = -1;
        sink.message(message);
        return true;
    }

    private RtspMessage message(byte[] body) {
        Matcher answer = ANSWER.matcher(String.valueOf(startLine));
        if (answer.matches()) {
            String reason = answer.group(2) == null ? "" : answer.group(2).strip();
            return new RtspMessage.Response(
                    Integer.parseInt(answer.group(1)), reason, headers, body);
        }
        Matcher request = REQUEST.matcher(String.valueOf(startLine));
        boolean isRequest = request.matches();
        assert isRequest : startLine;
        return new RtspMessage.Request(request.group(1), request.group(2), headers, body);
    }
}
