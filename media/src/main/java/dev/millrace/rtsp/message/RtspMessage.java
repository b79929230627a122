package dev.millrace.rtsp.message;

import dev.millrace.bytes.ByteWriter;
import java.nio.charset.StandardCharsets;

/// What travels over a connection of RTSP. RFC 2326, 5 to 7 and 10.12.
public sealed interface RtspMessage {
    /// Something that one side wants of the other.
    @SuppressWarnings("ArrayRecordComponent") // a value passed along, never compared
    record Request(String method, String url, Headers headers, byte[] body) implements RtspMessage {
        public byte[] encode() {
            return text("%s %s RTSP/1.0\r\n".formatted(method, url), headers, body);
        }
    }

    /// What the other side says to it.
    @SuppressWarnings("ArrayRecordComponent") // a value passed along, never compared
    record Response(int status, String reason, Headers headers, byte[] body)
            implements RtspMessage {
        public byte[] encode() {
            return text("RTSP/1.0 %d %s\r\n".formatted(status, reason), headers, body);
        }

        public boolean isSuccess() {
            return status / 100 == 2;
        }

        public boolean isRedirect() {
            return status / 100 == 3;
        }
    }

    /// A packet of RTP or RTCP between the messages.
    ///
    /// ```
    ///  0     8         16       32
    ///  +-----+---------+--------+-----
    ///  | '$' | channel | length | …
    ///  +-----+---------+--------+-----
    /// ```
    @SuppressWarnings("ArrayRecordComponent") // a value passed along, never compared
    record Packet(int channel, byte[] bytes) implements RtspMessage {
        static final int MARK = '$';
        static final int HEADER_BYTES = 4;

        public byte[] encode() {
            return new ByteWriter(HEADER_BYTES + bytes.length)
                    .u8(MARK)
                    .u8(channel)
                    .u16(bytes.length)
                    .bytes(bytes)
                    .toByteArray();
        }
    }

    private static byte[] text(String startLine, Headers headers, byte[] body) {
        String length = body.length == 0 ? "" : "Content-Length: %d\r\n".formatted(body.length);
        String head = startLine + headers + length + "\r\n";
        return new ByteWriter(head.length() + body.length)
                .bytes(head.getBytes(StandardCharsets.ISO_8859_1))
                .bytes(body)
                .toByteArray();
    }
}
