package dev.millrace.client;

import dev.millrace.bytes.ProtocolException;
import dev.millrace.bytes.ProtocolException.Malformed;
import dev.millrace.ts.TsItem;
import dev.millrace.ts.TsReader;
import java.util.function.Consumer;

/// Makes events of MPEG-TS bytes. One thread.
final class TransportStream {
    /// Who has sent so much without a packet sends something else.
    private static final long SKIPPED_BYTES_MAX = 1 << 20;

    private final Consumer<? super MediaEvent> events;
    private TsReader reader = new TsReader();

    TransportStream(Consumer<? super MediaEvent> events) {
        this.events = events;
    }

    /// @param program the number of the one that is read
    TransportStream(int program, Consumer<? super MediaEvent> events) {
        this(events);
        reader = new TsReader(program);
    }

    void receive(byte[] bytes, int length) throws BrokenStreamException {
        try {
            reader.read(bytes, 0, length, this::hand);
        } catch (ProtocolException e) {
            throw new BrokenStreamException(e);
        }
        TsReader.Counters counters = reader.counters();
        if (counters.packets() == 0 && counters.skippedBytes() > SKIPPED_BYTES_MAX) {
            throw new BrokenStreamException(
                    new Malformed("no packet of MPEG-TS in the first MiB, so this is none"));
        }
    }

    /// What follows, if anything, is another stream with another clock.
    void end() throws BrokenStreamException {
        try {
            reader.end(this::hand);
        } catch (ProtocolException e) {
            throw new BrokenStreamException(e);
        }
        reader = new TsReader();
    }

    private void hand(TsItem item) {
        events.accept(
                switch (item) {
                    case TsItem.Configuration(var codec) -> new MediaEvent.Configured(codec);
                    case TsItem.Media(var frame) -> new MediaEvent.Media(frame);
                    case TsItem.Ignored(var pid, var type) ->
                            new MediaEvent.Notice(
                                    "stream type 0x%02X in packets %d is not read"
                                            .formatted(type, pid));
                });
    }
}
