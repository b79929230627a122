package dev.millrace.ts;

import dev.millrace.bytes.ByteWriter;
import dev.millrace.bytes.ProtocolException;
import dev.millrace.codec.H264Config;
import dev.millrace.codec.Nalus;
import dev.millrace.media.Frame;
import dev.millrace.media.FrameHeader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// H.264 of annex B, one access unit in a packet, to frames with lengths before their NAL units.
///
/// Parameter sets become the configuration and delimiters go; the rest stays as it is. What comes
/// before the first configuration cannot be decoded and is dropped.
final class H264Unpacker implements Unpacker {
    private final ByteWriter frame = new ByteWriter(4096);
    private final List<byte[]> sps = new ArrayList<>();
    private final List<byte[]> pps = new ArrayList<>();
    private @Nullable H264Config config;
    private boolean key;
    private final Tally tally;

    H264Unpacker(Tally tally) {
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
        sps.clear();
        pps.clear();
        key = pes.entry();
        for (Nalus nalus = Nalus.annexB(pes.bytes(), pes.offset(), pes.length()); nalus.next(); ) {
            switch (nalus.type()) {
                case Nalus.SPS -> sps.add(copy(pes, nalus));
                case Nalus.PPS -> pps.add(copy(pes, nalus));
                case Nalus.ACCESS_UNIT_DELIMITER -> {}
                case Nalus.IDR_SLICE -> {
                    key = true;
                    nalus.writeLengthPrefixed(frame);
                }
                default -> nalus.writeLengthPrefixed(frame);
            }
        }
    }

    private void configure(Consumer<? super TsItem> sink) throws ProtocolException {
        if (sps.isEmpty() || pps.isEmpty()) {
            return;
        }
        var told = H264Config.of(sps, pps);
        if (config == null || !told.equals(config)) {
            config = told;
            sink.accept(new TsItem.Configuration(told));
        }
    }

    private static byte[] copy(Pes pes, Nalus nalus) {
        return Arrays.copyOfRange(pes.bytes(), nalus.offset(), nalus.offset() + nalus.length());
    }
}
