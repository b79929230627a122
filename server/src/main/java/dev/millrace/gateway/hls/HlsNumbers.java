package dev.millrace.gateway.hls;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where the numbers of new playlists begin: above all that any playlist had, also those of a
/// server that ran here before. RFC 8216, 6.2.2: neither media nor discontinuity sequence may go
/// back, and a segment's name stands for one content.
///
/// They come from the clock on the wall, which needs no disk: it advances faster than segments and
/// publishers do. That fails where the clock is set back over a restart, where a publisher returns
/// more than once in ten seconds for long, or where it is faster than time. So they are also kept
/// in a small file, if there is one: the numbers below what it says are taken. It is written ahead,
/// a block at a time, which at two seconds a segment is every half hour. Any thread.
public final class HlsNumbers {
    private static final Logger LOG = LoggerFactory.getLogger(HlsNumbers.class);

    /// How many numbers a write to the file is good for.
    static final int MEDIA_BLOCK = 1000;

    static final int DISCONTINUITY_BLOCK = 10;

    private static final Instant EPOCH = Instant.parse("2026-01-01T00:00:00Z");

    /// Ten digits, so that a segment's URL is not taken for a channel's; below 2^31 until 2044, for
    /// players with small numbers.
    private static final long MEDIA_MIN = 1_000_000_000;

    /// Segments are not shorter than this.
    private static final long SEGMENT_MS_MIN = 500;

    /// Publishers seldom return faster. It is no less because hls.js keeps an array as long as the
    /// number is large, and a browser's page dies of a very long one.
    private static final long DISCONTINUITY_MS = 10_000;

    private static final Pattern STATE =
            Pattern.compile("media (\\d{1,15})\\ndiscontinuity (\\d{1,15})\\n");

    private final Clock clock;
    private final Optional<Path> file;

    /// Above all numbers that are in use.
    private Start free = new Start(0, 0);

    /// Below these, numbers may be used: the file says so.
    private Start reserved = new Start(0, 0);

    private boolean failed;

    /// The numbers of a playlist's first segment.
    record Start(long media, long discontinuity) {
        Start atLeast(Start other) {
            return new Start(
                    Math.max(media, other.media), Math.max(discontinuity, other.discontinuity));
        }

        boolean isWithin(Start other) {
            return media <= other.media && discontinuity <= other.discontinuity;
        }
    }

    /// Those of a server that starts.
    ///
    /// @param file where it keeps them, if it does
    public HlsNumbers(Clock clock, Optional<Path> file) {
        this.clock = clock;
        this.file = file;
        file.flatMap(this::read).ifPresent(taken -> free = taken);
    }

    /// Where a new list begins. Nobody else gets these numbers.
    synchronized Start next() {
        Start start = free.atLeast(at(clock.instant()));
        reach(new Start(start.media + 1, start.discontinuity + 1));
        return start;
    }

    /// Notes, before anyone sees it, that all numbers below these are in use.
    synchronized void reach(Start above) {
        free = free.atLeast(above);
        if (file.isPresent() && !free.isWithin(reserved)) {
            reserved =
                    new Start(free.media + MEDIA_BLOCK, free.discontinuity + DISCONTINUITY_BLOCK);
            write(file.get());
        }
    }

    /// What the clock says.
    static Start at(Instant now) {
        long passedMs = Math.max(0, now.toEpochMilli() - EPOCH.toEpochMilli());
        return new Start(MEDIA_MIN + passedMs / SEGMENT_MS_MIN, passedMs / DISCONTINUITY_MS);
    }

    private Optional<Start> read(Path path) {
        try {
            Matcher state = STATE.matcher(Files.readString(path));
            if (state.matches()) {
                return Optional.of(
                        new Start(Long.parseLong(state.group(1)), Long.parseLong(state.group(2))));
            }
            LOG.warn("{} does not have the numbers of HLS; they come from the clock", path);
        } catch (NoSuchFileException e) {
            LOG.info("{} is not there yet; the numbers of HLS come from the clock", path);
        } catch (IOException e) {
            failed(path, e);
        }
        return Optional.empty();
    }

    /// In one step for whoever reads it, also after a crash.
    private void write(Path path) {
        String text =
                "media %d\ndiscontinuity %d\n".formatted(reserved.media, reserved.discontinuity);
        Path fresh = path.resolveSibling(path.getFileName() + ".new");
        try {
            Path folder = path.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            try (var out =
                    FileChannel.open(
                            fresh,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.TRUNCATE_EXISTING,
                            StandardOpenOption.WRITE)) {
                out.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
                out.force(true);
            }
            Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE);
            failed = false;
        } catch (IOException e) {
            failed(path, e);
        }
    }

    /// Once until it works again: without the file, the clock has to do.
    private void failed(Path path, IOException e) {
        if (!failed) {
            LOG.warn("the numbers of HLS cannot be kept in {}: {}", path, String.valueOf(e));
        }
        failed = true;
    }
}
