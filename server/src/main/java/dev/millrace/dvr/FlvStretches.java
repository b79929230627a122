package dev.millrace.dvr;

import dev.millrace.dvr.FlvLayout.Stretch;
import dev.millrace.flv.FlvIndex;
import dev.millrace.media.TrackKind;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Finds where codecs change in an FLV file, from the positions of its configurations. One that
/// says what was known changes nothing: who publishes again sends it again.
final class FlvStretches {
    /// A recording of ours has 32 configurations at most.
    private static final int STRETCHES_MAX = 100;

    private FlvStretches() {}

    /// All of a file; none if it has no place to begin.
    static List<Stretch> of(SeekableByteChannel file, FlvIndex index) throws IOException {
        List<Long> configurations = index.configurations();
        FlvStart start = FlvStart.at(file, FlvScan.firstTag(file), configurations);
        if (!start.stretch().beginsWithKey()) {
            Optional<Long> key = firstPicture(file, index);
            if (key.isEmpty()) {
                return List.of();
            }
            start = FlvStart.at(file, key.get(), configurations);
        }
        var found = new ArrayList<>(List.of(start.stretch()));
        for (long position : configurations) {
            Optional<FlvScan.Tag> tag = FlvScan.tag(file, position);
            if (tag.isPresent() && found.size() < STRETCHES_MAX && start.isChangedBy(tag.get())) {
                start = FlvStart.at(file, position, configurations);
                found.add(start.stretch());
            }
        }
        return found;
    }

    private static Optional<Long> firstPicture(SeekableByteChannel file, FlvIndex index)
            throws IOException {
        for (FlvIndex.Key key : index.keys()) {
            boolean isPicture =
                    FlvScan.tag(file, key.position())
                            .flatMap(tag -> tag.header().kind())
                            .filter(TrackKind.VIDEO::equals)
                            .isPresent();
            if (isPicture) {
                return Optional.of(key.position());
            }
        }
        return Optional.empty();
    }
}
