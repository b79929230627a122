package dev.millrace.client;

import dev.millrace.bytes.ProtocolException;
import dev.millrace.codec.Codec;
import dev.millrace.ts.TsEvent;
import dev.millrace.ts.TsReader;
import java.util.List;
import java.util.function.Consumer;

/// Makes events of MPEG-TS bytes. One thread.
final class TransportStream {
    private final Consumer<? super MediaEvent> events;
    private TsReader reader = new TsReader();

    TransportStream(Consumer<? super MediaEvent> events) {
        this.events = events;
    }

    void receive(byte[] bytes, int length) throws BrokenStreamException {
        try {
            hand(reader.receive(bytes, 0, length));
        } catch (ProtocolException e) {
            throw new BrokenStreamException(e);
        }
    }

    /// What follows, if anything, is another stream with another clock.
    void end() throws BrokenStreamException {
        try {
            hand(reader.end());
        } catch (ProtocolException e) {
            throw new BrokenStreamException(e);
        }
        reader = new TsReader();
    }

    private void hand(List<TsEvent> found) {
        for (TsEvent event : found) {
            switch (event) {
                case TsEvent.Config(var config) when config instanceof Codec codec ->
                        events.accept(new MediaEvent.Configured(codec));
                case TsEvent.Config(var config) ->
                        events.accept(new MediaEvent.Notice("codec " + config.codecName()));
                case TsEvent.Media(var frame) -> events.accept(new MediaEvent.Frame(frame));
                case TsEvent.Ignored(var pid, var type) ->
                        events.accept(
                                new MediaEvent.Notice(
                                        "stream type 0x%02X in packets %d is not read"
                                                .formatted(type, pid)));
            }
        }
    }
}
