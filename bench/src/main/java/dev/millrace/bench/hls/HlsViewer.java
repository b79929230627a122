package dev.millrace.bench.hls;

import dev.millrace.bench.measure.Roster;
import dev.millrace.bench.net.ChunkedBody;
import dev.millrace.bench.net.HttpHead;
import dev.millrace.bench.net.HttpUrl;
import dev.millrace.bench.net.Reasons;
import dev.millrace.bytes.ByteWriter;
import dev.millrace.bytes.ProtocolException;
import dev.millrace.bytes.ProtocolException.Malformed;
import dev.millrace.hls.MasterPlaylist;
import dev.millrace.hls.MediaPlaylist;
import dev.millrace.hls.MediaSegment;
import dev.millrace.hls.PlaylistParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/// One viewer: a virtual thread that asks for the playlist, fetches what is new in it, and sleeps
/// until it may ask again.
///
/// Whoever cannot have the first playlist has failed. After that a viewer does as players do: it
/// counts what goes wrong, and tries again.
final class HlsViewer implements AutoCloseable {
    private static final int OK = 200;
    private static final int REDIRECTION = 3; // the first digit of the status
    private static final int REDIRECTIONS_MAX = 5;
    private static final int PLAYLIST_BYTES_MAX = 8 << 20;

    /// Nobody hurries after a request that failed.
    private static final Duration RETRY = Duration.ofSeconds(1);

    /// A request that may fail.
    private interface Request {
        void run() throws IOException, ProtocolException;
    }

    private final Roster.Member member;
    private final HlsCounts counts;
    private final HttpConnection connection;
    private final PlaylistFollower follower = new PlaylistFollower();
    private final Playback playback = new Playback();
    private final AtomicLong receivedBytes = new AtomicLong();
    private final Thread thread = Thread.ofVirtual().name("viewer").unstarted(this::run);
    private HttpUrl url;
    private volatile boolean isClosed;
    private volatile long windowBeganBytes;

    HlsViewer(HttpUrl url, Roster.Member member, HlsCounts counts) {
        this.url = url;
        this.member = member;
        this.counts = counts;
        connection = new HttpConnection(counts);
    }

    void start() {
        thread.start();
    }

    private void run() {
        try {
            watch();
            member.lost("the stream ended");
        } catch (IOException | ProtocolException e) {
            if (!isClosed) {
                member.lost(words(e));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the run is over
        }
    }

    private void watch() throws IOException, ProtocolException, InterruptedException {
        askForPlaylist();
        fetchSegments();
        while (!follower.isEnded()) {
            sleepUntil(follower.askAgainNs());
            while (!succeeds(this::askForPlaylist)) {
                Thread.sleep(RETRY);
            }
            fetchSegments();
        }
    }

    private void fetchSegments() throws InterruptedException {
        Optional<MediaSegment> next = follower.next();
        while (next.isPresent()) {
            MediaSegment segment = next.get();
            succeeds(() -> fetch(segment));
            next = follower.next();
        }
    }

    private boolean succeeds(Request request) throws InterruptedException {
        try {
            request.run();
            return true;
        } catch (IOException | ProtocolException e) {
            if (isClosed) {
                throw new InterruptedException();
            }
            counts.failed(words(e));
            return false;
        }
    }

    private void askForPlaylist() throws IOException, ProtocolException {
        long askedNs = System.nanoTime();
        var text = new ByteWriter(1 << 10);
        get(slice -> {
            ProtocolException.requireAtMost(
                    "playlist", text.size() + slice.remaining(), PLAYLIST_BYTES_MAX);
            text.bytes(slice);
        });
        counts.playlistTimes.record(System.nanoTime() - askedNs);
        String playlist = new String(text.array(), 0, text.size(), StandardCharsets.UTF_8);
        switch (PlaylistParser.parse(playlist)) {
            case MediaPlaylist media -> {
                counts.playlist(media, Instant.now());
                counts.missedSegments.add(follower.playlist(media, askedNs));
            }
            case MasterPlaylist master -> {
                if (master.variants().isEmpty()) {
                    throw new Malformed("a master playlist without variants");
                }
                url = url.resolve(master.variants().getFirst().uri());
                askForPlaylist();
            }
        }
    }

    private void fetch(MediaSegment segment) throws IOException, ProtocolException {
        long askedNs = System.nanoTime();
        HttpHead head = request(url.resolve(segment.resource().uri()), _ -> {});
        requireOk(head);
        long nowNs = System.nanoTime();
        counts.segmentTimes.record(nowNs - askedNs);
        playback.fetched(segment.durationUs(), nowNs);
        member.established();
    }

    /// Fetches the playlist from wherever it is now.
    private void get(ChunkedBody.Sink sink) throws IOException, ProtocolException {
        HttpHead head = request(url, sink);
        for (int i = 0; i < REDIRECTIONS_MAX && head.status() / 100 == REDIRECTION; i++) {
            Optional<String> place = head.field("location");
            url = url.resolve(place.orElseThrow(() -> new Malformed("no Location")));
            head = request(url, sink);
        }
        requireOk(head);
    }

    private HttpHead request(HttpUrl place, ChunkedBody.Sink sink)
            throws IOException, ProtocolException {
        return connection.get(
                place,
                slice -> {
                    receivedBytes.addAndGet(slice.remaining());
                    sink.take(slice);
                });
    }

    private static void requireOk(HttpHead head) throws IOException {
        if (head.status() != OK) {
            throw new IOException("refused: HTTP status " + head.status());
        }
    }

    private static String words(Exception e) {
        return e instanceof IOException io ? Reasons.of(io) : "protocol error: " + e.getMessage();
    }

    private static void sleepUntil(long untilNs) throws InterruptedException {
        long leftNs = untilNs - System.nanoTime();
        if (leftNs > 0) {
            Thread.sleep(Duration.ofNanos(leftNs));
        }
    }

    boolean isPresent() {
        return member.isPresent();
    }

    boolean isGone() {
        return member.isGone();
    }

    /// Leaves, because we want to.
    void leave() throws IOException {
        close();
        member.left();
    }

    Playback playback() {
        return playback;
    }

    long receivedBytes() {
        return receivedBytes.get();
    }

    long windowBytes() {
        return receivedBytes.get() - windowBeganBytes;
    }

    /// The steady window begins.
    void beginWindow(long nowNs) {
        windowBeganBytes = receivedBytes.get();
        playback.beginWindow(nowNs);
    }

    /// Stops to watch.
    @Override
    public void close() throws IOException {
        isClosed = true;
        connection.close();
        thread.interrupt();
    }
}
