package dev.millrace.relay;

import dev.millrace.channel.MemoryBudget;
import dev.millrace.machine.Memory;
import dev.millrace.media.ChannelName;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;

/// Says whether there is memory for one more relay: what it used in earlier runs must fit above the
/// reserve, and into what channels may keep. Any thread.
final class Governor {
    /// Before the first run, for a window of a camera's stream.
    private static final long GUESS_BYTES = 6L << 20;

    /// The same for a process that copies.
    private static final long GUESS_OF_FFMPEG_BYTES = 16L << 20;

    /// What one that nobody watches holds, as a part of what it will when it is watched over RTMP
    /// and HLS: renderings and segments are made only then.
    private static final int UNWATCHED_PART = 4;

    /// After this time a relay has shown what it needs: its window is full.
    private static final long SHOWN_NS = Duration.ofSeconds(20).toNanos();

    private final Relays.Room room;
    private final MemoryBudget windows;
    private final LongSupplier clockNs;
    private final ConcurrentMap<ChannelName, Known> known = new ConcurrentHashMap<>();
    private final ConcurrentMap<ChannelName, Long> promised = new ConcurrentHashMap<>();

    /// What was seen of a relay.
    ///
    /// @param peakBytes the most that it ever used
    /// @param sinceNs when it was first seen; when it was first watched, once it was
    private record Known(long peakBytes, long nowBytes, long sinceNs, boolean watched) {
        Known with(long bytes, boolean isWatched, long nowNs) {
            boolean first = isWatched && !watched;
            return new Known(
                    Math.max(peakBytes, bytes),
                    bytes,
                    first ? nowNs : sinceNs,
                    watched || isWatched);
        }
    }

    /// @param windows what all channels may keep
    /// @param clockNs a clock that only goes forward: `System::nanoTime`
    Governor(Relays.Room room, MemoryBudget windows, LongSupplier clockNs) {
        this.room = room;
        this.windows = windows;
        this.clockNs = clockNs;
    }

    /// What a relay will need: the most it ever used, or a guess as long as its window fills.
    long needBytes(RelaySettings relay) {
        Known seen = known.get(relay.name());
        long guess = GUESS_BYTES + (relay.needsFfmpeg() ? GUESS_OF_FFMPEG_BYTES : 0);
        if (seen == null) {
            return guess;
        }
        boolean hasShown = clockNs.getAsLong() - seen.sinceNs > SHOWN_NS;
        if (!hasShown) {
            return Math.max(guess, seen.peakBytes);
        }
        return seen.watched ? seen.peakBytes : seen.peakBytes * UNWATCHED_PART;
    }

    /// A relay uses so much.
    ///
    /// @param watched whether somebody watches it
    void learn(RelaySettings relay, long bytes, boolean watched) {
        long nowNs = clockNs.getAsLong();
        known.compute(
                relay.name(),
                (_, seen) ->
                        (seen == null ? new Known(0, 0, nowNs, false) : seen)
                                .with(bytes, watched, nowNs));
        promised.computeIfPresent(relay.name(), (_, _) -> needBytes(relay));
    }

    /// Promises a relay what it needs until it is [#release]d. Those that start at the same moment
    /// must not all count on the same memory.
    ///
    /// @return why it cannot have it; empty if it can
    synchronized Optional<String> grant(RelaySettings relay) {
        Optional<String> refusal = refusal(relay, needBytes(relay));
        if (refusal.isEmpty()) {
            promised.put(relay.name(), needBytes(relay));
        }
        return refusal;
    }

    /// The relay does not run any more.
    void release(ChannelName name) {
        promised.remove(name);
        known.computeIfPresent(
                name, (_, seen) -> new Known(seen.peakBytes, 0, seen.sinceNs, seen.watched));
    }

    /// Why this relay cannot have so much, for people; empty if it can.
    Optional<String> refusal(RelaySettings relay, long needBytes) {
        long comingBytes = comingBytes(relay.name());
        Memory memory = room.meter().get();
        long reserveBytes = room.reserveBytes();
        long freeBytes = Math.max(0, memory.freeBytes() - comingBytes);
        if (needBytes > freeBytes - reserveBytes) {
            return Optional.of(
                    "not enough memory: it needs %d MiB, and of %d MiB (%s) %d are free, %d of them"
                                    .formatted(
                                            mebibytes(needBytes),
                                            mebibytes(memory.limitBytes()),
                                            memory.limitedBy(),
                                            mebibytes(freeBytes),
                                            mebibytes(reserveBytes))
                            + " in reserve (memory.reserve)");
        }
        long usedBytes = windows.bytesUsed() + comingBytes;
        long windowBytes = windows.bytesMax() - usedBytes;
        if (needBytes > windowBytes && usedBytes > 0) {
            return Optional.of(
                    "not enough memory: it needs %d MiB, and of %d MiB for all channels %d are free"
                                    .formatted(
                                            mebibytes(needBytes),
                                            mebibytes(windows.bytesMax()),
                                            mebibytes(Math.max(0, windowBytes)))
                            + " (channel.memory_total)");
        }
        return Optional.empty();
    }

    /// What others have been promised and do not use yet.
    private long comingBytes(ChannelName but) {
        return promised.entrySet().stream()
                .filter(entry -> !entry.getKey().equals(but))
                .mapToLong(entry -> Math.max(0, entry.getValue() - nowBytes(entry.getKey())))
                .sum();
    }

    private long nowBytes(ChannelName name) {
        Known seen = known.get(name);
        return seen == null ? 0 : seen.nowBytes;
    }

    private static long mebibytes(long bytes) {
        return Math.ceilDiv(bytes, 1 << 20);
    }
}
