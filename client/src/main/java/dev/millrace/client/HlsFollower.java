package dev.millrace.client;

import dev.millrace.bytes.ProtocolException;
import dev.millrace.bytes.ProtocolException.Malformed;
import dev.millrace.hls.MasterPlaylist;
import dev.millrace.hls.MediaPlaylist;
import dev.millrace.hls.MediaSegment;
import dev.millrace.hls.Playlist;
import dev.millrace.hls.PlaylistParser;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Follows a playlist: which segment comes next, and when to look again. RFC 8216, section 6.3. One
/// thread.
final class HlsFollower {
    /// A player of a live stream begins this many segments from its end, section 6.3.3.
    private static final int LIVE_SEGMENTS = 3;

    private static final int PLAYLIST_BYTES_MAX = 16 << 20;
    private static final long NOT_STARTED = -1;

    private final URI uri;
    private final ClientOptions options;
    private MediaPlaylist playlist;
    private long nextSequence = NOT_STARTED;
    private boolean changed = true;

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

    /// The next segment that is listed and not missing, if there is one.
    Optional<MediaSegment> poll() {
        long first = playlist.header().mediaSequence();
        long end = first + playlist.segments().size();
        if (nextSequence == NOT_STARTED || nextSequence > end) {
            // At the start, and when the server began to count anew.
            nextSequence = playlist.ended() ? first : Math.max(first, end - LIVE_SEGMENTS);
        }
        nextSequence = Math.max(nextSequence, first);
        while (nextSequence < end) {
            MediaSegment segment = playlist.segments().get((int) (nextSequence++ - first));
            if (!segment.gap()) {
                return Optional.of(segment);
            }
        }
        return Optional.empty();
    }

    /// Whether no more segments will be listed.
    boolean isEnded() {
        return playlist.ended();
    }

    /// How long to wait before [#reload], section 6.3.4.
    long reloadAfterMs() {
        long targetMs = Math.max(1, playlist.header().targetDurationSeconds()) * 1000L;
        return changed ? targetMs : targetMs / 2;
    }

    void reload() throws IOException {
        if (!(load(uri, options).playlist() instanceof MediaPlaylist fresh)) {
            throw new BrokenStreamException(new Malformed("the playlist became a master playlist"));
        }
        changed = !fresh.equals(playlist);
        playlist = fresh;
    }

    URI resolve(String reference) throws IOException {
        return resolve(uri, reference);
    }

    private record Loaded(URI uri, Playlist playlist) {}

    private static Loaded load(URI uri, ClientOptions options) throws IOException {
        try (var body = HttpBody.get(uri, options)) {
            byte[] bytes = body.in().readNBytes(PLAYLIST_BYTES_MAX);
            String text = new String(bytes, StandardCharsets.UTF_8);
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
            return base.resolve(reference);
        } catch (IllegalArgumentException e) {
            throw new BrokenStreamException(new Malformed("the playlist lists what is no URI"));
        }
    }
}
