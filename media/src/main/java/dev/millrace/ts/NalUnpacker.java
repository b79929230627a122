package dev.millrace.ts;

import dev.millrace.bytes.ByteWriter;
import dev.millrace.bytes.ProtocolException;
import dev.millrace.codec.Nalus;
import dev.millrace.codec.VideoCodec;
import dev.millrace.media.Frame;
import dev.millrace.media.FrameHeader;
import dev.millrace.ts.ElementaryStream.Unpacker;
import dev.millrace.ts.PesReader.Pes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// H.264 or HEVC of annex B, one access unit in a packet, to frames with lengths before their NAL
/// units.
///
/// Parameter sets become the configuration and delimiters go; the rest stays as it is. What comes
/// before the first configuration cannot be decoded and is dropped.
final class NalUnpacker implements Unpacker {
    private final NalFormat format;
    private final ByteWriter frame = new ByteWriter(4096);
    private final List<byte[]> parameterSets = new ArrayList<>();
    private int kindsOfSets;
    private @Nullable VideoCodec config;
    private boolean key;
    private final Tally tally;

    NalUnpacker(NalFormat format, Tally tally) {
        this.format = format;
        this.tally = tally;
    }

    @Override
    public void reset() {
        // every packet is whole by itself
    }

    @Override
    public void unpack(Pes pes, Consumer<? super TsItem> sink) {
        try {
            split(pes);
            configure(sink);
        } catch (ProtocolException e) {
            tally.droppedUnits++;
            return;
        }
        long ctsUs = pes.ptsUs() - pes.dtsUs();
        boolean plausible = pes.timed() && Math.abs(ctsUs) <= TsLimits.COMPOSITION_US_MAX;
        if (frame.size() == 0 || config == null || !plausible) {
            tally.droppedUnits++;
            return;
        }
        byte[] payload = frame.toByteArray();
        var header = FrameHeader.video(pes.dtsUs(), (int) ctsUs, key, payload.length);
        sink.accept(new TsItem.Media(new Frame(header, payload)));
    }

    private void split(Pes pes) throws ProtocolException {
        frame.clear();
        parameterSets.clear();
        kindsOfSets = 0;
        key = pes.entry();
        for (Nalus nalus = Nalus.annexB(pes.bytes(), pes.offset(), pes.length()); nalus.next(); ) {
            int first = pes.bytes()[nalus.offset()];
            int set = format.parameterSet(first);
            if (set != 0) {
                parameterSets.add(copy(pes, nalus));
                kindsOfSets |= set;
            } else if (!format.isDelimiter(first)) {
                key |= format.isEntry(first);
                nalus.writeLengthPrefixed(frame);
            }
        }
    }

    private void configure(Consumer<? super TsItem> sink) throws ProtocolException {
        if (kindsOfSets != format.neededSets()) {
            return;
        }
        VideoCodec told = format.configuration(parameterSets);
        if (config == null || !told.equals(config)) {
            config = told;
            sink.accept(new TsItem.Configuration(told));
        }
    }

    private static byte[] copy(Pes pes, Nalus nalus) {
        return Arrays.copyOfRange(pes.bytes(), nalus.offset(), nalus.offset() + nalus.length());
    }
}
