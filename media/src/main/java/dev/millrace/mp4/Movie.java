package dev.millrace.mp4;

import dev.millrace.bytes.ByteReader;
import dev.millrace.bytes.ProtocolException;
import dev.millrace.bytes.ProtocolException.Unsupported;
import dev.millrace.media.TrackKind;
import dev.millrace.mp4.box.Boxes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// What a movie says of its tracks (`moov`): the first video and the first audio track whose codecs
/// are known, and what holds for fragments of them. ISO/IEC 14496-12, 8.2.
public final class Movie {
    private final List<MovieTrack> tracks;
    private final List<Mp4Item.Ignored> ignored;
    private final Map<Long, SampleDefaults> defaults;
    private final boolean fragmented;
    private final long startUs;

    private Movie(
            List<MovieTrack> tracks,
            List<Mp4Item.Ignored> ignored,
            Map<Long, SampleDefaults> defaults,
            boolean fragmented)
            throws ProtocolException {
        this.tracks = List.copyOf(tracks);
        this.ignored = List.copyOf(ignored);
        this.defaults = Map.copyOf(defaults);
        this.fragmented = fragmented;
        long earliestUs = 0;
        for (MovieTrack track : tracks) {
            earliestUs = Math.min(earliestUs, track.toUs(0));
        }
        startUs = -earliestUs;
    }

    /// Reads the header of a movie.
    ///
    /// @param moov the body of the box, which is not copied and not to be changed
    public static Movie parse(byte[] moov) throws ProtocolException {
        var clock = Timescale.DEFAULT;
        var traks = new ArrayList<ByteReader>();
        Map<Long, SampleDefaults> defaults = new HashMap<>();
        boolean fragmented = false;
        for (var boxes = new Boxes(new ByteReader(moov)); boxes.next(); ) {
            switch (boxes.type()) {
                case "mvhd" -> clock = Timescale.parse(boxes.body());
                case "trak" -> traks.add(boxes.body());
                case "mvex" -> {
                    fragmented = true;
                    readDefaults(boxes.body(), defaults);
                }
                case "cmov" -> throw new Unsupported("the header of the movie is compressed");
                default -> {}
            }
        }
        var ignored = new ArrayList<Mp4Item.Ignored>();
        return new Movie(choose(traks, clock, ignored), ignored, defaults, fragmented);
    }

    /// Whether fragments may follow.
    public boolean isFragmented() {
        return fragmented;
    }

    /// Whether it has tables of samples, for a [MovieReader].
    public boolean hasSamples() {
        return tracks.stream().anyMatch(track -> track.table().count() > 0);
    }

    /// What its time 0 is told as: late enough that nothing is decoded before 0.
    public long startUs() {
        return startUs;
    }

    /// What is not read of it.
    public List<Mp4Item.Ignored> ignored() {
        return ignored;
    }

    List<MovieTrack> tracks() {
        return tracks;
    }

    /// What holds for the fragments of a track.
    SampleDefaults defaults(long trackId) {
        return Objects.requireNonNullElse(defaults.get(trackId), SampleDefaults.NONE);
    }

    private static void readDefaults(ByteReader mvex, Map<Long, SampleDefaults> defaults)
            throws ProtocolException {
        for (var boxes = new Boxes(mvex); boxes.next(); ) {
            if (boxes.type().equals("trex")) {
                Boxes.version(boxes.body());
                defaults.put(boxes.body().u32(), SampleDefaults.ofMovie(boxes.body()));
            }
        }
    }

    private static List<MovieTrack> choose(
            List<ByteReader> traks, Timescale clock, List<Mp4Item.Ignored> ignored) {
        var chosen = new ArrayList<MovieTrack>();
        var kinds = EnumSet.noneOf(TrackKind.class);
        for (int i = 0; i < traks.size(); i++) {
            String trouble = "";
            try {
                MovieTrack track = MovieTrack.parse(traks.get(i), clock);
                if (track.kind().isEmpty()) {
                    trouble = track.trouble();
                } else if (!kinds.add(track.kind().get())) {
                    trouble = "is of a kind that another one before it is of";
                } else {
                    chosen.add(track);
                    trouble = track.edits().isCut() ? "is cut by edits, which are not made" : "";
                }
            } catch (ProtocolException e) {
                trouble = "is broken: " + e.getMessage();
            }
            if (!trouble.isEmpty()) {
                ignored.add(new Mp4Item.Ignored("track %d %s".formatted(i + 1, trouble)));
            }
        }
        return chosen;
    }
}
