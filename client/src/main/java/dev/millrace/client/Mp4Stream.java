package dev.millrace.client;

import dev.millrace.bytes.ProtocolException;
import dev.millrace.codec.Codec;
import dev.millrace.media.TrackKind;
import dev.millrace.mp4.Mp4Item;
import dev.millrace.mp4.Mp4Reader;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/// Makes events of MP4: of fragments as they come, or of items that someone else found. One thread.
final class Mp4Stream {
    /// A broken stream has thousands of faults, of few kinds.
    private static final int NOTICES_MAX = 100;

    private final Consumer<? super MediaEvent> events;
    private final Mp4Reader reader = new Mp4Reader();
    private final Map<TrackKind, Codec> codecs = new EnumMap<>(TrackKind.class);
    private final Set<String> noticed = new HashSet<>();

    Mp4Stream(Consumer<? super MediaEvent> events) {
        this.events = events;
    }

    /// What follows begins so far into its file.
    void begin(long atBytes) throws BrokenStreamException {
        try {
            reader.begin(atBytes, this::hand);
        } catch (ProtocolException e) {
            throw new BrokenStreamException(e);
        }
    }

    void receive(byte[] bytes, int length) throws BrokenStreamException {
        try {
            reader.read(bytes, 0, length, this::hand);
        } catch (ProtocolException e) {
            throw new BrokenStreamException(e);
        }
    }

    /// Nothing follows.
    void end() throws BrokenStreamException {
        try {
            reader.end(this::hand);
        } catch (ProtocolException e) {
            throw new BrokenStreamException(e);
        }
    }

    /// Whether everything up to here was whole.
    boolean isBetweenBoxes() {
        return reader.isBetweenBoxes();
    }

    void hand(Mp4Item item) {
        switch (item) {
            case Mp4Item.Media(var frame) -> events.accept(new MediaEvent.Media(frame));
            case Mp4Item.Configuration(var codec) -> {
                if (!codec.equals(codecs.put(codec.kind(), codec))) {
                    events.accept(new MediaEvent.Configured(codec));
                }
            }
            case Mp4Item.Ignored(var what) -> {
                if (noticed.size() < NOTICES_MAX && noticed.add(what)) {
                    events.accept(new MediaEvent.Notice(what));
                }
            }
        }
    }
}
