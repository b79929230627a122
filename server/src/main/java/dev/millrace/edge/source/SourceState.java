package dev.millrace.edge.source;

import dev.millrace.edge.store.Origin;
import dev.millrace.json.Json;
import dev.millrace.json.JsonException;
import dev.millrace.json.JsonObject;
import dev.millrace.machine.WholeFile;
import dev.millrace.machine.WholeFile.Promise;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/// What of a source must outlive the process.
///
/// Numbers are written with every segment, and forced to the disk only a block at a time: a crash
/// of the process loses nothing then, and after a loss of power, which another boot tells, counting
/// begins behind the block.
///
/// @param next the number of the next segment
/// @param reserved numbers below this may be in use, as far as the disk knows
/// @param era of the next segment, unless it begins another one
/// @param last where the newest segment stood in its encoder's playlist, if it came by one
/// @param lastHash what was in it; empty if it could not be read
/// @param lost segments of recordings that could not be kept
/// @param missed segments that could not be read
/// @param boot which start of the machine wrote this
/// @param inDoubt the first number that was dated by a clock that nobody had confirmed, if any was
record SourceState(
        String name,
        long next,
        long reserved,
        long era,
        Optional<Origin> last,
        String lastHash,
        long lost,
        long missed,
        String boot,
        Optional<Long> inDoubt) {
    /// Once in two minutes at two seconds a segment; and at most this many numbers are skipped.
    static final int BLOCK = 64;

    private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");

    static SourceState fresh(String name) {
        return new SourceState(name, 0, 0, 0, Optional.empty(), "", 0, 0, "", Optional.empty());
    }

    /// Which start of the machine this is; the same for all where the system does not say.
    static String thisBoot() {
        try {
            return Files.readString(BOOT).strip();
        } catch (IOException e) {
            return "";
        }
    }

    /// As it counts now: after a loss of power, what was counted last may not be on the disk.
    SourceState atStart(String thisBoot) {
        boolean same = boot.equals(thisBoot);
        return same || boot.isEmpty() ? this : withNext(Math.max(next, reserved));
    }

    /// With numbers that begin here, if they do not begin later.
    SourceState withNext(long atLeast) {
        long first = Math.max(next, atLeast);
        return new SourceState(
                name, first, reserved, era, last, lastHash, lost, missed, boot, inDoubt);
    }

    SourceState withEra(long newEra) {
        return new SourceState(
                name, next, reserved, newEra, last, lastHash, lost, missed, boot, inDoubt);
    }

    SourceState withLast(Optional<Origin> origin, String hash) {
        return new SourceState(
                name, next, reserved, era, origin, hash, lost, missed, boot, inDoubt);
    }

    SourceState withLost(long more) {
        return new SourceState(
                name, next, reserved, era, last, lastHash, lost + more, missed, boot, inDoubt);
    }

    SourceState withMissed(long more) {
        return new SourceState(
                name, next, reserved, era, last, lastHash, lost, missed + more, boot, inDoubt);
    }

    SourceState withInDoubt(Optional<Long> first) {
        return new SourceState(
                name, next, reserved, era, last, lastHash, lost, missed, boot, first);
    }

    boolean needsBlock() {
        return next > reserved;
    }

    private SourceState reserving(String thisBoot) {
        long block = needsBlock() ? next + BLOCK : reserved;
        return new SourceState(
                name, next, block, era, last, lastHash, lost, missed, thisBoot, inDoubt);
    }

    /// Writes it.
    ///
    /// @return what was written
    SourceState write(Path file, String thisBoot, boolean durable) throws IOException {
        SourceState written = reserving(thisBoot);
        Set<Promise> promises = durable || needsBlock() ? Set.of(Promise.DURABLE) : Set.of();
        WholeFile.write(file, promises, ByteBuffer.wrap(Json.bytes(written)));
        return written;
    }

    static SourceState read(String text) throws JsonException {
        JsonObject it = JsonObject.parse(text);
        Optional<Origin> last = Optional.empty();
        Optional<JsonObject> origin = it.maybeObject("last");
        try {
            if (origin.isPresent()) {
                last =
                        Optional.of(
                                new Origin(
                                        origin.get().number("position"), origin.get().text("uri")));
            }
        } catch (IllegalArgumentException e) {
            throw new JsonException(String.valueOf(e.getMessage()));
        }
        return new SourceState(
                it.text("name"),
                it.number("next"),
                it.number("reserved"),
                it.number("era"),
                last,
                it.text("lastHash"),
                it.number("lost"),
                it.number("missed"),
                it.text("boot"),
                it.maybeLong("inDoubt"));
    }
}
