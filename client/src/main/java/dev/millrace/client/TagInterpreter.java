package dev.millrace.client;

import dev.millrace.bytes.ByteReader;
import dev.millrace.bytes.ProtocolException.Unsupported;
import dev.millrace.codec.Codec;
import dev.millrace.flv.FlvDemuxer;
import dev.millrace.flv.FlvItem;
import dev.millrace.flv.FlvTag;
import dev.millrace.media.MediaTime;
import dev.millrace.media.TimestampUnwrapper;
import dev.millrace.media.TrackKind;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/// Makes events of FLV tags, whichever way they came. One thread.
final class TagInterpreter {
    /// A broken stream has thousands of faults, of few kinds.
    private static final int NOTICES_MAX = 100;

    private final FlvDemuxer demuxer = new FlvDemuxer();
    private final TimestampUnwrapper clock = new TimestampUnwrapper(32);
    private final Map<TrackKind, Codec> codecs = new EnumMap<>(TrackKind.class);
    private final Set<String> noticed = new HashSet<>();
    private final Consumer<? super MediaEvent> events;

    TagInterpreter(Consumer<? super MediaEvent> events) {
        this.events = events;
    }

    void tag(FlvTag tag) {
        long dtsUs = MediaTime.msToUs(clock.unwrap(tag.timestampMs()));
        byte[] body = tag.body();
        try {
            switch (demuxer.read(tag.kind(), dtsUs, body.length, new ByteReader(body))) {
                case FlvItem.Configuration(var codec) -> configured(codec);
                case FlvItem.Payload payload -> payload(payload, body);
                case FlvItem.Nothing _ -> {}
                case FlvItem.OtherTrack _ -> notice(tag.kind(), "more than one track");
                case FlvItem.Ignored(var reason) -> notice(tag.kind(), reason);
                case FlvItem.NeedMore _ -> notice(tag.kind(), "tag too short");
            }
        } catch (Unsupported e) {
            notice(tag.kind(), e.getMessage());
        }
    }

    private void payload(FlvItem.Payload payload, byte[] body) {
        var frame = payload.frame(body);
        if (payload.header().kind() == TrackKind.DATA) {
            events.accept(new MediaEvent.Data(frame));
        } else {
            configured(payload.codec());
            events.accept(new MediaEvent.Media(frame));
        }
    }

    /// Encoders repeat their configuration; only a different one is news.
    private void configured(Codec codec) {
        if (!codec.equals(codecs.put(codec.kind(), codec))) {
            events.accept(new MediaEvent.Configured(codec));
        }
    }

    /// Each kind of trouble is told once.
    private void notice(TrackKind kind, String reason) {
        String text = "%s: %s".formatted(kind.name().toLowerCase(Locale.ROOT), reason);
        if (noticed.size() < NOTICES_MAX && noticed.add(text)) {
            events.accept(new MediaEvent.Notice(text));
        }
    }
}
