package dev.millrace.dvr;

import dev.millrace.bytes.ByteWriter;
import dev.millrace.flv.FlvFileHeader;
import dev.millrace.flv.FlvIndex;
import dev.millrace.flv.FlvMetadata;
import dev.millrace.media.TrackKind;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/// Finds places in an FLV file where a player can begin, and what it must be told first. The file's
/// own index says it; a file without one is looked through.
public final class FlvSeek {
    /// The header of a file, and the size of no tag in front of the first.
    private static final int HEAD_BYTES = FlvFileHeader.LENGTH_BYTES + 4;

    private final SeekableByteChannel file;
    private final FlvIndex index;

    /// A place to begin at.
    ///
    /// @param head what stands in front of it: the header of a file, and configurations
    /// @param position of the tag that follows, in bytes from the beginning of the file
    @SuppressWarnings("ArrayRecordComponent") // passed along, never compared
    public record Start(byte[] head, long position) {}

    private FlvSeek(SeekableByteChannel file) throws IOException {
        this.file = file;
        Optional<FlvMetadata> known = metadata(file);
        this.index = known.isPresent() ? known.get().index() : FlvScan.of(file).index();
    }

    /// What the file's first tag says, if there is an index in it.
    static Optional<FlvMetadata> metadata(SeekableByteChannel file) throws IOException {
        Optional<FlvScan.Tag> first = FlvScan.tag(file, FlvScan.firstTag(file));
        if (first.isEmpty()) {
            return Optional.empty();
        }
        byte[] body = FlvScan.body(file, first.get(), first.get().header().bodyBytes());
        return FlvMetadata.read(body, FlvIndex.KEYS_MAX)
                .filter(it -> !it.index().keys().isEmpty())
                .filter(it -> !it.index().configurations().isEmpty());
    }

    /// The first tag that begins at this byte or behind it; empty if there is none.
    ///
    /// @throws IOException also if it is no FLV
    public static Optional<Start> atByte(Path path, long position) throws IOException {
        try (FileChannel file = FileChannel.open(path)) {
            return new FlvSeek(file).atByte(position);
        }
    }

    /// The key frame at this time or before it; empty if the file is over by then.
    ///
    /// @throws IOException also if it is no FLV
    public static Optional<Start> atTime(Path path, long timeMs) throws IOException {
        try (FileChannel file = FileChannel.open(path)) {
            return new FlvSeek(file).atTime(timeMs);
        }
    }

    private Optional<Start> atTime(long timeMs) throws IOException {
        Optional<FlvIndex.Key> key = index.atOrBeforeTime(timeMs);
        if (key.isEmpty()) {
            return atByte(0);
        }
        boolean isLast = key.get().equals(index.keys().getLast());
        return isLast && timeMs > lastMs(key.get().position())
                ? Optional.empty()
                : atByte(key.get().position());
    }

    /// When the last frame is, at or behind this position.
    private long lastMs(long from) throws IOException {
        long lastMs = 0;
        long at = from;
        for (var tag = FlvScan.tag(file, at); tag.isPresent(); tag = FlvScan.tag(file, at)) {
            lastMs = Math.max(lastMs, tag.get().header().timestampMs());
            at = tag.get().end();
        }
        return lastMs;
    }

    private Optional<Start> atByte(long wanted) throws IOException {
        long first = FlvScan.firstTag(file);
        var configurations = new EnumMap<TrackKind, FlvScan.Tag>(TrackKind.class);
        long at = index.atOrBeforePosition(wanted).map(FlvIndex.Key::position).orElse(first);
        for (long position : index.configurations()) {
            if (position < Math.max(at, wanted)) {
                note(position, configurations);
            }
        }
        for (var tag = FlvScan.tag(file, at); tag.isPresent(); tag = FlvScan.tag(file, at)) {
            if (at >= wanted) {
                return Optional.of(new Start(head(configurations), at));
            }
            at = tag.get().end();
        }
        return Optional.empty();
    }

    private void note(long position, Map<TrackKind, FlvScan.Tag> configurations)
            throws IOException {
        Optional<FlvScan.Tag> tag = FlvScan.tag(file, position);
        if (tag.isPresent()) {
            configurations.put(tag.get().header().kind().orElseThrow(), tag.get());
        }
    }

    private byte[] head(Map<TrackKind, FlvScan.Tag> configurations) throws IOException {
        var head = new ByteWriter();
        head.bytes(PartFile.read(file, 0, HEAD_BYTES));
        for (FlvScan.Tag tag : configurations.values()) {
            head.bytes(PartFile.read(file, tag.position(), (int) (tag.end() - tag.position())));
        }
        return head.toByteArray();
    }
}
