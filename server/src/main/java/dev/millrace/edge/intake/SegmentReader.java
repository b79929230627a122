package dev.millrace.edge.intake;

import dev.millrace.hls.ByteRange;
import dev.millrace.hls.Resource;
import dev.millrace.segment.Segment;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Reads segments where they may be read. Any thread; blocks.
public final class SegmentReader implements AutoCloseable {
    private static final Duration CONNECT_MAX = Duration.ofSeconds(5);

    /// For all of a segment. A camera that is slower than its own picture is of no use.
    private static final Duration FETCH_MAX = Duration.ofSeconds(20);

    private static final int PACKET_BYTES = 188;
    private static final byte SYNC = 0x47;

    private final Allowed allowed;
    private final Duration patience;
    private @Nullable HttpClient client;

    public SegmentReader(Allowed allowed) {
        this(allowed, FETCH_MAX);
    }

    /// @param patience for all of a segment that is fetched
    SegmentReader(Allowed allowed, Duration patience) {
        this.allowed = allowed;
        this.patience = patience;
    }

    Allowed allowed() {
        return allowed;
    }

    /// What tells whether a segment was written anew; empty if only its bytes can, or if it is
    /// gone.
    Optional<Mark> mark(Place place) {
        if (!(place instanceof Place.InFile(var path))) {
            return Optional.empty();
        }
        try {
            var found = Files.readAttributes(allowed.real(path), BasicFileAttributes.class);
            String key = String.valueOf(found.fileKey());
            return Optional.of(new Mark(found.lastModifiedTime(), found.size(), key));
        } catch (IOException | RefusedException e) {
            return Optional.empty();
        }
    }

    /// The bytes of a segment.
    ///
    /// @throws IOException if they cannot be read, or are no transport stream; says why
    byte[] read(Place place, Resource resource) throws IOException, InterruptedException {
        byte[] bytes =
                switch (place) {
                    case Place.InFile(var path) -> readFile(path, resource.range());
                    case Place.OnHost(var uri) -> fetch(uri, resource.range());
                };
        if (!isTransportStream(bytes)) {
            throw new IOException(
                    "its %d bytes are no MPEG transport stream".formatted(bytes.length));
        }
        return bytes;
    }

    private static boolean isTransportStream(byte[] bytes) {
        return bytes.length >= PACKET_BYTES
                && bytes[0] == SYNC
                && (bytes.length == PACKET_BYTES || bytes[PACKET_BYTES] == SYNC);
    }

    private byte[] readFile(Path path, Optional<ByteRange> range) throws IOException {
        Path real;
        try {
            real = allowed.real(path);
        } catch (RefusedException e) {
            throw new IOException(e.getMessage(), e);
        }
        try (FileChannel in =
                FileChannel.open(real, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            long from = range.map(ByteRange::offsetBytes).orElse(0L);
            long length = range.map(ByteRange::lengthBytes).orElse(in.size());
            if (from > in.size() || length > in.size() - from) {
                throw new IOException(
                        "%d bytes at %d are not within the %d of %s"
                                .formatted(length, from, in.size(), path));
            }
            var bytes = ByteBuffer.allocate(requireFits(length));
            while (bytes.hasRemaining() && in.read(bytes, from + bytes.position()) >= 0) {
                // As much as one call gives.
            }
            if (bytes.hasRemaining()) {
                throw new IOException(path + " became shorter while it was read");
            }
            return bytes.array();
        }
    }

    private byte[] fetch(URI uri, Optional<ByteRange> range)
            throws IOException, InterruptedException {
        try {
            return fetchOnce(uri, range);
        } catch (IOException e) {
            return fetchOnce(uri, range); // a connection that was kept may have been closed
        }
    }

    private byte[] fetchOnce(URI uri, Optional<ByteRange> range)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(uri).timeout(patience);
        range.ifPresent(it -> {
            long last = it.offsetBytes() + it.lengthBytes() - 1;
            request.header("Range", "bytes=%d-%d".formatted(it.offsetBytes(), last));
        });
        var handler =
                HttpResponse.BodyHandlers.limiting(
                        HttpResponse.BodyHandlers.ofByteArray(), Segment.BYTES_MAX);
        var asked = client().sendAsync(request.build(), handler);
        try {
            return body(uri, range, asked.get(patience.toMillis(), TimeUnit.MILLISECONDS));
        } catch (ExecutionException e) {
            throw new IOException("%s: %s".formatted(uri, e.getCause()), e);
        } catch (TimeoutException e) {
            throw new IOException("%s took longer than %s".formatted(uri, patience), e);
        } finally {
            asked.cancel(true); // ends the exchange, wherever it is
        }
    }

    private static byte[] body(URI uri, Optional<ByteRange> range, HttpResponse<byte[]> answer)
            throws IOException {
        byte[] bytes = answer.body();
        boolean part = range.isPresent() && answer.statusCode() == 206;
        if (answer.statusCode() != 200 && !part) {
            throw new IOException("%s answers %d".formatted(uri, answer.statusCode()));
        }
        if (range.isEmpty()) {
            return bytes;
        }
        long from = part ? 0 : range.get().offsetBytes();
        long length = range.get().lengthBytes();
        boolean within = from <= bytes.length && length <= bytes.length - from;
        if (!within || (part && length != bytes.length)) {
            throw new IOException("%s does not have all of the range".formatted(uri));
        }
        return Arrays.copyOfRange(bytes, (int) from, (int) (from + length));
    }

    private static int requireFits(long length) throws IOException {
        if (length > Segment.BYTES_MAX) {
            throw new IOException(
                    "%d bytes are more than a segment may have, %d"
                            .formatted(length, Segment.BYTES_MAX));
        }
        return (int) length;
    }

    /// Only where something is fetched: it has a thread of its own.
    private synchronized HttpClient client() {
        HttpClient present = client;
        if (present == null) {
            present =
                    HttpClient.newBuilder()
                            .connectTimeout(CONNECT_MAX)
                            .followRedirects(HttpClient.Redirect.NEVER) // they lead elsewhere
                            .version(HttpClient.Version.HTTP_1_1)
                            .build();
            client = present;
        }
        return present;
    }

    @Override
    public synchronized void close() {
        if (client != null) {
            client.shutdownNow();
        }
    }
}
