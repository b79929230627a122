package dev.millrace.edge.intake;

import dev.millrace.bytes.ProtocolException;
import dev.millrace.bytes.ProtocolException.OverLimit;
import dev.millrace.edge.intake.PlaylistFollower.Pushed;
import dev.millrace.edge.source.EdgeSource;
import dev.millrace.edge.source.EdgeSources;
import dev.millrace.edge.source.EdgeSources.TooManySourcesException;
import dev.millrace.edge.store.Origin;
import dev.millrace.hls.MediaPlaylist;
import dev.millrace.hls.MediaSegment;
import dev.millrace.hls.Playlist;
import dev.millrace.hls.PlaylistParser;
import dev.millrace.segment.Segment;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes the playlists that encoders push. A playlist is checked as a whole before its sender is
/// answered; its segments are read after that, in order, by a thread of the source's own, so that a
/// slow disk or camera holds up nobody else. Any thread.
public final class PlaylistIntake implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PlaylistIntake.class);

    /// Twelve hours of segments of four seconds, and more than any encoder lists of a live stream.
    private static final int SEGMENTS_MAX = 10_800;

    /// A source whose segments are read slower than they are made gets no further ahead.
    private static final int WAITING_MAX = 16;

    /// For a segment that is being read when the server stops.
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final EdgeSources sources;
    private final SegmentReader reader;
    private final IntakeCounts counts;
    private final Map<String, Line> lines = new ConcurrentHashMap<>();
    private volatile boolean closed;

    public PlaylistIntake(EdgeSources sources, SegmentReader reader, IntakeCounts counts) {
        this.sources = sources;
        this.reader = reader;
        this.counts = counts;
    }

    /// Takes a playlist.
    ///
    /// @param name of the source
    /// @param prefix in front of the names of segments
    /// @throws RefusedException if something is wrong with it; nothing of it is taken then
    public void take(String name, String prefix, String text) throws RefusedException {
        try {
            MediaPlaylist playlist = parse(text);
            reader.allowed().check(prefix);
            for (MediaSegment segment : playlist.segments()) {
                check(segment, prefix);
            }
            line(name).add(new Pushed(playlist, prefix, sources.clock().own().instant()));
            counts.playlist();
        } catch (RefusedException e) {
            counts.refused();
            throw e;
        }
    }

    private static MediaPlaylist parse(String text) throws RefusedException {
        Playlist playlist;
        try {
            playlist = PlaylistParser.parse(text);
        } catch (OverLimit e) {
            throw new RefusedException(RefusedException.Why.TOO_LARGE, message(e));
        } catch (ProtocolException e) {
            throw RefusedException.wrong(message(e));
        }
        if (!(playlist instanceof MediaPlaylist media)) {
            throw RefusedException.wrong("this is a master playlist; push the playlists it lists");
        }
        if (media.segments().isEmpty()) {
            throw RefusedException.wrong("the playlist lists no segment");
        }
        if (media.segments().size() > SEGMENTS_MAX) {
            throw new RefusedException(
                    RefusedException.Why.TOO_LARGE,
                    "the playlist lists %d segments, at most %d are taken"
                            .formatted(media.segments().size(), SEGMENTS_MAX));
        }
        return media;
    }

    private static String message(ProtocolException e) {
        return String.valueOf(e.getMessage());
    }

    private void check(MediaSegment segment, String prefix) throws RefusedException {
        String uri = segment.resource().uri();
        if (segment.map().isPresent()) {
            throw RefusedException.wrong("segments must be MPEG transport streams, without maps");
        }
        if (segment.encryption().isPresent()) {
            throw RefusedException.wrong("segments must not be encrypted");
        }
        if (segment.durationUs() > Segment.DURATION_US_MAX || segment.durationUs() == 0) {
            throw RefusedException.wrong(
                    "a segment must last more than 0 and at most %d s, but one lasts %d us"
                            .formatted(Segment.DURATION_US_MAX / 1_000_000, segment.durationUs()));
        }
        if (uri.length() > Origin.URI_CHARACTERS_MAX) {
            throw RefusedException.wrong(
                    "a segment has a URI of %d characters".formatted(uri.length()));
        }
        reader.allowed().place(prefix, uri);
    }

    private Line line(String name) throws RefusedException {
        if (!EdgeSources.isName(name)) {
            throw RefusedException.wrong(
                    "Video-Source-Name must have 1 to %d characters, and none that cannot be seen"
                            .formatted(EdgeSources.NAME_CHARACTERS_MAX));
        }
        try {
            EdgeSource source = sources.join(name);
            return lines.computeIfAbsent(name, _ -> new Line(source));
        } catch (TooManySourcesException e) {
            throw new RefusedException(RefusedException.Why.BUSY, message(e));
        }
    }

    private static String message(TooManySourcesException e) {
        return String.valueOf(e.getMessage());
    }

    /// Ends with the segments that are being read. Nobody is interrupted: a thread that is closes
    /// the file it writes.
    @Override
    public void close() {
        closed = true;
        reader.close();
        lines.values().forEach(Line::awaitEnd);
    }

    /// The playlists of one source that wait.
    private final class Line {
        private final EdgeSource source;
        private final PlaylistFollower follower;

        // Guarded by this.
        private final Deque<Pushed> waiting = new ArrayDeque<>();
        private @Nullable Thread thread;

        Line(EdgeSource source) {
            this.source = source;
            this.follower = new PlaylistFollower(source, reader, counts, () -> closed);
        }

        synchronized void add(Pushed pushed) throws RefusedException {
            if (waiting.size() >= WAITING_MAX) {
                throw new RefusedException(
                        RefusedException.Why.BUSY,
                        "%d playlists of %s wait for their segments to be read"
                                .formatted(waiting.size(), source.name()));
            }
            waiting.add(pushed);
            if (thread == null && !closed) {
                thread = Thread.ofVirtual().name("edge " + source.name()).start(this::run);
            }
        }

        private synchronized @Nullable Pushed next() {
            Pushed next = closed ? null : waiting.poll();
            if (next == null) {
                thread = null;
            }
            return next;
        }

        private void run() {
            try {
                for (Pushed next = next(); next != null; next = next()) {
                    take(next);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private void take(Pushed next) throws InterruptedException {
            try {
                follower.take(next);
            } catch (RuntimeException e) {
                // The next playlist has what this one should have brought.
                LOG.error("a playlist of {} failed", source.name(), e);
            }
        }

        void awaitEnd() {
            Thread present;
            synchronized (this) {
                present = thread;
            }
            try {
                if (present != null) {
                    present.join(PATIENCE);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
