package dev.millrace.client;

import dev.millrace.bytes.ProtocolException.Unsupported;
import dev.millrace.hls.ByteRange;
import dev.millrace.hls.MediaSegment;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Plays HLS with segments of MPEG-TS, live or not. RFC 8216. A live stream begins three segments
/// from its end. One thread plays; any thread may close.
public final class HlsPlayer implements MediaSource {
    private static final int READ_BYTES = 64 << 10;

    private final HlsFollower follower;
    private final ClientOptions options;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final EventQueue events = new EventQueue();
    private final TransportStream stream = new TransportStream(events::add);
    private final byte[] buffer = new byte[READ_BYTES];
    private volatile @Nullable HttpBody segment;

    private HlsPlayer(HlsFollower follower, ClientOptions options) {
        this.follower = follower;
        this.options = options;
    }

    /// Plays `http://host/app/stream.m3u8` or `https://…`.
    public static HlsPlayer connect(String url) throws IOException {
        return connect(url, ClientOptions.DEFAULT);
    }

    /// Returns when the playlist is there; of a master playlist, the first variant is played.
    ///
    /// @throws RejectedException when it is not; the code is the status of HTTP
    public static HlsPlayer connect(String url, ClientOptions options) throws IOException {
        return new HlsPlayer(HlsFollower.open(HttpBody.parse(url), options), options);
    }

    @Override
    public MediaEvent next() throws IOException {
        return events.next(this::receive);
    }

    @Override
    public void close() {
        closing.countDown();
        HttpBody current = segment;
        if (current != null) {
            current.close();
        }
    }

    private void receive() throws IOException {
        HttpBody current = segment;
        if (current == null) {
            beginSegment();
            return;
        }
        int length = current.in().read(buffer);
        if (length < 0) {
            current.close();
            segment = null;
        } else {
            stream.receive(buffer, length);
        }
    }

    private void beginSegment() throws IOException {
        Optional<MediaSegment> next = await();
        if (next.isEmpty()) {
            stream.end();
            events.add(new MediaEvent.Ended("the playlist ended"));
            return;
        }
        MediaSegment listed = next.get();
        if (listed.map().isPresent()) {
            throw new BrokenStreamException(
                    new Unsupported("segments of MP4; those of TS are read"));
        }
        if (listed.discontinuity()) {
            stream.end();
        }
        String range = listed.resource().range().map(HlsPlayer::rangeHeader).orElse("");
        segment = HttpBody.of(follower.resolve(listed.resource().uri()), options).open(range);
    }

    /// The next segment, as soon as it is listed; none when the playlist has ended.
    private Optional<MediaSegment> await() throws IOException {
        long waitedMs = 0;
        Optional<MediaSegment> next = follower.poll();
        while (next.isEmpty() && !follower.isEnded()) {
            long waitMs = follower.reloadAfterMs();
            waitedMs += waitMs;
            if (waitedMs > waitMs + options.readTimeoutMs()) {
                throw new SocketTimeoutException("the playlist lists nothing new");
            }
            pause(waitMs);
            follower.reload();
            next = follower.poll();
        }
        return next;
    }

    private void pause(long waitMs) throws IOException {
        try {
            if (closing.await(waitMs, TimeUnit.MILLISECONDS)) {
                throw new IOException("closed");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for a segment");
        }
    }

    private static String rangeHeader(ByteRange range) {
        long last = range.offsetBytes() + range.lengthBytes() - 1;
        return "bytes=" + range.offsetBytes() + "-" + last;
    }
}
