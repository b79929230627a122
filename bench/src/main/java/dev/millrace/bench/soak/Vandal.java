package dev.millrace.bench.soak;

import dev.millrace.bench.net.HttpHead;
import dev.millrace.bench.net.HttpUrl;
import dev.millrace.bench.net.Link;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// A connection that behaves badly. What becomes of it does not matter, only that nobody else
/// notices.
final class Vandal implements Link.Handler {
    private static final int NOISE_BYTES = 2_000;
    private static final int HALF_HANDSHAKE_BYTES = 700;
    private static final byte RTMP_VERSION = 3;

    private final Fault fault;
    private final HttpUrl stream;
    private final RandomGenerator random;
    private @Nullable Link link;
    private int lines;

    /// @param stream over HTTP-FLV
    Vandal(Fault fault, HttpUrl stream, RandomGenerator random) {
        this.fault = fault;
        this.stream = stream;
        this.random = random;
    }

    @Override
    public void connected(Link newLink) {
        link = newLink;
        switch (fault) {
            case NOISE, HTTP_NOISE -> newLink.write(noise(NOISE_BYTES));
            case HALF_HANDSHAKE -> newLink.write(noise(HALF_HANDSHAKE_BYTES).put(0, RTMP_VERSION));
            case UNREAD -> newLink.write(HttpHead.get(stream.target(), stream.authority()));
            case SLOW_REQUEST -> write(newLink, "GET / HTTP/1.1\r\nHost: vandal\r\n");
            default -> {} // says nothing
        }
    }

    @Override
    public void received(Link from, ByteBuffer in) {
        if (fault == Fault.UNREAD) {
            from.stopReading();
        }
    }

    @Override
    public void lost(String why) {
        link = null;
    }

    /// Once a second.
    void goOn() {
        if (fault == Fault.SLOW_REQUEST && link != null) {
            lines++;
            write(link, "X-Line-%d: slow\r\n".formatted(lines));
        }
    }

    /// Is gone, without a word or with a reset.
    void end() {
        if (link != null && fault == Fault.HALF_HANDSHAKE) {
            link.reset();
        } else if (link != null) {
            link.close();
        }
    }

    private ByteBuffer noise(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return ByteBuffer.wrap(bytes);
    }

    private static void write(Link to, String text) {
        to.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
    }
}
