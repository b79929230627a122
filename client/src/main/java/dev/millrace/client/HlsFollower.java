package dev.millrace.client;

import dev.millrace.bytes.ProtocolException;
import dev.millrace.bytes.ProtocolException.Malformed;
import dev.millrace.hls.MasterPlaylist;
import dev.millrace.hls.MediaPlaylist;
import dev.millrace.hls.MediaSegment;
import dev.millrace.hls.Playlist;
import dev.millrace.hls.PlaylistParser;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Follows a playlist: which segment comes next, and when to look again. RFC 8216, section 6.3. One
/// thread.
final class HlsFollower {
    /// A player of a live stream begins this many segments from its end, section 6.3.3.
    private static final int LIVE_SEGMENTS = 3;

    /// Servers may be late by half of one, and clocks and caches by another.
    private static final int PATIENCE_TARGETS = 2;

    private static final int PLAYLIST_BYTES_MAX = 16 << 20;
    private static final long NOT_STARTED = -1;

    private final URI uri;
    private final ClientOptions options;
    private MediaPlaylist playlist;
    private long nextSequence = NOT_STARTED;
    private boolean changed = true;

    /// The next segment does not continue the one that was told last, whatever it says itself.
    private boolean cut;

    private HlsFollower(URI uri, ClientOptions options, MediaPlaylist playlist) {
        this.uri = uri;
        this.options = options;
        this.playlist = playlist;
    }

    /// Loads a playlist; of a master playlist, the variant that it names first.
    static HlsFollower open(URI uri, ClientOptions options) throws IOException {
        Loaded first = load(uri, options);
        Loaded media =
                switch (first.playlist()) {
                    case MediaPlaylist _ -> first;
                    case MasterPlaylist master -> load(preferred(first.uri(), master), options);
                };
        if (media.playlist() instanceof MediaPlaylist playlist) {
            return new HlsFollower(media.uri(), options, playlist);
        }
        throw new BrokenStreamException(new Malformed("a master playlist lists a master playlist"));
    }

    /// The next segment that is listed and not missing, if there is one. Where the server began
    /// anew, it is a discontinuity.
    Optional<MediaSegment> poll() {
        long first = playlist.header().mediaSequence();
        long end = first + playlist.segments().size();
        if (nextSequence == NOT_STARTED) {
            nextSequence = playlist.ended() ? first : Math.max(first, end - LIVE_SEGMENTS);
        }
        nextSequence = Math.max(nextSequence, first);
        while (nextSequence < end) {
            MediaSegment segment = playlist.segments().get((int) (nextSequence++ - first));
            cut |= segment.discontinuity();
            if (!segment.gap()) {
                MediaSegment told = cut ? asDiscontinuity(segment) : segment;
                cut = false;
                return Optional.of(told);
            }
        }
        return Optional.empty();
    }

    /// The number of the segment that was told last.
    long sequence() {
        return nextSequence - 1;
    }

    /// Whether no more segments will be listed.
    boolean isEnded() {
        return playlist.ended();
    }

    /// Whether [#poll] has another one already.
    boolean hasNext() {
        long end = playlist.header().mediaSequence() + playlist.segments().size();
        return nextSequence < end;
    }

    /// How long a server may list nothing new without anything being wrong, section 6.2.1.
    long patienceMs() {
        return PATIENCE_TARGETS * targetMs();
    }

    /// How long to wait before [#reload], section 6.3.4.
    long reloadAfterMs() {
        return changed ? targetMs() : targetMs() / 2;
    }

    private long targetMs() {
        return Math.max(1, playlist.header().targetDurationSeconds()) * 1000L;
    }

    void reload() throws IOException {
        if (!(load(uri, options).playlist() instanceof MediaPlaylist fresh)) {
            throw new BrokenStreamException(new Malformed("the playlist became a master playlist"));
        }
        changed = !fresh.equals(playlist);
        if (isAnew(playlist, fresh)) {
            nextSequence = NOT_STARTED;
            cut = true;
        }
        long passed = fresh.header().discontinuitySequence();
        if (nextSequence < fresh.header().mediaSequence()) { // one of those missed may have been
            cut |= passed != playlist.header().discontinuitySequence();
        }
        playlist = fresh;
    }

    /// Whether the server counts from somewhere before, so that what it lists is something else. An
    /// old copy of the playlist out of a cache also counts from before, but lists the same.
    private static boolean isAnew(MediaPlaylist known, MediaPlaylist fresh) {
        long firstKnown = known.header().mediaSequence();
        long first = fresh.header().mediaSequence();
        if (first >= firstKnown) {
            return false;
        }
        long index = firstKnown - first;
        boolean isCopy =
                index < fresh.segments().size()
                        && !known.segments().isEmpty()
                        && fresh.segments()
                                .get((int) index)
                                .resource()
                                .equals(known.segments().getFirst().resource());
        return !isCopy;
    }

    private static MediaSegment asDiscontinuity(MediaSegment segment) {
        return new MediaSegment(
                segment.resource(),
                segment.durationUs(),
                segment.map(),
                segment.programDateTime(),
                true,
                segment.gap(),
                segment.encryption());
    }

    URI resolve(String reference) throws IOException {
        return resolve(uri, reference);
    }

    private record Loaded(URI uri, Playlist playlist) {}

    private static Loaded load(URI uri, ClientOptions options) throws IOException {
        try (var body = HttpBody.get(uri, options)) {
            Content.PLAYLIST.require(body.head());
            String text = new String(body.readAll(PLAYLIST_BYTES_MAX), StandardCharsets.UTF_8);
            return new Loaded(body.uri(), PlaylistParser.parse(text));
        } catch (ProtocolException e) {
            throw new BrokenStreamException(e);
        }
    }

    private static URI preferred(URI base, MasterPlaylist master) throws IOException {
        if (master.variants().isEmpty()) {
            throw new BrokenStreamException(new Malformed("the master playlist lists nothing"));
        }
        return resolve(base, master.variants().getFirst().uri());
    }

    private static URI resolve(URI base, String reference) throws IOException {
        try {
            return HttpBody.resolve(base, reference);
        } catch (MalformedURLException e) {
            throw new BrokenStreamException(new Malformed("the playlist lists what is no URI"));
        }
    }
}
