package dev.millrace.client;

import dev.millrace.bytes.ByteWriter;
import dev.millrace.codec.Codec;
import dev.millrace.flv.FlvFileHeader;
import dev.millrace.flv.FlvTag;
import dev.millrace.flv.FlvTagHeader;
import dev.millrace.flv.FlvWriter;
import dev.millrace.media.Frame;
import dev.millrace.media.TrackKind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.EnumSet;
import java.util.Set;

/// Writes an FLV file. It can be read at any time, even if it is never closed; closing adds the
/// duration. One thread.
public final class FlvFileWriter implements MediaSink {
    private static final long DURATION_UNKNOWN = -1;

    private final FileChannel file;
    private final TagComposer composer = new TagComposer(this::write);
    private final ByteWriter pending = new ByteWriter();
    private final FlvWriter writer = new FlvWriter(pending);
    private final Set<TrackKind> kinds = EnumSet.noneOf(TrackKind.class);
    private long durationAt = DURATION_UNKNOWN;
    private long firstMs = Long.MAX_VALUE;
    private long lastMs;

    /// Creates the file, or empties it.
    public FlvFileWriter(Path path) throws IOException {
        file =
                FileChannel.open(
                        path,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE);
        writer.fileHeader(false, false);
        flush();
    }

    @Override
    public void configure(Codec codec) throws IOException {
        composer.configure(codec);
    }

    @Override
    public void send(Frame frame) throws IOException {
        composer.send(frame);
    }

    @Override
    public void close() throws IOException {
        try (file) {
            if (file.isOpen() && durationAt != DURATION_UNKNOWN) {
                double seconds = Math.max(0, lastMs - firstMs) / 1000.0;
                file.write(new ByteWriter().f64(seconds).toBuffer(), durationAt);
            }
        }
    }

    private void write(FlvTag tag) throws IOException {
        if (tag.kind() == TrackKind.DATA && durationAt == DURATION_UNKNOWN) {
            int within = StreamMetadata.durationAt(tag.body());
            durationAt =
                    within < 0
                            ? DURATION_UNKNOWN
                            : file.position() + FlvTagHeader.LENGTH_BYTES + within;
        } else if (tag.kind() != TrackKind.DATA) {
            firstMs = Math.min(firstMs, tag.timestampMs());
            lastMs = Math.max(lastMs, tag.timestampMs());
        }
        writer.tag(tag);
        flush();
        announce(tag.kind());
    }

    /// The file header says which kinds there are, as soon as there are any.
    private void announce(TrackKind kind) throws IOException {
        if (kinds.add(kind)) {
            var header = new ByteWriter();
            new FlvFileHeader(kinds.contains(TrackKind.AUDIO), kinds.contains(TrackKind.VIDEO))
                    .encode(header);
            file.write(header.toBuffer(), 0);
        }
    }

    private void flush() throws IOException {
        ByteBuffer bytes = pending.toBuffer();
        while (bytes.hasRemaining()) {
            file.write(bytes);
        }
        pending.clear();
    }
}
