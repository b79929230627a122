package dev.millrace.dvr;

import dev.millrace.flv.FlvIndex;
import dev.millrace.flv.FlvMetadata;
import dev.millrace.media.MediaTime;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.util.Optional;

/// Where an FLV file can be cut, and where it ends.
///
/// @param index of its key frames and configurations
record FlvPlaces(FlvIndex index, End end) {
    /// What a file says of its length is believed if it is this much more than what its last frames
    /// say: how long the last one plays.
    private static final long LAST_FRAME_MS_MAX = 1_000;

    /// The end of a file.
    ///
    /// @param position behind its last whole tag
    record End(long position, long timeMs) {}

    /// Those that the file's own index names, if there is one; else those that are found.
    static FlvPlaces of(SeekableByteChannel file) throws IOException {
        Optional<FlvMetadata> metadata = FlvSeek.metadata(file);
        if (metadata.isPresent()) {
            Optional<End> end = end(file, metadata.get());
            if (end.isPresent()) {
                return new FlvPlaces(metadata.get().index(), end.get());
            }
        }
        FlvScan scan = FlvScan.of(file);
        return new FlvPlaces(scan.index(), new End(scan.wholeBytes(), scan.durationMs()));
    }

    /// Looks at what is behind the last key frame; empty if it is not where the index says.
    private static Optional<End> end(SeekableByteChannel file, FlvMetadata metadata)
            throws IOException {
        var time = new PlayTime();
        long from = metadata.index().keys().getLast().position();
        long at = from;
        for (var tag = FlvScan.tag(file, at); tag.isPresent(); tag = FlvScan.tag(file, at)) {
            long timeUs = MediaTime.msToUs(tag.get().header().timestampMs());
            time.add(tag.get().header().kind().orElseThrow(), timeUs);
            at = tag.get().end();
        }
        long endMs = MediaTime.usToMs(time.endUs());
        long moreMs = metadata.durationMs() - endMs;
        boolean isBelieved = moreMs > 0 && moreMs <= LAST_FRAME_MS_MAX;
        return at == from
                ? Optional.empty()
                : Optional.of(new End(at, isBelieved ? metadata.durationMs() : endMs));
    }
}
