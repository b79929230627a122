package dev.millrace.control.replay;

import dev.millrace.codec.AudioCodec;
import dev.millrace.codec.Codec;
import dev.millrace.codec.VideoCodec;
import dev.millrace.control.StoredSegment;
import dev.millrace.mp4.write.FragmentedMovie;
import dev.millrace.mp4.write.FragmentedMovie.Part;
import dev.millrace.segment.Segment;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/// A recording as a movie in fragments, one for each segment, with an index in front.
///
/// A fragment is shorter than the segment it is made of, and is filled up to a length that follows
/// from the segment's: so the length of the movie, and where each fragment begins in it, are known
/// without reading a segment. What has to be read in advance is the first segment of each
/// [MovieRun], for what there is to decode and where its clock stood. Pictures are not touched.
public final class Mp4Download implements Download {
    /// A transport stream has more around its frames than a fragment. Only very short frames of
    /// sound need some of this: a byte in 64, and what is for each fragment.
    private static final int ALLOWANCE_SHIFT = 6;

    private static final int ALLOWANCE_BYTES = 1024;

    /// Of what fills up.
    private static final int FILLING_MIN = 8;

    /// Places where a camera began again. More would take too long to look at.
    private static final int RUNS_MAX = 1_000;

    private final Export export;
    private final Reader segments;
    private final FragmentedMovie movie;
    private final List<MovieRun> runs;
    private final byte[] head;

    private Mp4Download(
            Export export, Reader segments, FragmentedMovie movie, List<MovieRun> runs) {
        this.export = export;
        this.segments = segments;
        this.movie = movie;
        this.runs = runs;
        this.head = head();
    }

    /// Looks at what has to be known in advance.
    ///
    /// @param export at least one segment
    /// @return empty if it cannot be a movie: nothing in it is known to MP4, or the camera began
    ///   again more than 1000 times
    /// @throws IOException if a segment cannot be read
    public static Optional<Mp4Download> of(Export export, Reader segments) throws IOException {
        var runs = new ArrayList<MovieRun>();
        var codecs = new LinkedHashSet<Codec>();
        for (StoredSegment stored : export.segments()) {
            if (runs.isEmpty() || !runs.getLast().take(stored.segment())) {
                if (runs.size() == RUNS_MAX) {
                    return Optional.empty();
                }
                var frames = SegmentFrames.of(segments.read(stored));
                codecs.addAll(frames.codecs());
                runs.add(MovieRun.after(runs, stored.segment(), frames));
            }
        }
        List<VideoCodec> video = ofType(VideoCodec.class, codecs);
        List<AudioCodec> audio = ofType(AudioCodec.class, codecs);
        if (video.isEmpty() && audio.isEmpty()) {
            return Optional.empty();
        }
        var movie = new FragmentedMovie(video, audio);
        return Optional.of(new Mp4Download(export, segments, movie, List.copyOf(runs)));
    }

    private static <T> List<T> ofType(Class<T> type, Iterable<Codec> codecs) {
        var found = new ArrayList<T>();
        for (Codec codec : codecs) {
            if (type.isInstance(codec)) {
                found.add(type.cast(codec));
            }
        }
        return found;
    }

    private byte[] head() {
        List<Part> parts =
                export.segments().stream()
                        .map(StoredSegment::segment)
                        .map(it -> new Part(slot(it), it.durationUs()))
                        .toList();
        byte[] start = movie.head(runs.getLast().endUs());
        byte[] index = movie.index(parts);
        byte[] all = Arrays.copyOf(start, start.length + index.length);
        System.arraycopy(index, 0, all, start.length, index.length);
        return all;
    }

    private static long slot(Segment segment) {
        return segment.bytes() + (segment.bytes() >> ALLOWANCE_SHIFT) + ALLOWANCE_BYTES;
    }

    @Override
    public long bytes() {
        return head.length
                + export.segments().stream()
                        .map(StoredSegment::segment)
                        .mapToLong(Mp4Download::slot)
                        .sum();
    }

    @Override
    public String tag() {
        return "mp4-" + export.tag();
    }

    @Override
    public String type() {
        return "video/mp4";
    }

    @Override
    public void write(long first, long last, OutputStream out) throws IOException {
        var pieces = new Pieces(first, last, out);
        pieces.next(head.length, () -> head);
        int number = 0;
        for (MovieRun run : runs) {
            for (int i = 0; i < run.count(); i++) {
                StoredSegment stored = export.segments().get(number++);
                int fragment = number;
                pieces.next(slot(stored.segment()), () -> fragment(fragment, run, stored));
            }
        }
    }

    private byte[] fragment(int number, MovieRun run, StoredSegment stored) throws IOException {
        Segment segment = stored.segment();
        List<FragmentedMovie.Sample> samples =
                run.samples(segment, SegmentFrames.of(segments.read(stored)));
        for (FragmentedMovie.Sample sample : samples) {
            if (!movie.has(sample.codec())) {
                throw new IOException(
                        "%s is of %s, which was not to be seen where the camera began"
                                .formatted(segment.id().name(), sample.codec()));
            }
        }
        byte[] fragment = movie.fragment(number, samples);
        int slot = Math.toIntExact(slot(segment));
        if (fragment.length + FILLING_MIN > slot) {
            throw new IOException(
                    "%s is longer as MP4 than as a transport stream".formatted(segment.id()));
        }
        byte[] all = Arrays.copyOf(fragment, slot);
        byte[] filling = FragmentedMovie.filling(slot - fragment.length);
        System.arraycopy(filling, 0, all, fragment.length, filling.length);
        return all;
    }
}
