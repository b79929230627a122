package dev.millrace.control.node;

import dev.millrace.control.Recording;
import dev.millrace.control.catalogue.Catalogue;
import dev.millrace.control.catalogue.Catalogue.NewRecording;
import dev.millrace.control.catalogue.CatalogueException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Starts, stops and deletes recordings. None of it needs an edge node: it is told when it is
/// there. Any thread.
public final class Recordings {
    private static final Logger LOG = LoggerFactory.getLogger(Recordings.class);

    /// Clocks of people who ask for "now" are ahead by less.
    private static final Duration AHEAD_MAX = Duration.ofMinutes(1);

    /// The segment that a recording's end lies in is posted when it is over, and perhaps late.
    private static final Duration POSTED_WITHIN = Duration.ofMinutes(2);

    private final Catalogue catalogue;
    private final Intake intake;
    private final Edges edges;
    private final Runnable changed;
    private final Clock clock;

    Recordings(Catalogue catalogue, Intake intake, Edges edges, Runnable changed, Clock clock) {
        this.catalogue = catalogue;
        this.intake = intake;
        this.edges = edges;
        this.changed = changed;
        this.clock = clock;
    }

    /// What somebody says of a recording that is to start.
    ///
    /// @param start empty for now
    public record Wanted(
            UUID source,
            Optional<String> alias,
            Optional<String> description,
            Optional<Instant> start) {}

    /// Begins to record.
    ///
    /// @return empty if there is no such source
    /// @throws BadRequestException if it cannot be one
    public Optional<Recording> start(Wanted wanted) throws BadRequestException {
        Sources.checkText("alias", wanted.alias());
        Sources.checkText("description", wanted.description());
        Instant now = clock.instant();
        Instant start = wanted.start().orElse(now);
        if (start.isBefore(Instant.EPOCH) || start.isAfter(now.plus(AHEAD_MAX))) {
            throw new BadRequestException(
                    "a recording starts in the past or now, which is %s, but not at %s"
                            .formatted(now, start));
        }
        Optional<Recording> started =
                catalogue.startRecording(
                        new NewRecording(
                                Ulid.at(now),
                                wanted.source(),
                                wanted.alias(),
                                wanted.description(),
                                start));
        started.ifPresent(recording -> {
            changed.run();
            Thread.ofVirtual().name("keep " + recording.id()).start(() -> keep(recording));
        });
        return started;
    }

    /// Ends a recording, unless it has ended.
    ///
    /// @return the recording as it is now; empty if there is none
    public Optional<Recording> stop(String id) {
        Optional<Recording> stopped = catalogue.stopRecording(id, clock.instant());
        if (stopped.filter(it -> edges.isFedByNobody(it.source())).isPresent()) {
            catalogue.settle(id); // nothing can come, and nobody will say so
        }
        changed.run();
        return catalogue.recording(id);
    }

    /// Deletes a recording, also one that runs.
    ///
    /// @return whether there was one
    public boolean delete(String id) {
        boolean deleted = catalogue.deleteRecording(id);
        changed.run();
        return deleted;
    }

    /// Settles those that nobody else settles: LiveMix's own edge nodes do not say that they have
    /// sent all they had.
    void settleUnfed() {
        for (Recording recording : catalogue.unsettled(clock.instant().minus(POSTED_WITHIN))) {
            if (!edges.isFedByEdge(recording.source())) {
                catalogue.settle(recording.id());
            }
        }
    }

    /// What is in the live window need not come again.
    private void keep(Recording recording) {
        try {
            intake.keepFromWindow(recording);
        } catch (IOException | CatalogueException e) {
            LOG.warn(
                    "what was live before recording {} waits for its edge node: {}",
                    recording.id(),
                    e.toString());
        }
    }
}
