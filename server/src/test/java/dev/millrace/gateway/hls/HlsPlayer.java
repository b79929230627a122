package dev.millrace.gateway.hls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.bytes.ProtocolException;
import dev.millrace.hls.MediaPlaylist;
import dev.millrace.hls.MediaSegment;
import dev.millrace.hls.PlaylistParser;
import dev.millrace.testing.WebServer;
import java.net.http.HttpResponse;

/// Asks for playlists and segments as players do, and reads them with the program's own reader.
record HlsPlayer(WebServer server) {
    MediaPlaylist playlist(String path) {
        HttpResponse<String> answer = server.get(path);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        try {
            return (MediaPlaylist) PlaylistParser.parse(answer.body());
        } catch (ProtocolException e) {
            throw new AssertionError(e);
        }
    }

    /// One of a channel of the app `live`.
    byte[] segment(MediaSegment segment) {
        HttpResponse<byte[]> answer = server.getBytes("/live/" + segment.resource().uri());
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.body();
    }

    static long lastNumber(MediaPlaylist playlist) {
        return playlist.header().mediaSequence() + playlist.segments().size() - 1;
    }
}
