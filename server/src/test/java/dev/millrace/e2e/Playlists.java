package dev.millrace.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.millrace.bytes.ProtocolException;
import dev.millrace.hls.MediaPlaylist;
import dev.millrace.hls.MediaSegment;
import dev.millrace.hls.PlaylistParser;
import dev.millrace.testing.Waiting;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/// Playlists of a server, and what they list.
final class Playlists {
    private Playlists() {}

    /// Asks until the playlist has ended.
    static MediaPlaylist awaitEnd(URI uri) {
        Waiting.until("ENDLIST", () -> load(uri).ended());
        return load(uri);
    }

    /// These segments, one behind the other in one file.
    static void save(URI playlist, List<MediaSegment> segments, Path file) throws IOException {
        for (MediaSegment segment : segments) {
            Files.write(
                    file,
                    RunningServer.get(playlist.resolve(segment.resource().uri())),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        }
    }

    static MediaPlaylist load(URI uri) {
        try {
            return (MediaPlaylist) PlaylistParser.parse(new String(RunningServer.get(uri), UTF_8));
        } catch (ProtocolException e) {
            throw new AssertionError(e);
        }
    }
}
