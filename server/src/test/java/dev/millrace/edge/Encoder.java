package dev.millrace.edge;

import dev.millrace.segment.SegmentId;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// An encoder that writes segments into a folder and pushes playlists of them, as FFmpeg does.
public final class Encoder implements AutoCloseable {
    private final HttpClient client = HttpClient.newHttpClient();
    private final String source;
    private final Path folder;
    private final String names;
    private final int window;
    private final List<String> hashes = new ArrayList<>();
    private final List<String> lines = new ArrayList<>();
    private int first;
    private int next;
    private Optional<String> token = Optional.empty();

    /// @param names with `%d` in it
    /// @param window how many segments a playlist lists
    public Encoder(String source, Path folder, String names, int window) {
        this.source = source;
        this.folder = folder;
        this.names = names;
        this.window = window;
    }

    /// The hashes of all segments it made, in order.
    public List<String> hashes() {
        return List.copyOf(hashes);
    }

    /// What it shows to an edge node that is another machine.
    public void token(String newToken) {
        token = Optional.of(newToken);
    }

    public String source() {
        return source;
    }

    public Path folder() {
        return folder;
    }

    /// Starts again: counts from the beginning, with the same names.
    public void restart() {
        lines.clear();
        first = 0;
        next = 0;
    }

    /// Makes another segment.
    public Path make(byte[] body) throws IOException {
        Path file = folder.resolve(names.formatted(next++));
        Path fresh = folder.resolve("unfinished");
        Files.write(fresh, body);
        Files.move(fresh, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        hashes.add(SegmentId.hash(body));
        lines.add("#EXTINF:2.000000,\n" + file.getFileName());
        while (lines.size() > window) {
            lines.removeFirst();
            first++;
        }
        return file;
    }

    /// The playlist as it is now.
    public String playlist() {
        return "#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:2\n#EXT-X-MEDIA-SEQUENCE:%d\n%s\n"
                .formatted(first, String.join("\n", lines));
    }

    /// Makes a segment and pushes the playlist.
    ///
    /// @return the status of the answer; 0 if nobody answered
    public int step(URI edge, byte[] body) throws IOException, InterruptedException {
        make(body);
        return push(edge);
    }

    public int push(URI edge) throws InterruptedException {
        return push(edge, playlist(), "file://" + folder).map(HttpResponse::statusCode).orElse(0);
    }

    /// The answer; nothing if nobody answered.
    public Optional<HttpResponse<String>> push(URI edge, String text, String prefix)
            throws InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(edge.resolve("/v1/playlist"))
                        .header("Video-Source-Name", source)
                        .header("MPEG-TS-URI-Prefix", prefix)
                        .timeout(java.time.Duration.ofSeconds(10))
                        .POST(HttpRequest.BodyPublishers.ofString(text));
        token.ifPresent(it -> request.header("Authorization", "Bearer " + it));
        try {
            return Optional.of(client.send(request.build(), BodyHandlers.ofString()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
