package dev.millrace.mp4;

import dev.millrace.bytes.ByteReader;
import dev.millrace.bytes.ProtocolException;
import dev.millrace.bytes.ProtocolException.Malformed;
import dev.millrace.mp4.box.Boxes;
import dev.millrace.mp4.box.Mp4Limits;
import dev.millrace.mp4.entry.SampleEntry;
import java.util.List;
import java.util.Optional;

/// The tables of a track (`stbl`), as they are in the file: a sample of them takes no memory until
/// it is walked over. ISO/IEC 14496-12, 8.5.1.
final class SampleTable {
    private static final ByteReader EMPTY = new ByteReader(new byte[0]);

    private List<SampleEntry> entries = List.of();
    private ByteReader durations = EMPTY;
    private ByteReader compositions = EMPTY;
    private ByteReader keys = EMPTY;
    private boolean allKeys = true;
    private Sizes sizes = Sizes.none();
    private ByteReader samplesPerChunk = EMPTY;
    private ByteReader chunkOffsets = EMPTY;
    private boolean wideOffsets;

    private SampleTable() {}

    /// @param stbl the body of the box
    static SampleTable parse(ByteReader stbl) throws ProtocolException {
        var table = new SampleTable();
        for (var boxes = new Boxes(stbl); boxes.next(); ) {
            table.take(boxes.type(), boxes.body());
        }
        return table;
    }

    /// How samples are decoded; they count from 1.
    List<SampleEntry> entries() {
        return entries;
    }

    /// How many samples there are.
    int count() {
        return sizes.count();
    }

    /// All samples, from the first on.
    Samples samples() throws Malformed {
        return new Walk(this);
    }

    private void take(String type, ByteReader body) throws ProtocolException {
        switch (type) {
            case "stsd" -> entries = SampleEntry.parseAll(body);
            case "stts" -> durations = table(body, Runs.ENTRY_BYTES);
            case "ctts" -> compositions = table(body, Runs.ENTRY_BYTES);
            case "stss" -> {
                keys = table(body, Integer.BYTES);
                allKeys = false;
            }
            case "stsz" -> sizes = Sizes.ofStsz(body);
            case "stz2" -> sizes = Sizes.ofStz2(body);
            case "stsc" -> samplesPerChunk = table(body, Chunks.ENTRY_BYTES);
            case "stco" -> chunkOffsets = table(body, Integer.BYTES);
            case "co64" -> {
                chunkOffsets = table(body, Long.BYTES);
                wideOffsets = true;
            }
            default -> {}
        }
    }

    /// The entries of a table that begins with their number.
    private static ByteReader table(ByteReader body, int entryBytes) throws ProtocolException {
        Boxes.version(body);
        int bytes =
                ProtocolException.requireAtMost(
                        "size of a table", body.u32() * entryBytes, Mp4Limits.MOVIE_BYTES_MAX);
        return body.slice(bytes);
    }

    /// One way through all tables at once.
    private static final class Walk implements Samples {
        private final Runs durations;
        private final Runs compositions;
        private final KeySamples keys;
        private final Sizes sizes;
        private final Chunks chunks;
        private int left;
        private long dtsTicks;

        Walk(SampleTable table) throws Malformed {
            durations = new Runs(table.durations.fork());
            compositions = new Runs(table.compositions.fork());
            keys = new KeySamples(table.allKeys, table.keys.fork());
            sizes = table.sizes.copy();
            chunks =
                    new Chunks(
                            table.samplesPerChunk.fork(),
                            table.chunkOffsets.fork(),
                            table.wideOffsets);
            left = sizes.count();
        }

        @Override
        public Optional<Sample> next() throws ProtocolException {
            if (left == 0 || !chunks.next()) {
                return Optional.empty();
            }
            left--;
            int lengthBytes = sizes.nextBytes();
            var sample =
                    new Sample(
                            dtsTicks,
                            compositions.next(),
                            chunks.positionBytes(),
                            lengthBytes,
                            keys.next(),
                            false,
                            chunks.description());
            chunks.pass(lengthBytes);
            dtsTicks += Math.max(0, durations.next()); // QuickTime has negative ones; time does not
            return Optional.of(sample);
        }
    }
}
