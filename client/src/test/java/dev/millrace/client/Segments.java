package dev.millrace.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.bytes.ByteWriter;
import dev.millrace.media.Frame;
import dev.millrace.media.TrackKind;
import dev.millrace.ts.TsReader;
import dev.millrace.ts.TsWriter;
import java.util.ArrayList;
import java.util.List;

/// A recording as MPEG-TS, cut at each key frame.
final class Segments {
    private Segments() {}

    static List<byte[]> of(Recording recording) {
        var writer = new TsWriter();
        var segments = new ArrayList<byte[]>();
        var out = new ByteWriter();
        for (Frame frame : recording.frames()) {
            if (frame.header().kind() == TrackKind.VIDEO && frame.header().key()) {
                if (out.size() > 0) {
                    segments.add(out.toByteArray());
                    out.clear();
                }
                writer.writeTables(out, recording.codecs());
            }
            writer.write(out, frame.header(), frame.payload(), 0);
        }
        writer.flush(out);
        segments.add(out.toByteArray());
        return segments;
    }

    /// Holds what came through a transport stream against what went in: each kind in order, later
    /// by what the writer adds.
    static void assertSame(Recording played, List<Frame> sent) {
        for (TrackKind kind : List.of(TrackKind.VIDEO, TrackKind.AUDIO)) {
            assertThat(lines(played.frames(), kind, TsReader.START_US))
                    .isEqualTo(lines(sent, kind, 0));
        }
    }

    private static List<String> lines(List<Frame> frames, TrackKind kind, long laterUs) {
        var ofKind = new ArrayList<Frame>();
        for (Frame frame : frames) {
            if (frame.header().kind() == kind) {
                var header = frame.header().at(frame.header().dtsUs() - laterUs);
                ofKind.add(new Frame(header, frame.payload()));
            }
        }
        return new Recording(List.of(), ofKind).lines();
    }
}
