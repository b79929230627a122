package dev.millrace.control.node;

import dev.millrace.control.Source;
import dev.millrace.control.catalogue.Catalogue;
import dev.millrace.control.catalogue.Catalogue.NewSource;
import dev.millrace.control.catalogue.NameTakenException;
import dev.millrace.uplink.EdgeMessage.Announced;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes and changes sources. Any thread.
public final class Sources {
    private static final Logger LOG = LoggerFactory.getLogger(Sources.class);
    private static final int NAME_CHARACTERS_MAX = 200;
    private static final int TEXT_CHARACTERS_MAX = 2_000;
    private static final long SEGMENT_SECONDS_MAX = 600;

    private final Catalogue catalogue;
    private final Runnable changed;

    Sources(Catalogue catalogue, Runnable changed) {
        this.catalogue = catalogue;
        this.changed = changed;
    }

    /// Makes a source.
    ///
    /// @throws BadRequestException if it cannot be one
    public Source add(NewSource wanted) throws BadRequestException, NameTakenException {
        checkName(wanted.name());
        checkText("description", wanted.description());
        checkText("playlist", wanted.playlist());
        if (wanted.playlist().filter(it -> !isUri(it)).isPresent()) {
            throw new BadRequestException(
                    "playlist must be a URI, such as http://camera/live.m3u8");
        }
        long seconds = wanted.segmentLength().toSeconds();
        if (seconds < 1 || seconds > SEGMENT_SECONDS_MAX) {
            throw new BadRequestException(
                    "the length of segments is %d s, but must be 1 to %d"
                            .formatted(seconds, SEGMENT_SECONDS_MAX));
        }
        Source source = catalogue.addSource(wanted);
        changed.run();
        return source;
    }

    /// Gives a source another name.
    ///
    /// @return whether there is such a source
    public boolean rename(UUID source, String name) throws BadRequestException, NameTakenException {
        checkName(name);
        boolean there = catalogue.rename(source, name);
        changed.run();
        return there;
    }

    /// Says whether the source is to stream.
    ///
    /// @return whether there is such a source
    public boolean stream(UUID source, boolean streaming) {
        boolean there = catalogue.stream(source, streaming);
        changed.run();
        return there;
    }

    /// The source that an edge node announces, made if it is not known; empty if it cannot be.
    public Optional<Source> announced(Announced announced) {
        Optional<Source> known = catalogue.sourceAnnounced(announced.name());
        if (known.isPresent()) {
            return known;
        }
        long seconds = Math.ceilDiv(announced.segmentLength().toMillis(), 1_000);
        Duration length = Duration.ofSeconds(Math.clamp(seconds, 1, SEGMENT_SECONDS_MAX));
        var wanted = new NewSource(announced.name(), length, Optional.empty(), Optional.empty());
        try {
            return Optional.of(add(wanted));
        } catch (NameTakenException e) {
            // Another control node may have made it meanwhile.
            Optional<Source> made = catalogue.sourceAnnounced(announced.name());
            if (made.isEmpty()) {
                LOG.warn("{} is announced and not taken: {}", announced.name(), e.getMessage());
            }
            return made;
        } catch (BadRequestException e) {
            LOG.warn("a source is announced and not taken: {}", e.getMessage());
            return Optional.empty();
        }
    }

    private static void checkName(String name) throws BadRequestException {
        if (name.isBlank() || !name.equals(name.strip()) || hasControls(name)) {
            throw new BadRequestException("a name is one line of text without blanks around it");
        }
        if (name.length() > NAME_CHARACTERS_MAX) {
            throw new BadRequestException(
                    "a name has at most %d characters, but this has %d"
                            .formatted(NAME_CHARACTERS_MAX, name.length()));
        }
    }

    /// Holds a text of people's against the limit that all have.
    static void checkText(String what, Optional<String> text) throws BadRequestException {
        if (text.filter(it -> it.length() > TEXT_CHARACTERS_MAX).isPresent()) {
            throw new BadRequestException(
                    "%s has at most %d characters".formatted(what, TEXT_CHARACTERS_MAX));
        }
    }

    private static boolean hasControls(String text) {
        return text.chars().anyMatch(Character::isISOControl);
    }

    private static boolean isUri(String text) {
        try {
            return new URI(text).isAbsolute();
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
