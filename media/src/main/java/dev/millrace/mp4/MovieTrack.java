package dev.millrace.mp4;

import dev.millrace.bytes.ByteReader;
import dev.millrace.bytes.ProtocolException;
import dev.millrace.bytes.ProtocolException.Malformed;
import dev.millrace.media.TrackKind;
import dev.millrace.mp4.box.Boxes;
import dev.millrace.mp4.entry.SampleEntry;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One track of a movie (`trak`). ISO/IEC 14496-12, 8.3.
///
/// @param delayUs how late it begins
record MovieTrack(long id, Timescale clock, EditList edits, long delayUs, SampleTable table) {
    /// What the track has, if it can be read.
    Optional<TrackKind> kind() {
        return entries().stream().flatMap(entry -> entry.kind().stream()).findFirst();
    }

    List<SampleEntry> entries() {
        return table.entries();
    }

    /// Why it cannot be read.
    String trouble() {
        return entries().stream()
                .map(entry -> entry instanceof SampleEntry.Unread(var why) ? why : "")
                .filter(why -> !why.isEmpty())
                .findFirst()
                .orElse("does not say what it has");
    }

    /// The time at which a sample is decoded or shown, before any shift of the whole movie.
    long toUs(long ticks) throws ProtocolException {
        return clock.toUs(ticks - edits.mediaTicks()) + delayUs;
    }

    /// @param trak the body of the box
    static MovieTrack parse(ByteReader trak, Timescale movieClock) throws ProtocolException {
        var parser = new Parser();
        parser.takeTrack(trak);
        return parser.finish(movieClock);
    }

    private static final class Parser {
        private long id;
        private @Nullable Timescale clock;
        private EditList edits = EditList.NONE;
        private @Nullable SampleTable table;

        void takeTrack(ByteReader trak) throws ProtocolException {
            for (var boxes = new Boxes(trak); boxes.next(); ) {
                switch (boxes.type()) {
                    case "tkhd" -> takeHeader(boxes.body());
                    case "edts" -> takeEdits(boxes.body());
                    case "mdia" -> takeMedia(boxes.body());
                    default -> {}
                }
            }
        }

        private void takeHeader(ByteReader tkhd) throws Malformed {
            boolean wide = Boxes.version(tkhd) == 1;
            tkhd.skip(2 * (wide ? Long.BYTES : Integer.BYTES)); // creation_time, modification_time
            id = tkhd.u32();
        }

        private void takeEdits(ByteReader edts) throws ProtocolException {
            for (var boxes = new Boxes(edts); boxes.next(); ) {
                if (boxes.type().equals("elst")) {
                    edits = EditList.parse(boxes.body());
                }
            }
        }

        private void takeMedia(ByteReader mdia) throws ProtocolException {
            for (var boxes = new Boxes(mdia); boxes.next(); ) {
                switch (boxes.type()) {
                    case "mdhd" -> clock = Timescale.parse(boxes.body());
                    case "minf" -> takeInformation(boxes.body());
                    default -> {}
                }
            }
        }

        private void takeInformation(ByteReader minf) throws ProtocolException {
            for (var boxes = new Boxes(minf); boxes.next(); ) {
                if (boxes.type().equals("stbl")) {
                    table = SampleTable.parse(boxes.body());
                }
            }
        }

        MovieTrack finish(Timescale movieClock) throws ProtocolException {
            if (id == 0 || clock == null || table == null) {
                throw new Malformed("a track lacks its id (tkhd), clock (mdhd) or samples (stbl)");
            }
            return new MovieTrack(id, clock, edits, movieClock.toUs(edits.emptyTicks()), table);
        }
    }
}
