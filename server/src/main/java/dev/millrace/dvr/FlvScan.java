package dev.millrace.dvr;

import dev.millrace.bytes.ByteReader;
import dev.millrace.bytes.ProtocolException;
import dev.millrace.bytes.ProtocolException.Unsupported;
import dev.millrace.flv.FlvDemuxer;
import dev.millrace.flv.FlvFileHeader;
import dev.millrace.flv.FlvIndex;
import dev.millrace.flv.FlvItem;
import dev.millrace.flv.FlvMetadata;
import dev.millrace.flv.FlvTagHeader;
import dev.millrace.media.MediaTime;
import dev.millrace.media.TrackKind;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// Looks through an FLV file, tag by tag, for what its index should say: for files that a crash has
/// left behind, and those of others. It reads the beginnings of tags, and configurations.
final class FlvScan {
    private static final int SIZE_BYTES = 4;

    /// As much as the longest header of a frame.
    private static final int PREFIX_BYTES = 16;

    private final SeekableByteChannel file;
    private final FlvDemuxer demuxer = new FlvDemuxer();
    private final FlvIndex index = new FlvIndex(FlvIndex.KEYS_MAX);
    private final PlayTime time = new PlayTime();
    private final Set<TrackKind> kinds = EnumSet.noneOf(TrackKind.class);
    private Optional<FlvMetadata> metadata = Optional.empty();
    private int metadataBytes;
    private long wholeBytes;

    private FlvScan(SeekableByteChannel file) {
        this.file = file;
    }

    /// Reads a file to its end, or to where it stops making sense.
    ///
    /// @throws IOException also if it is no FLV
    static FlvScan of(SeekableByteChannel file) throws IOException {
        var scan = new FlvScan(file);
        scan.run();
        return scan;
    }

    /// A tag of a file.
    record Tag(long position, FlvTagHeader header) {
        long end() {
            return position + FlvTagHeader.LENGTH_BYTES + header.bodyBytes() + SIZE_BYTES;
        }
    }

    /// Where the first tag begins.
    static long firstTag(SeekableByteChannel file) throws IOException {
        try {
            var head = new ByteReader(PartFile.read(file, 0, FlvFileHeader.LENGTH_BYTES));
            return FlvFileHeader.decode(head).lengthBytes() + (long) SIZE_BYTES;
        } catch (ProtocolException e) {
            throw new IOException("no FLV: " + e.getMessage(), e);
        }
    }

    /// The tag that begins there; empty if it is not all there.
    static Optional<Tag> tag(SeekableByteChannel file, long position) throws IOException {
        if (position < 0 || position > file.size() - FlvTagHeader.LENGTH_BYTES) {
            return Optional.empty();
        }
        try {
            byte[] head = PartFile.read(file, position, FlvTagHeader.LENGTH_BYTES);
            var tag = new Tag(position, FlvTagHeader.decode(new ByteReader(head)));
            boolean isWhole = tag.header.kind().isPresent() && tag.end() <= file.size();
            return isWhole ? Optional.of(tag) : Optional.empty();
        } catch (ProtocolException e) {
            return Optional.empty();
        }
    }

    private void run() throws IOException {
        wholeBytes = firstTag(file);
        long first = wholeBytes;
        for (var tag = tag(file, first); tag.isPresent(); tag = tag(file, wholeBytes)) {
            read(tag.get(), tag.get().position == first);
            wholeBytes = tag.get().end();
        }
    }

    private void read(Tag tag, boolean isFirst) throws IOException {
        TrackKind kind = tag.header.kind().orElseThrow();
        int bodyBytes = tag.header.bodyBytes();
        if (isFirst && kind == TrackKind.DATA) {
            metadata = FlvMetadata.read(body(file, tag, bodyBytes), FlvIndex.KEYS_MAX);
            metadataBytes = bodyBytes;
        }
        kinds.add(kind);
        long timeUs = MediaTime.msToUs(tag.header.timestampMs());
        switch (item(file, tag, demuxer)) {
            case FlvItem.Configuration _ -> index.configuration(tag.position);
            case FlvItem.Payload payload -> {
                time.add(kind, timeUs);
                if (payload.header().key() && isLeading(kind)) {
                    index.key(tag.header.timestampMs(), tag.position);
                }
            }
            default -> {}
        }
    }

    /// What a tag is, of which no more is read than it takes to say.
    ///
    /// @param demuxer has seen those before it
    static FlvItem item(SeekableByteChannel file, Tag tag, FlvDemuxer demuxer) throws IOException {
        TrackKind kind = tag.header.kind().orElseThrow();
        long timeUs = MediaTime.msToUs(tag.header.timestampMs());
        int bodyBytes = tag.header.bodyBytes();
        int length = Math.min(PREFIX_BYTES, bodyBytes);
        try {
            while (true) {
                var prefix = new ByteReader(body(file, tag, length));
                FlvItem item = demuxer.read(kind, timeUs, bodyBytes, prefix);
                if (!(item instanceof FlvItem.NeedMore(int more)) || more <= length) {
                    return item;
                }
                length = Math.min(more, bodyBytes);
            }
        } catch (Unsupported e) {
            return new FlvItem.Ignored(String.valueOf(e.getMessage()));
        }
    }

    /// The beginning of what a tag carries.
    static byte[] body(SeekableByteChannel file, Tag tag, int length) throws IOException {
        return PartFile.read(file, tag.position + FlvTagHeader.LENGTH_BYTES, length);
    }

    /// Where there are pictures, a player begins at one.
    private boolean isLeading(TrackKind kind) {
        return kind == TrackKind.VIDEO
                || (kind == TrackKind.AUDIO && !kinds.contains(TrackKind.VIDEO));
    }

    /// What its first tag says now.
    Optional<FlvMetadata> metadata() {
        return metadata;
    }

    /// How long the body of that tag is.
    int metadataBytes() {
        return metadataBytes;
    }

    FlvIndex index() {
        return index;
    }

    long durationMs() {
        return MediaTime.usToMs(time.endUs());
    }

    /// What it has tags of.
    Set<TrackKind> kinds() {
        return kinds;
    }

    /// Up to the end of the last tag that is all there.
    long wholeBytes() {
        return wholeBytes;
    }
}
