package dev.millrace.dvr;

import dev.millrace.bytes.ByteReader;
import dev.millrace.bytes.ProtocolException.Unsupported;
import dev.millrace.codec.Codec;
import dev.millrace.flv.FlvDemuxer;
import dev.millrace.flv.FlvItem;
import dev.millrace.media.FrameHeader;
import dev.millrace.media.MediaTime;
import dev.millrace.media.TrackKind;
import dev.millrace.mp4.write.FragmentedMovie;
import dev.millrace.mp4.write.FragmentedMovie.Sample;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A segment of a recording as FLV, as fragments of MP4, of which one at a time is in memory. Times
/// are those of the file. Belongs to one thread.
public final class FlvFragments implements Closeable {
    private static final long FRAGMENT_US = MediaTime.US_PER_SECOND;

    /// What a second has at 32 Mbit/s; where there is more in one, fragments are shorter.
    private static final int FRAGMENT_BYTES = 4 << 20;

    private final FileChannel file;
    private final FlvLayout.Segment segment;
    private final List<Codec> codecs;
    private final FragmentedMovie movie;
    private final FlvDemuxer demuxer = new FlvDemuxer();
    private final List<Sample> pending = new ArrayList<>();
    private long pendingBytes;
    private long at;

    private FlvFragments(FileChannel file, FlvLayout layout, int number) {
        this.file = file;
        this.segment = layout.segments().get(number);
        this.codecs = layout.stretches().get(segment.stretch()).codecs();
        this.movie = layout.movie(segment.stretch());
        this.at = segment.position();
    }

    /// Opens a segment.
    ///
    /// @param layout of the file
    /// @param number of the segment, from 0 on
    public static FlvFragments open(Path path, FlvLayout layout, int number) throws IOException {
        FileChannel file = FileChannel.open(path);
        try {
            var fragments = new FlvFragments(file, layout, number);
            int stretch = layout.segments().get(number).stretch();
            for (long position : layout.stretches().get(stretch).configurations()) {
                fragments.sample(fragments.tag(position));
            }
            return fragments;
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /// The next fragment; empty behind the last.
    ///
    /// @throws IOException also if the file is not what its index says
    public Optional<byte[]> next() throws IOException {
        while (at < segment.endPosition()) {
            FlvScan.Tag tag = tag(at);
            at = tag.end();
            Optional<Sample> sample = sample(tag);
            if (sample.isPresent()) {
                boolean isOver = !pending.isEmpty() && isOver(sample.get().frame().header());
                Optional<byte[]> fragment = isOver ? Optional.of(fragment()) : Optional.empty();
                pending.add(sample.get());
                pendingBytes += sample.get().frame().header().lengthBytes();
                if (isOver) {
                    return fragment;
                }
            }
        }
        return pending.isEmpty() ? Optional.empty() : Optional.of(fragment());
    }

    private FlvScan.Tag tag(long position) throws IOException {
        return FlvScan.tag(file, position)
                .orElseThrow(() ->
                        new IOException("its index is wrong: no tag begins at byte " + position));
    }

    /// Empty if it is no frame, or one that MP4 has no place for.
    private Optional<Sample> sample(FlvScan.Tag tag) throws IOException {
        TrackKind kind = tag.header().kind().orElseThrow();
        long timeUs = MediaTime.msToUs(tag.header().timestampMs());
        Optional<Codec> codec = codecs.stream().filter(it -> it.kind() == kind).findFirst();
        if (codec.isEmpty()) {
            return Optional.empty();
        }
        byte[] body = FlvScan.body(file, tag, tag.header().bodyBytes());
        try {
            FlvItem item = demuxer.read(kind, timeUs, body.length, new ByteReader(body));
            // A codec of another configuration would have been another stretch.
            return item instanceof FlvItem.Payload payload
                            && payload.codec().getClass() == codec.get().getClass()
                    ? Optional.of(new Sample(codec.get(), payload.frame(body)))
                    : Optional.empty();
        } catch (Unsupported e) {
            return Optional.empty();
        }
    }

    /// A fragment begins with a key frame, or where the one before is long enough.
    private boolean isOver(FrameHeader next) {
        long longUs = next.dtsUs() - pending.getFirst().frame().header().dtsUs();
        return (next.kind() == TrackKind.VIDEO && next.key())
                || longUs >= FRAGMENT_US
                || pendingBytes >= FRAGMENT_BYTES;
    }

    /// What is pending. Its number grows from fragment to fragment of a file, as its time does.
    private byte[] fragment() {
        long startMs = MediaTime.usToMs(pending.getFirst().frame().header().dtsUs());
        byte[] fragment = movie.fragment(1 + (int) (startMs % Integer.MAX_VALUE), pending);
        pending.clear();
        pendingBytes = 0;
        return fragment;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
