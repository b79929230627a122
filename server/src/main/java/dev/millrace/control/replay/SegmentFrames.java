package dev.millrace.control.replay;

import dev.millrace.bytes.ProtocolException;
import dev.millrace.codec.Codec;
import dev.millrace.media.TrackKind;
import dev.millrace.mp4.write.FragmentedMovie.Sample;
import dev.millrace.ts.TsItem;
import dev.millrace.ts.TsReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// What a segment has in it, at the times of its own clock.
record SegmentFrames(List<Sample> samples) {
    SegmentFrames {
        samples = List.copyOf(samples);
    }

    /// Takes a transport stream apart.
    ///
    /// @throws IOException if it is none
    static SegmentFrames of(byte[] body) throws IOException {
        var samples = new ArrayList<Sample>();
        Map<TrackKind, Codec> codecs = new EnumMap<>(TrackKind.class);
        var reader = new TsReader();
        try {
            reader.read(body, 0, body.length, item -> take(item, codecs, samples));
            reader.end(item -> take(item, codecs, samples));
        } catch (ProtocolException e) {
            throw new IOException("a segment that cannot be read: " + e.getMessage(), e);
        }
        return new SegmentFrames(samples);
    }

    private static void take(TsItem item, Map<TrackKind, Codec> codecs, List<Sample> samples) {
        switch (item) {
            case TsItem.Configuration(var codec) -> codecs.put(codec.kind(), codec);
            case TsItem.Media(var frame) -> {
                Codec codec = codecs.get(frame.header().kind());
                if (codec != null) {
                    samples.add(new Sample(codec, frame));
                }
            }
            case TsItem.Ignored _ -> {}
        }
    }

    Set<Codec> codecs() {
        return samples.stream()
                .map(Sample::codec)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /// When the first of them is decoded; 0 if there is none.
    long firstDtsUs() {
        return samples.stream()
                .mapToLong(sample -> sample.frame().header().dtsUs())
                .min()
                .orElse(0);
    }
}
