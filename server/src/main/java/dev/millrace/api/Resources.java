package dev.millrace.api;

import dev.millrace.net.http.Content;
import dev.millrace.net.http.EntityTags;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Files that come with the program, as answers.
final class Resources {
    /// What is served, by file name extension; nothing else is.
    private static final Map<String, String> TYPES =
            Map.ofEntries(
                    Map.entry("html", "text/html; charset=utf-8"),
                    Map.entry("js", "text/javascript; charset=utf-8"),
                    Map.entry("css", "text/css; charset=utf-8"),
                    Map.entry("svg", "image/svg+xml"),
                    Map.entry("png", "image/png"),
                    Map.entry("ico", "image/x-icon"),
                    Map.entry("woff2", "font/woff2"),
                    Map.entry("json", "application/json"),
                    Map.entry("yaml", "application/yaml"));

    private Resources() {}

    /// The file at this place on the class path, tagged, compressed, and to be asked for anew each
    /// time.
    static Optional<Content> content(String path) {
        String type = TYPES.get(path.substring(path.lastIndexOf('.') + 1));
        if (type == null) {
            return Optional.empty();
        }
        try (InputStream in = open(path)) {
            if (in == null) {
                return Optional.empty();
            }
            var bytes = List.of(ByteBuffer.wrap(in.readAllBytes()));
            return Optional.of(
                    Content.of(type, bytes)
                            .compressed()
                            .tagged(EntityTags.of(bytes))
                            .cached("no-cache"));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + path, e);
        }
    }

    private static @Nullable InputStream open(String path) {
        return Resources.class.getResourceAsStream(path);
    }
}
