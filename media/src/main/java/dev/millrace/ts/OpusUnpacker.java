package dev.millrace.ts;

import dev.millrace.bytes.ByteReader;
import dev.millrace.bytes.ProtocolException.Malformed;
import dev.millrace.codec.OpusConfig;
import dev.millrace.codec.OpusPacket;
import dev.millrace.media.Frame;
import dev.millrace.media.FrameHeader;
import dev.millrace.media.MediaTime;
import dev.millrace.ts.ElementaryStream.Unpacker;
import dev.millrace.ts.PesReader.Pes;
import java.util.function.Consumer;

/// Opus packets behind control headers, any number of whole ones in a PES packet.
final class OpusUnpacker implements Unpacker {
    private final OpusConfig config;
    private final Tally tally;
    private boolean configured;
    private boolean timed;
    private long timeUs;
    private long samples;

    OpusUnpacker(OpusConfig config, Tally tally) {
        this.config = config;
        this.tally = tally;
    }

    @Override
    public void reset() {
        // every packet is whole by itself
    }

    @Override
    public void unpack(Pes pes, Consumer<? super TsItem> sink) {
        if (pes.timed()) {
            timed = true;
            timeUs = pes.ptsUs();
            samples = 0;
        }
        var in = new ByteReader(pes.bytes(), pes.offset(), pes.length());
        try {
            while (timed && in.hasRemaining()) {
                emit(in.bytes(OpusControl.read(in)), sink);
            }
        } catch (Malformed e) {
            tally.droppedUnits++;
        }
    }

    private void emit(byte[] packet, Consumer<? super TsItem> sink) throws Malformed {
        int sounding = OpusPacket.samples(new ByteReader(packet));
        if (!configured) {
            configured = true;
            sink.accept(new TsItem.Configuration(config));
        }
        long dtsUs = timeUs + MediaTime.samplesToUs(samples, OpusConfig.SAMPLE_RATE);
        sink.accept(new TsItem.Media(new Frame(FrameHeader.audio(dtsUs, packet.length), packet)));
        samples += sounding;
    }
}
