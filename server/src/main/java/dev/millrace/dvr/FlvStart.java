package dev.millrace.dvr;

import dev.millrace.codec.Codec;
import dev.millrace.flv.FlvDemuxer;
import dev.millrace.flv.FlvItem;
import dev.millrace.media.TrackKind;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What there is to decode from a place in an FLV file on. It looks as far ahead as the first frame
/// of each kind, within limits, since a frame may be the only one to say what it is.
final class FlvStart {
    /// A track that begins later than this is a change.
    private static final long AHEAD_MS_MAX = 3_000;

    private static final int AHEAD_TAGS_MAX = 4_096;

    /// Pictures and sound.
    private static final int KINDS = 2;

    private final SeekableByteChannel file;
    private final FlvDemuxer demuxer = new FlvDemuxer();
    private final Map<TrackKind, Codec> codecs = new EnumMap<>(TrackKind.class);
    private final Map<TrackKind, Long> configurations = new EnumMap<>(TrackKind.class);
    private final Map<TrackKind, Long> firstFrames = new EnumMap<>(TrackKind.class);
    private long position;
    private long endPosition;
    private long timeMs = -1;
    private boolean beginsWithKey = true;

    private FlvStart(SeekableByteChannel file, long position) {
        this.file = file;
        this.position = position;
        this.endPosition = position;
    }

    /// Looks at the place.
    ///
    /// @param configurations positions of all tags that carry one, in the order of the file
    static FlvStart at(SeekableByteChannel file, long position, List<Long> configurations)
            throws IOException {
        var start = new FlvStart(file, position);
        for (long before : configurations) {
            Optional<FlvScan.Tag> tag = FlvScan.tag(file, before);
            if (before < position && tag.isPresent()) {
                start.take(tag.get());
            }
        }
        start.firstFrames.clear();
        start.look();
        return start;
    }

    private void look() throws IOException {
        int seen = 0;
        var tag = FlvScan.tag(file, endPosition);
        while (tag.isPresent() && firstFrames.size() < KINDS && seen++ < AHEAD_TAGS_MAX) {
            long atMs = tag.get().header().timestampMs();
            if (tag.get().header().kind().orElseThrow() != TrackKind.DATA) {
                if (timeMs < 0) {
                    timeMs = atMs;
                    position = tag.get().position();
                }
                if (atMs - timeMs > AHEAD_MS_MAX) {
                    return;
                }
                take(tag.get());
            }
            endPosition = tag.get().end();
            tag = FlvScan.tag(file, endPosition);
        }
    }

    private void take(FlvScan.Tag tag) throws IOException {
        TrackKind kind = tag.header().kind().orElseThrow();
        switch (FlvScan.item(file, tag, demuxer)) {
            case FlvItem.Configuration(Codec codec) -> {
                if (!firstFrames.containsKey(kind)) {
                    codecs.put(kind, codec);
                    configurations.put(kind, tag.position());
                }
            }
            case FlvItem.Payload payload -> {
                if (firstFrames.putIfAbsent(kind, tag.position()) == null) {
                    codecs.put(kind, payload.codec());
                    beginsWithKey &= kind != TrackKind.VIDEO || payload.header().key();
                }
            }
            default -> {}
        }
    }

    /// Whether what this tag says is not what was found here.
    boolean isChangedBy(FlvScan.Tag tag) throws IOException {
        TrackKind kind = tag.header().kind().orElseThrow();
        return tag.position() >= firstFrames.getOrDefault(kind, endPosition)
                && FlvScan.item(file, tag, new FlvDemuxer())
                        instanceof FlvItem.Configuration(Codec codec)
                && !codec.equals(codecs.get(kind));
    }

    FlvLayout.Stretch stretch() {
        return new FlvLayout.Stretch(
                position,
                Math.max(0, timeMs),
                configurations.values().stream().sorted().toList(),
                codecs.values().stream().filter(Mp4File::hasPlaceFor).toList(),
                beginsWithKey);
    }
}
