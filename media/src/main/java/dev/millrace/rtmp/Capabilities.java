package dev.millrace.rtmp;

import dev.millrace.amf.AmfFields;
import dev.millrace.amf.AmfValue;
import dev.millrace.amf.AmfValue.AmfStrictArray;
import dev.millrace.flv.FourCc;
import dev.millrace.media.TrackKind;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/// What one end of a connection can do beyond RTMP 1.0, as it says in the connect command or in the
/// answer to it. Enhanced RTMP v2, "Enhancing NetConnection connect Command".
///
/// @param announced whether it said anything
/// @param takes the codecs it can be sent under their four characters
/// @param extensions the bits of `capsEx`: [#RECONNECT] and those that follow it
public record Capabilities(boolean announced, Set<FourCc> takes, int extensions) {
    /// One that knows RTMP 1.0 and nothing else.
    public static final Capabilities NONE = new Capabilities(false, Set.of(), 0);

    public static final int RECONNECT = 1;
    public static final int MULTITRACK = 2;
    public static final int MOD_EX = 4;
    public static final int TIMESTAMP_NANO_OFFSET = 8;

    // What can be done with a codec.
    static final int CAN_DECODE = 1;
    static final int CAN_ENCODE = 2;
    static final int CAN_FORWARD = 4;

    private static final String LIST = "fourCcList";
    private static final String VIDEO_MAP = "videoFourCcInfoMap";
    private static final String AUDIO_MAP = "audioFourCcInfoMap";
    private static final String EXTENSIONS = "capsEx";
    private static final String EVERY_CODEC = "*";

    public Capabilities {
        takes = Collections.unmodifiableSet(takes);
    }

    /// Reads what is there, and passes over what makes no sense.
    static Capabilities of(AmfValue properties) {
        boolean announced = false;
        for (String name : new String[] {LIST, VIDEO_MAP, AUDIO_MAP, EXTENSIONS}) {
            announced |= properties.get(name).isPresent();
        }
        var takes = EnumSet.noneOf(FourCc.class);
        for (FourCc codec : FourCc.values()) {
            if (lists(properties, codec) || maps(properties, codec)) {
                takes.add(codec);
            }
        }
        return new Capabilities(announced, takes, (int) properties.number(EXTENSIONS, 0));
    }

    /// Adds what Millrace can do: every codec it knows, for these purposes.
    ///
    /// @param purposes of [#CAN_DECODE] and those that follow it
    static void announce(AmfFields fields, int purposes) {
        AmfValue list =
                new AmfStrictArray(
                        Arrays.stream(FourCc.values()).map(c -> AmfValue.of(c.text())).toList());
        fields.put(LIST, list)
                .put(VIDEO_MAP, map(TrackKind.VIDEO, purposes))
                .put(AUDIO_MAP, map(TrackKind.AUDIO, purposes))
                .put(EXTENSIONS, MULTITRACK | MOD_EX | TIMESTAMP_NANO_OFFSET);
    }

    private static AmfValue map(TrackKind kind, int purposes) {
        var codecs = new AmfFields();
        for (FourCc codec : FourCc.values()) {
            if (codec.kind() == kind) {
                codecs.put(codec.text(), purposes);
            }
        }
        return codecs.toObject();
    }

    private static boolean lists(AmfValue properties, FourCc codec) {
        return properties.get(LIST).orElse(AmfValue.of(0)) instanceof AmfStrictArray(var items)
                && (items.contains(AmfValue.of(codec.text()))
                        || items.contains(AmfValue.of(EVERY_CODEC)));
    }

    /// Who can only encode a codec cannot be sent it.
    private static boolean maps(AmfValue properties, FourCc codec) {
        String name = codec.kind() == TrackKind.VIDEO ? VIDEO_MAP : AUDIO_MAP;
        AmfValue map = properties.get(name).orElse(AmfValue.of(0));
        int purposes = (int) map.number(codec.text(), 0) | (int) map.number(EVERY_CODEC, 0);
        return (purposes & (CAN_DECODE | CAN_FORWARD)) != 0;
    }
}
