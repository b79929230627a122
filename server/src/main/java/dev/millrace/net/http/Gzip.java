package dev.millrace.net.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/// Compression of whole answers, done once for everyone who asks.
final class Gzip {
    private Gzip() {}

    static ByteBuffer compress(List<ByteBuffer> body) {
        var out = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(out)) {
            for (ByteBuffer buffer : body) {
                byte[] bytes = new byte[buffer.remaining()];
                buffer.get(buffer.position(), bytes);
                gzip.write(bytes);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot fail", e);
        }
        return ByteBuffer.wrap(out.toByteArray());
    }
}
