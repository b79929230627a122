package dev.millrace.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.millrace.bytes.ProtocolException;
import dev.millrace.hls.MediaPlaylist;
import dev.millrace.hls.MediaSegment;
import dev.millrace.hls.PlaylistParser;
import dev.millrace.testing.Waiting;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Asks for a playlist again and again, as players do, and keeps what breaks a promise: numbers
/// that go back, and names that stand for something else than before. RFC 8216, 6.2.2. A server
/// that is away is no broken promise.
final class PlaylistWatch implements AutoCloseable {
    private final URI uri;
    private final Thread thread;

    // Guarded by this.
    private final List<String> broken = new ArrayList<>();
    private final Map<String, Integer> contents = new HashMap<>();
    private MediaPlaylist.@Nullable Header newest;
    private long last;
    private int discontinuities;

    PlaylistWatch(String url) {
        uri = URI.create(url);
        thread = Thread.ofVirtual().name("watch " + url).start(this::run);
    }

    /// What went wrong so far.
    synchronized List<String> broken() {
        return List.copyOf(broken);
    }

    /// The number of the newest segment, 0 before the first.
    synchronized long last() {
        return last;
    }

    /// How often one began that does not continue the one before.
    synchronized int discontinuities() {
        return discontinuities;
    }

    /// Waits for so many segments more.
    void await(int segments) {
        long enough = last() + segments;
        Waiting.until("%d segments of %s".formatted(segments, uri), () -> last() >= enough);
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    private void run() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                String text = new String(get(uri), UTF_8);
                look((MediaPlaylist) PlaylistParser.parse(text));
            } catch (IOException e) {
                // Nobody publishes, or the server is away.
            } catch (ProtocolException e) {
                tell(e.toString());
            }
            Waiting.briefly();
        }
    }

    private void look(MediaPlaylist list) {
        MediaPlaylist.Header header = list.header();
        synchronized (this) {
            MediaPlaylist.Header before = newest == null ? header : newest;
            newest = header;
            compare("media sequence", before.mediaSequence(), header.mediaSequence());
            compare(
                    "discontinuity sequence",
                    before.discontinuitySequence(),
                    header.discontinuitySequence());
            compare("newest segment", last, header.mediaSequence() + list.segments().size() - 1);
        }
        long number = header.mediaSequence();
        for (MediaSegment segment : list.segments()) {
            if (number++ > last()) {
                see(segment, number - 1);
            }
        }
    }

    /// Keeps what a name stands for, and looks whether it stood for something else.
    private void see(MediaSegment segment, long number) {
        String name = segment.resource().uri();
        try {
            int content = Arrays.hashCode(get(uri.resolve(name)));
            synchronized (this) {
                Integer before = contents.put(name, content);
                if (before != null && before != content) {
                    broken.add(name + " is not what it was");
                }
                discontinuities += segment.discontinuity() ? 1 : 0;
                last = number;
            }
        } catch (IOException e) {
            // The server went away in between.
        }
    }

    private void compare(String what, long before, long now) {
        if (now < before) {
            broken.add("%s went back from %d to %d".formatted(what, before, now));
        }
    }

    private synchronized void tell(String what) {
        broken.add(what);
    }

    private static byte[] get(URI uri) throws IOException {
        try (InputStream in = uri.toURL().openStream()) {
            return in.readAllBytes();
        }
    }
}
