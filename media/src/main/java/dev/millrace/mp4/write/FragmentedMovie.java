package dev.millrace.mp4.write;

import static dev.millrace.mp4.write.BoxWriting.box;
import static dev.millrace.mp4.write.BoxWriting.full;
import static dev.millrace.mp4.write.BoxWriting.ints;

import dev.millrace.bytes.ByteWriter;
import dev.millrace.codec.AudioCodec;
import dev.millrace.codec.Codec;
import dev.millrace.codec.VideoCodec;
import dev.millrace.media.Frame;
import dev.millrace.media.FrameHeader;
import dev.millrace.media.MediaTime;
import dev.millrace.mp4.write.HeaderWriting.Span;
import java.util.ArrayList;
import java.util.List;

/// A movie that is written while it is being made: what it has, and then, again and again, some of
/// it. ISO/IEC 14496-12, 8.8 and 8.16.3. A value.
///
/// ```
///  ftyp  moov ┬ mvhd
///             ├ trak …           no samples
///             └ mvex ─ mehd, trex
///  sidx                          where fragments begin, if that is known
///  moof ┬ mfhd                   (again and again)
///       └ traf ─ tfhd, tfdt, trun
///  mdat
///  free                          if it is to be longer
/// ```
///
/// There is at most one video and one audio track. A track whose codec changes has a description
/// for each, all of which must be known in advance.
public final class FragmentedMovie {
    /// How many fit into the field of 16 bits.
    private static final int INDEXED_MAX = 0xFFFF;

    private static final int MOVIE_TICKS_PER_SECOND = 1_000;
    private static final int BOX_HEADER_BYTES = 8;

    /// Of `sidx`: begins with a picture that needs no other.
    private static final long BEGINS_WITH_KEY = 0x9000_0000L;

    private final List<FragmentTrack> tracks = new ArrayList<>();

    /// @param video what pictures decode with, in turn; none if there are none
    /// @param audio the same for sound
    public FragmentedMovie(List<? extends VideoCodec> video, List<? extends AudioCodec> audio) {
        add(video);
        add(audio);
        if (tracks.isEmpty()) {
            throw new IllegalArgumentException("a movie without tracks");
        }
    }

    private FragmentedMovie() {}

    private void add(List<? extends Codec> codecs) {
        if (!codecs.isEmpty()) {
            tracks.add(FragmentTrack.of(tracks.size() + 1, List.copyOf(codecs)));
        }
    }

    /// A stretch of this movie, in which nothing changes, with a head of its own. Tracks have the
    /// numbers and clocks that they have in this movie, so a player that reads no head but the
    /// first can go on with the fragments of the next stretch.
    ///
    /// @param codecs of which this movie [#has] every one; at most one of a kind, at least one
    /// @param isFirst whether it is the head that such players read; key frames of other stretches
    ///   bring along what they decode with
    public FragmentedMovie stretch(List<? extends Codec> codecs, boolean isFirst) {
        var stretch = new FragmentedMovie();
        for (FragmentTrack track : tracks) {
            codecs.stream()
                    .filter(track::has)
                    .map(codec -> track.with(codec, isFirst))
                    .forEach(stretch.tracks::add);
        }
        if (stretch.tracks.isEmpty()) {
            throw new IllegalArgumentException("a movie without tracks");
        }
        return stretch;
    }

    /// Whether samples that decode with this can be in it.
    public boolean has(Codec codec) {
        return tracks.stream().anyMatch(track -> track.has(codec));
    }

    /// What is in front of all fragments.
    ///
    /// @param durationUs how long it will be; 0 if nobody knows
    public byte[] head(long durationUs) {
        var span = new Span(MOVIE_TICKS_PER_SECOND, 0);
        var mvex = new ByteWriter();
        if (durationUs > 0) {
            byte[] ms = new ByteWriter().i64(MediaTime.usToMs(durationUs)).toByteArray();
            mvex.bytes(full("mehd", 1 << 24, ms));
        }
        var traks = new ByteWriter();
        for (FragmentTrack track : tracks) {
            traks.bytes(track.trak());
            mvex.bytes(full("trex", 0, ints(track.number(), 1, 0, 0, 0)));
        }
        return new ByteWriter()
                .bytes(HeaderWriting.ftyp("iso6", "iso6mp41"))
                .bytes(
                        box(
                                "moov",
                                HeaderWriting.mvhd(span, tracks.getLast().number()),
                                traks.toByteArray(),
                                box("mvex", mvex.toByteArray())))
                .toByteArray();
    }

    /// A part of the movie that begins with a key frame.
    ///
    /// @param bytes of its fragment, with what fills it up
    public record Part(long bytes, long durationUs) {}

    /// Where parts begin, to stand between the head and the first of them. Empty if there are more
    /// than 65,535, or one of more than 2 GiB.
    ///
    /// @param parts all, one behind the other
    public byte[] index(List<Part> parts) {
        boolean fits = parts.stream().allMatch(part -> part.bytes() <= Integer.MAX_VALUE);
        if (parts.size() > INDEXED_MAX || !fits) {
            return new byte[0];
        }
        var out = new ByteWriter(32 + 12 * parts.size());
        FragmentTrack first = tracks.getFirst(); // FFmpeg takes its clock for that of the index
        out.bytes(ints(first.number(), first.ticksPerSecond(), 0, 0));
        out.u16(0).u16(parts.size());
        for (Part part : parts) {
            out.bytes(ints(part.bytes(), first.ticks(part.durationUs()), BEGINS_WITH_KEY));
        }
        return full("sidx", 0, out.toByteArray());
    }

    /// A frame, timed from the beginning of the movie, and what it decodes with.
    public record Sample(Codec codec, Frame frame) {
        /// The same, so much later.
        public Sample later(long byUs) {
            FrameHeader header = frame.header();
            return new Sample(codec, new Frame(header.at(header.dtsUs() + byUs), frame.payload()));
        }
    }

    /// A fragment.
    ///
    /// @param number counts fragments, from 1 on
    /// @param samples in order of decoding within each kind; of codecs that the movie [#has]
    public byte[] fragment(int number, List<Sample> samples) {
        List<FragmentRun> runs = runs(samples);
        // Where samples lie are numbers of fixed length, so they do not move themselves.
        int dataAt = moof(number, runs, 0).length + BOX_HEADER_BYTES;
        byte[] moof = moof(number, runs, dataAt);
        long dataBytes = runs.stream().mapToLong(FragmentRun::bytes).sum();
        var out = new ByteWriter(Math.toIntExact(dataAt + dataBytes)).bytes(moof);
        out.u32(BOX_HEADER_BYTES + dataBytes).utf8("mdat");
        runs.forEach(run -> run.samples().forEach(sample -> out.bytes(sample.frame().payload())));
        return out.toByteArray();
    }

    /// Samples of one track and one codec, that follow each other.
    private List<FragmentRun> runs(List<Sample> samples) {
        var runs = new ArrayList<FragmentRun>();
        for (FragmentTrack track : tracks) {
            var run = new ArrayList<Sample>();
            for (Sample sample : samples) {
                if (sample.codec().kind() != track.kind()) {
                    continue;
                }
                if (!run.isEmpty() && !run.getLast().codec().equals(sample.codec())) {
                    runs.add(new FragmentRun(track, List.copyOf(run)));
                    run.clear();
                }
                run.add(track.written(sample));
            }
            if (!run.isEmpty()) {
                runs.add(new FragmentRun(track, List.copyOf(run)));
            }
        }
        return runs;
    }

    private static byte[] moof(int number, List<FragmentRun> runs, int dataAt) {
        var body = new ByteWriter().bytes(full("mfhd", 0, ints(number)));
        long at = dataAt;
        for (FragmentRun run : runs) {
            body.bytes(run.traf(Math.toIntExact(at)));
            at += run.bytes();
        }
        return box("moof", body.toByteArray());
    }

    /// What a fragment may be followed by, so that both together have so many bytes.
    ///
    /// @param bytes at least 8
    public static byte[] filling(int bytes) {
        return box("free", new byte[bytes - BOX_HEADER_BYTES]);
    }
}
