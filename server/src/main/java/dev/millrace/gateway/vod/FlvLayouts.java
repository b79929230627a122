package dev.millrace.gateway.vod;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.millrace.dvr.FlvLayout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;

/// Layouts of recordings that somebody watches: a player asks for one segment after the other, and
/// a file without an index has to be looked through. Any thread.
final class FlvLayouts {
    /// A layout has 300 kB at most.
    private static final int FILES_MAX = 16;

    private static final Duration KEPT_FOR = Duration.ofMinutes(5);

    private final Cache<Key, FlvLayout> known =
            Caffeine.newBuilder().maximumSize(FILES_MAX).expireAfterAccess(KEPT_FOR).build();

    private record Key(Path file, String tag) {}

    /// The layout of a file.
    ///
    /// @param tag stands for its bytes
    FlvLayout of(Path file, String tag) throws IOException {
        try {
            return known.get(new Key(file, tag), FlvLayouts::read);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static FlvLayout read(Key key) {
        try {
            return FlvLayout.of(key.file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
