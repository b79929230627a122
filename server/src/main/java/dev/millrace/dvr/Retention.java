package dev.millrace.dvr;

import dev.millrace.dvr.RecordingFolder.Recording;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How long recordings are kept. Belongs to one thread.
///
/// @param age older ones are deleted; empty for never
/// @param bytes while all are larger, the oldest is deleted; empty for never
public record Retention(Optional<Duration> age, Optional<Long> bytes) {
    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);

    /// Everything is kept.
    public static final Retention ALL = new Retention(Optional.empty(), Optional.empty());

    /// Deletes what need not be kept.
    void apply(RecordingFolder folder, Clock clock) throws IOException {
        if (age.isEmpty() && bytes.isEmpty()) {
            return;
        }
        List<Recording> oldestFirst = folder.list().reversed();
        Optional<Instant> before = age.map(it -> clock.instant().minus(it));
        long kept = oldestFirst.stream().mapToLong(Recording::bytes).sum();
        for (Recording recording : oldestFirst) {
            boolean isOld = before.filter(recording.endedAt()::isBefore).isPresent();
            long all = kept;
            boolean isTooMuch = bytes.filter(most -> all > most).isPresent();
            if (isOld || isTooMuch) {
                folder.delete(recording.path());
                kept -= recording.bytes();
                LOG.info(
                        "recording {} is deleted, since {}",
                        recording.path(),
                        isOld ? "it is old (dvr.keep_age)" : "there are many (dvr.keep_size)");
            }
        }
    }
}
