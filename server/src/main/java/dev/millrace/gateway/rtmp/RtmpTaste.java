package dev.millrace.gateway.rtmp;

import dev.millrace.channel.Catalog;
import dev.millrace.codec.Codec;
import dev.millrace.flv.FlvForm;
import dev.millrace.flv.FourCc;
import dev.millrace.media.Track;
import dev.millrace.media.TrackKind;
import dev.millrace.rtmp.Capabilities;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// What one player takes, as it said when it connected and by `receiveAudio` and `receiveVideo`. A
/// value.
///
/// @param refused the kinds of track it does without
record RtmpTaste(Capabilities capabilities, Set<TrackKind> refused) {
    /// A player that takes every track it understands.
    RtmpTaste(Capabilities capabilities) {
        this(capabilities, Set.of());
    }

    /// The same player, after it said whether it wants tracks of this kind.
    RtmpTaste with(TrackKind kind, boolean wanted) {
        Set<TrackKind> kinds = EnumSet.noneOf(TrackKind.class);
        kinds.addAll(refused);
        if (wanted) {
            kinds.remove(kind);
        } else {
            kinds.add(kind);
        }
        return new RtmpTaste(capabilities, Set.copyOf(kinds));
    }

    /// How a group that begins like this is written for the player.
    RtmpForm form(RtmpStart start) {
        return new RtmpForm(form(TrackKind.VIDEO, start), form(TrackKind.AUDIO, start));
    }

    /// In words, the tracks that it would be sent but does not understand; empty if there are none.
    String leftOut(RtmpStart start) {
        var words = new StringBuilder();
        for (Track track : start.catalog().tracks()) {
            var codec = (Codec) track.config();
            Optional<FourCc> name = FourCc.of(codec);
            if (name.isPresent()
                    && !refused.contains(codec.kind())
                    && !form(start).carries(codec)) {
                words.append(words.isEmpty() ? "" : ", ")
                        .append(codec.codecName())
                        .append(' ')
                        .append(codec.kind().name().toLowerCase(Locale.ROOT))
                        .append(" is left out: the player did not announce ")
                        .append(name.get().text());
            }
        }
        return words.toString();
    }

    private Optional<FlvForm> form(TrackKind kind, RtmpStart start) {
        if (refused.contains(kind)) {
            return Optional.empty();
        }
        Catalog catalog = start.catalog();
        Optional<FourCc> name = catalog.track(kind).flatMap(t -> FourCc.of((Codec) t.config()));
        // In a publisher's first group sound may still be to come, and be anything. Pictures open a
        // group.
        boolean open = kind == TrackKind.AUDIO && start.first() && catalog.track(kind).isEmpty();
        boolean any = open && takesAllSound();
        boolean taken = any || name.filter(capabilities.takes()::contains).isPresent();
        boolean differs = any || catalog.track(kind).filter(RtmpTaste::needsFourCc).isPresent();
        return Optional.of(taken && differs ? FlvForm.ENHANCED : FlvForm.LEGACY);
    }

    private boolean takesAllSound() {
        return Arrays.stream(FourCc.values())
                .filter(name -> name.kind() == TrackKind.AUDIO && !name.hasNumber())
                .allMatch(capabilities.takes()::contains);
    }

    private static boolean needsFourCc(Track track) {
        return FlvForm.needsFourCc((Codec) track.config());
    }
}
