package dev.millrace.dvr;

import dev.millrace.codec.AudioCodec;
import dev.millrace.codec.Codec;
import dev.millrace.codec.VideoCodec;
import dev.millrace.flv.FlvIndex;
import dev.millrace.media.MediaTime;
import dev.millrace.mp4.write.FragmentedMovie;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;

/// What is where in a recording as FLV: stretches in which codecs stay the same, and in those,
/// segments that can be read on their own. A value.
///
/// @param stretches in the order of the file
/// @param segments in the order of the file; none if nothing of it can be played as MP4
public record FlvLayout(List<Stretch> stretches, List<Segment> segments) {
    public FlvLayout {
        stretches = List.copyOf(stretches);
        segments = List.copyOf(segments);
    }

    /// Where nothing changes.
    ///
    /// @param position of its first tag, in bytes from the beginning of the file
    /// @param configurations positions of the tags that a demuxer must have seen
    /// @param codecs those of its tracks that MP4 has a place for: one of a kind at most
    /// @param beginsWithKey whether its first picture needs no other
    public record Stretch(
            long position,
            long timeMs,
            List<Long> configurations,
            List<Codec> codecs,
            boolean beginsWithKey) {}

    /// Some of a stretch.
    ///
    /// @param stretch its number, from 0 on
    /// @param position of its first tag, in bytes from the beginning of the file
    /// @param endPosition behind its last tag
    public record Segment(int stretch, long position, long endPosition, long startMs, long endMs) {
        public long durationUs() {
            return MediaTime.msToUs(endMs - startMs);
        }
    }

    /// The layout of a file that is done. Its own index says most of it; a file without one is
    /// looked through.
    ///
    /// @throws IOException also if it is no FLV
    public static FlvLayout of(Path path) throws IOException {
        try (FileChannel file = FileChannel.open(path)) {
            FlvPlaces places = FlvPlaces.of(file);
            FlvIndex index = places.index();
            List<Stretch> stretches = FlvStretches.of(file, index);
            return new FlvLayout(stretches, FlvCuts.of(index.keys(), stretches, places.end()));
        }
    }

    /// Whether every segment can be decoded without those before it.
    public boolean isIndependent() {
        return stretches.stream().allMatch(Stretch::beginsWithKey);
    }

    /// What a player must have read before the segments of a stretch: the head of a movie in
    /// fragments.
    public byte[] head(int stretch) {
        return movie(stretch).head(0);
    }

    FragmentedMovie movie(int stretch) {
        return new FragmentedMovie(all(VideoCodec.class), all(AudioCodec.class))
                .stretch(stretches.get(stretch).codecs(), stretch == 0);
    }

    private <T extends Codec> List<T> all(Class<T> kind) {
        return stretches.stream()
                .flatMap(it -> it.codecs().stream())
                .filter(kind::isInstance)
                .map(kind::cast)
                .distinct()
                .toList();
    }
}
