package dev.millrace.gateway.vod;

import dev.millrace.net.http.Content;
import dev.millrace.net.http.Problem;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// Somebody who asks for a recording, and the answer.
record VodExchange(Request request, Response response, Callback callback) {
    private static final String PLAYLIST_TYPE = "application/vnd.apple.mpegurl";

    void refuse(Problem problem) {
        problem.send(request, response, callback);
    }

    /// What stands behind URLs in a playlist.
    String query() {
        return VodPlaylist.query(Optional.ofNullable(request.getHttpURI().getQuery()));
    }

    void send(Content content) {
        content.send(request, response, callback);
    }

    /// @param tag stands for the file it is of
    void playlist(String text, String tag) {
        send(
                Content.of(PLAYLIST_TYPE, text.getBytes(StandardCharsets.UTF_8))
                        .tagged(tag)
                        .compressed());
    }
}
