package dev.millrace.dvr;

import dev.millrace.bytes.ByteWriter;
import dev.millrace.bytes.ProtocolException;
import dev.millrace.codec.AudioCodec;
import dev.millrace.codec.Codec;
import dev.millrace.codec.VideoCodec;
import dev.millrace.media.Frame;
import dev.millrace.media.FrameHeader;
import dev.millrace.media.MediaTime;
import dev.millrace.media.TrackKind;
import dev.millrace.mp4.Mp4Item;
import dev.millrace.mp4.Mp4Reader;
import dev.millrace.mp4.SegmentIndex;
import dev.millrace.mp4.write.FragmentedMovie;
import dev.millrace.mp4.write.FragmentedMovie.Sample;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// A recording as fragmented MP4: a fragment a second at least, so that no more is lost if the
/// server dies, and an index in front of them that is written at the end. Times begin at zero.
final class Mp4File implements RecordingFile {
    private static final long FRAGMENT_US = MediaTime.US_PER_SECOND;

    /// A fragment of a second; more is not one of ours.
    private static final int FRAGMENT_BYTES_MAX = 256 << 20;

    private final PartFile part;
    private final FragmentedMovie movie;
    private final boolean hasVideo;
    private final Mp4Index index;
    private final int headBytes;
    private final long beginsAtUs;
    private final PlayTime time = new PlayTime();
    private final List<Sample> pending = new ArrayList<>();
    private int fragments;
    private long originUs = Long.MIN_VALUE;

    private Mp4File(
            PartFile part,
            FragmentedMovie movie,
            boolean hasVideo,
            Mp4Index index,
            long beginsAtUs) {
        this.part = part;
        this.movie = movie;
        this.hasVideo = hasVideo;
        this.index = index;
        this.headBytes = head(movie, beginsAtUs).length;
        this.beginsAtUs = beginsAtUs;
    }

    /// Whether MP4 has a place for it: for pictures and sound whose codec is known, and for nothing
    /// else.
    static boolean hasPlaceFor(Codec codec) {
        return codec instanceof VideoCodec || codec instanceof AudioCodec;
    }

    /// Begins a file.
    ///
    /// @param codecs of video and sound, at least one
    /// @param partsMax for how many groups of pictures there should be room in the index
    static Mp4File begin(PartFile part, List<Codec> codecs, int partsMax) throws IOException {
        var index = new Mp4Index(partsMax);
        FragmentedMovie movie = movie(codecs);
        part.append(ByteBuffer.wrap(head(movie, 0)));
        part.append(ByteBuffer.wrap(index.reserved()));
        return new Mp4File(part, movie, hasVideo(codecs), index, 0);
    }

    /// Goes on in a file that was done.
    ///
    /// @return empty if it has other codecs, or is not one of ours
    static Optional<Mp4File> resume(PartFile part, List<Codec> codecs) throws IOException {
        Mp4Layout layout = Mp4Layout.of(part.channel());
        if (layout.index().isEmpty() || codecs.isEmpty()) {
            return Optional.empty();
        }
        Mp4Index index = Mp4Index.ofRoom(layout.partsAt() - layout.headBytes());
        long atUs = 0;
        for (SegmentIndex.Part it : layout.index().get().parts()) {
            index.add(it.bytes(), atUs, true);
            // It was written in whole milliseconds, whatever the clock of the track.
            atUs += MediaTime.msToUs(MediaTime.usToMs(it.durationUs()));
        }
        FragmentedMovie movie = movie(codecs);
        byte[] head = head(movie, atUs);
        boolean isSame =
                layout.headBytes() == head.length && Arrays.equals(head, part.read(0, head.length));
        if (!isSame) {
            return Optional.empty();
        }
        return Optional.of(new Mp4File(part, movie, hasVideo(codecs), index, atUs));
    }

    /// Finishes a file that was left over.
    ///
    /// @return whether anything of it plays
    static boolean mend(PartFile part) throws IOException {
        Mp4Layout layout = Mp4Layout.of(part.channel());
        if (layout.headBytes() == 0) {
            return false;
        }
        var mending = new Mending(Mp4Index.ofRoom(layout.partsAt() - layout.headBytes()));
        try {
            mending.read(part, 0, layout.headBytes());
            part.cut(mending.fragments(part, layout.partsAt()));
        } catch (ProtocolException e) {
            throw new IOException("its fragments make no sense: " + e.getMessage(), e);
        }
        if (mending.index.isEmpty()) {
            return false;
        }
        FragmentedMovie movie = movie(mending.codecs);
        long durationUs = mending.time.endUs();
        byte[] head = head(movie, durationUs);
        if (head.length == layout.headBytes()) {
            part.overwrite(0, head);
            part.overwrite(head.length, mending.index.written(movie, durationUs));
        }
        return true;
    }

    /// What is found in a file that was left over.
    private static final class Mending {
        private final Mp4Index index;
        private final Mp4Reader reader = new Mp4Reader();
        private final List<Codec> codecs = new ArrayList<>();
        private final List<FrameHeader> frames = new ArrayList<>();
        private final PlayTime time = new PlayTime();

        Mending(Mp4Index index) {
            this.index = index;
        }

        void read(PartFile part, long from, long to) throws IOException, ProtocolException {
            if (to - from > FRAGMENT_BYTES_MAX) {
                throw new IOException("a fragment of %d bytes".formatted(to - from));
            }
            byte[] bytes = part.read(from, (int) (to - from));
            reader.read(bytes, 0, bytes.length, this::take);
        }

        private void take(Mp4Item item) {
            switch (item) {
                case Mp4Item.Configuration(Codec codec) -> {
                    if (!codecs.contains(codec)) {
                        codecs.add(codec);
                    }
                }
                case Mp4Item.Media(Frame frame) -> frames.add(frame.header());
                case Mp4Item.Ignored _ -> {}
            }
        }

        /// @return where the last one that is all there ends
        long fragments(PartFile part, long from) throws IOException, ProtocolException {
            long at = from;
            while (true) {
                var header = Mp4Layout.box(part.channel(), at);
                var data = header.isEmpty() ? header : next(part, header.get());
                if (data.isEmpty()) {
                    return at;
                }
                frames.clear();
                read(part, at, data.get().end());
                note(data.get().end() - at);
                at = data.get().end();
            }
        }

        private static Optional<Mp4Layout.Box> next(PartFile part, Mp4Layout.Box header)
                throws IOException {
            return Mp4Layout.box(part.channel(), header.end());
        }

        private void note(long bytes) {
            frames.forEach(frame -> time.add(frame.kind(), frame.dtsUs()));
            long fromUs = frames.stream().mapToLong(FrameHeader::dtsUs).min().orElse(0);
            boolean hasVideo = codecs.stream().anyMatch(VideoCodec.class::isInstance);
            index.add(bytes, fromUs, beginsWithKey(frames, hasVideo));
        }
    }

    private static boolean beginsWithKey(List<FrameHeader> frames, boolean hasVideo) {
        return frames.stream()
                .filter(frame -> !hasVideo || frame.kind() == TrackKind.VIDEO)
                .findFirst()
                .filter(FrameHeader::key)
                .isPresent();
    }

    private static FragmentedMovie movie(List<Codec> codecs) {
        return new FragmentedMovie(
                codecs.stream()
                        .filter(VideoCodec.class::isInstance)
                        .map(VideoCodec.class::cast)
                        .limit(1)
                        .toList(),
                codecs.stream()
                        .filter(AudioCodec.class::isInstance)
                        .map(AudioCodec.class::cast)
                        .limit(1)
                        .toList());
    }

    private static boolean hasVideo(List<Codec> codecs) {
        return codecs.stream().anyMatch(VideoCodec.class::isInstance);
    }

    /// As long for any duration: none would be left out.
    private static byte[] head(FragmentedMovie movie, long durationUs) {
        return movie.head(Math.max(1, durationUs));
    }

    @Override
    public boolean takes(Codec codec) {
        return movie.has(codec);
    }

    @Override
    public void write(Codec codec, FrameHeader sent, ByteWriter payload) throws IOException {
        if (originUs == Long.MIN_VALUE) {
            originUs = sent.dtsUs();
        }
        long timeUs = beginsAtUs + Math.max(0, sent.dtsUs() - originUs);
        FrameHeader header = sent.at(timeUs);
        boolean isPicture = header.kind() == TrackKind.VIDEO && header.key();
        boolean isLong =
                !pending.isEmpty()
                        && timeUs - pending.getFirst().frame().header().dtsUs() >= FRAGMENT_US;
        if (isPicture || isLong) {
            writeFragment();
        }
        pending.add(new Sample(codec, new Frame(header, payload.toByteArray())));
        time.add(header.kind(), timeUs);
    }

    private void writeFragment() throws IOException {
        if (pending.isEmpty()) {
            return;
        }
        byte[] fragment = movie.fragment(++fragments, pending);
        part.append(ByteBuffer.wrap(fragment));
        List<FrameHeader> frames = pending.stream().map(it -> it.frame().header()).toList();
        long fromUs = frames.stream().mapToLong(FrameHeader::dtsUs).min().orElseThrow();
        index.add(fragment.length, fromUs, beginsWithKey(frames, hasVideo));
        pending.clear();
    }

    @Override
    public void flush() {
        // A fragment is written when it is whole.
    }

    @Override
    public Duration gathered() {
        return Duration.ofMillis(100); // behind a fragment of a second
    }

    @Override
    public long bytes() {
        return part.bytes();
    }

    @Override
    public Duration duration() {
        return Duration.ofNanos(1_000 * Math.max(time.endUs(), beginsAtUs));
    }

    @Override
    public void finish() throws IOException {
        writeFragment();
        long durationUs = duration().toNanos() / 1_000;
        part.overwrite(0, head(movie, durationUs));
        part.overwrite(headBytes, index.written(movie, durationUs));
    }
}
