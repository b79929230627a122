package dev.millrace.ts;

import dev.millrace.bytes.ProtocolException.OverLimit;
import dev.millrace.codec.OpusConfig;
import dev.millrace.media.TimestampUnwrapper;
import dev.millrace.ts.PesReader.Pes;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One stream of the program, from packets to frames.
final class ElementaryStream {
    /// Turns the PES packets of one stream into frames as the rest of the program has them.
    interface Unpacker {
        void unpack(Pes pes, Consumer<? super TsItem> sink);

        /// Something is missing before the next packet.
        void reset();
    }

    private final Pmt.Stream stream;
    private final Continuity continuity = new Continuity();
    private final PesReader pes;
    private final Unpacker unpacker;
    private final Tally tally;

    ElementaryStream(Pmt.Stream stream, StreamType type, TimestampUnwrapper clock, Tally tally) {
        this.stream = stream;
        this.tally = tally;
        pes = new PesReader(clock, tally);
        unpacker =
                switch (type) {
                    case H264 -> new NalUnpacker(NalFormat.H264, tally);
                    case HEVC -> new NalUnpacker(NalFormat.HEVC, tally);
                    case AAC -> new AudioUnpacker(AudioFormat.ADTS, tally);
                    case MPEG_1_AUDIO, MPEG_2_AUDIO -> new AudioUnpacker(AudioFormat.MPEG, tally);
                    case AC3, EAC3 -> new AudioUnpacker(AudioFormat.AC3, tally);
                    case OPUS -> new OpusUnpacker(opus(stream.descriptors()), tally);
                };
    }

    /// One that does not say its channels has two: most have.
    private static OpusConfig opus(Descriptors said) {
        int channels = said.opusChannels();
        return OpusConfig.of(
                channels >= 1 && channels <= OpusConfig.USUAL_CHANNELS_MAX ? channels : 2);
    }

    /// What the program map says of it.
    Pmt.Stream stream() {
        return stream;
    }

    void read(byte[] bytes, int packet, Consumer<? super TsItem> sink) throws OverLimit {
        switch (continuity.check(bytes, packet)) {
            case REPEATED -> {
                return;
            }
            case LOST -> {
                tally.continuityErrors++;
                pes.drop();
                unpacker.reset();
            }
            case BROKEN -> {
                finish(sink);
                unpacker.reset();
            }
            case NEXT -> {}
        }
        int payload = TsPacket.payload(bytes, packet);
        int length = packet + TsPacket.BYTES - payload;
        if (length == 0) {
            return;
        }
        if ((bytes[packet + 1] & TsPacket.UNIT_START) != 0) {
            finish(sink);
            int flags = TsPacket.adaptationFlags(bytes, packet);
            pes.start((flags & TsPacket.RANDOM_ACCESS) != 0);
        }
        unpack(pes.append(bytes, payload, length), sink);
    }

    /// Nothing more comes of what was begun.
    void finish(Consumer<? super TsItem> sink) {
        unpack(pes.finish(), sink);
    }

    private void unpack(@Nullable Pes whole, Consumer<? super TsItem> sink) {
        if (whole != null) {
            unpacker.unpack(whole, sink);
        }
    }
}
