package dev.millrace.gateway.rtmp;

import dev.millrace.codec.Codec;
import dev.millrace.flv.FlvForm;
import dev.millrace.media.TrackKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// How the tracks of a channel are written, each in its own way; empty is "not at all". Players
/// that get the same form share a wire.
record RtmpForm(Optional<FlvForm> video, Optional<FlvForm> audio) {
    /// What every player understands.
    static final RtmpForm PLAIN =
            new RtmpForm(Optional.of(FlvForm.LEGACY), Optional.of(FlvForm.LEGACY));

    /// All there are.
    static List<RtmpForm> all() {
        List<Optional<FlvForm>> ways =
                List.of(
                        Optional.of(FlvForm.LEGACY),
                        Optional.of(FlvForm.ENHANCED),
                        Optional.empty());
        var all = new ArrayList<RtmpForm>();
        for (Optional<FlvForm> video : ways) {
            for (Optional<FlvForm> audio : ways) {
                all.add(new RtmpForm(video, audio));
            }
        }
        return all;
    }

    /// Whether the track is written.
    boolean carries(Codec codec) {
        return codec.kind() == TrackKind.DATA
                || of(codec.kind()).filter(form -> form.carries(codec)).isPresent();
    }

    /// How a track that is written is written.
    FlvForm tags(TrackKind kind) {
        return of(kind).orElse(FlvForm.LEGACY);
    }

    /// The wire's name: `rtmp`, and how it differs from what every player understands.
    String wire() {
        return "rtmp" + difference(video, "video") + difference(audio, "audio");
    }

    private Optional<FlvForm> of(TrackKind kind) {
        return switch (kind) {
            case VIDEO -> video;
            case AUDIO -> audio;
            case DATA -> Optional.empty();
        };
    }

    private static String difference(Optional<FlvForm> form, String what) {
        return form.map(known -> known == FlvForm.ENHANCED ? "+" + what : "").orElse("-" + what);
    }
}
