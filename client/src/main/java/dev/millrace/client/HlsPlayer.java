package dev.millrace.client;

import dev.millrace.hls.ByteRange;
import dev.millrace.hls.MediaSegment;
import dev.millrace.hls.Resource;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Plays HLS with segments of MPEG-TS, which may be encrypted with AES-128, or MP4, live or not.
/// RFC 8216. A live stream begins three segments from its end, and goes on without segments that
/// the server lost. One thread plays; any thread may close.
public final class HlsPlayer implements MediaSource {
    private static final int READ_BYTES = 64 << 10;

    /// An initialization section has some hundred bytes for each track.
    private static final int MAP_BYTES_MAX = 1 << 20;

    /// So many segments may be missing in a row while the playlist lists no others.
    private static final int MISSING_MAX = 3;

    /// So many in a row, and nothing is left to wait for.
    private static final int MISSING_IN_A_ROW_MAX = 10;

    private final HlsFollower follower;
    private final ClientOptions options;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final EventQueue events = new EventQueue();
    private final TransportStream packets = new TransportStream(events::add);
    private final byte[] buffer = new byte[READ_BYTES];
    private final SegmentKeys keys;
    private volatile @Nullable HttpBody segment;
    private final AtomicLong missing = new AtomicLong();

    /// Of segments of MP4.
    private @Nullable Mp4Stream fragments;

    /// Where what they need first is from.
    private Optional<Resource> map = Optional.empty();

    private int missingInARow;

    /// When the playlist was asked for last.
    private long askedNs = System.nanoTime();

    private HlsPlayer(HlsFollower follower, ClientOptions options) {
        this.follower = follower;
        this.options = options;
        this.keys = new SegmentKeys(follower, options);
    }

    /// Plays `http://host/app/stream.m3u8` or `https://…`.
    public static HlsPlayer connect(String url) throws IOException {
        return connect(url, ClientOptions.DEFAULT);
    }

    /// Returns when the playlist is there; of a master playlist, the first variant is played.
    ///
    /// @throws RejectedException when it is not; the code is the status of HTTP
    public static HlsPlayer connect(String url, ClientOptions options) throws IOException {
        // Each segment has an end, and who supervises looks for those that do not come at all.
        ClientOptions each = options.withSupervision(false);
        return new HlsPlayer(HlsFollower.open(HttpBody.parse(url), each), each);
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

    /// How many segments the server listed and did not have.
    public long missingSegments() {
        return missing.get();
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
        } else if (fragments != null) {
            fragments.receive(buffer, length);
        } else {
            packets.receive(buffer, length);
        }
    }

    private void beginSegment() throws IOException {
        Optional<MediaSegment> next = await();
        if (next.isEmpty()) {
            endStream();
            events.add(new MediaEvent.Ended("the playlist ended"));
            return;
        }
        try {
            begin(next.get());
            missingInARow = 0;
        } catch (RejectedException e) {
            pass(e);
        }
    }

    private void begin(MediaSegment listed) throws IOException {
        if (listed.discontinuity() || !listed.map().equals(map)) {
            endStream();
            map = Optional.empty();
        }
        if (listed.map().isPresent() && map.isEmpty()) {
            loadMap(listed.map().get());
            map = listed.map();
        }
        HttpBody body = open(listed.resource());
        if (listed.encryption().isPresent()) {
            body.decrypt(keys.cipher(listed.encryption().get(), follower.sequence()));
        }
        Content wanted = fragments != null ? Content.MP4 : Content.MPEG_TS;
        wanted.require(body.head());
        if (fragments != null) {
            fragments.begin(offsetBytes(listed.resource()));
        }
    }

    /// What fragments need first, section 4.3.2.5.
    private void loadMap(Resource resource) throws IOException {
        var loaded = new Mp4Stream(events::add);
        try (var body = open(resource)) {
            Content.MP4.require(body.head());
            byte[] bytes = body.readAll(MAP_BYTES_MAX);
            loaded.begin(offsetBytes(resource));
            loaded.receive(bytes, bytes.length);
        } finally {
            segment = null;
        }
        fragments = loaded;
    }

    private HttpBody open(Resource resource) throws IOException {
        HttpBody body = HttpBody.of(follower.resolve(resource.uri()), options);
        segment = body; // from here on another thread can hang up
        if (closing.getCount() == 0) {
            body.close();
        }
        try {
            return body.open(resource.range());
        } catch (IOException e) {
            segment = null;
            throw e;
        }
    }

    /// The end of what goes together. What follows, if anything, has a clock of its own.
    private void endStream() throws IOException {
        if (fragments != null) {
            fragments.end();
            fragments = null;
        }
        packets.end();
    }

    /// Goes on without a segment that a live stream has lost.
    private void pass(RejectedException reason) throws RejectedException {
        missing.incrementAndGet();
        missingInARow++;
        boolean hope = missingInARow < MISSING_MAX || follower.hasNext();
        if (follower.isEnded() || !hope || missingInARow == MISSING_IN_A_ROW_MAX) {
            throw reason;
        }
        events.add(new MediaEvent.Notice("a segment is missing: " + reason.getMessage()));
    }

    /// The next segment, as soon as it is listed; none when the playlist has ended.
    private Optional<MediaSegment> await() throws IOException {
        long startNs = System.nanoTime();
        Optional<MediaSegment> next = follower.poll();
        while (next.isEmpty() && !follower.isEnded()) {
            long silentMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs);
            if (silentMs > follower.patienceMs() + options.readTimeoutMs()) {
                throw new SocketTimeoutException("the playlist lists nothing new");
            }
            long sinceMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - askedNs);
            pause(Math.max(0, follower.reloadAfterMs() - sinceMs));
            askedNs = System.nanoTime();
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

    private static long offsetBytes(Resource resource) {
        return resource.range().map(ByteRange::offsetBytes).orElse(0L);
    }
}
