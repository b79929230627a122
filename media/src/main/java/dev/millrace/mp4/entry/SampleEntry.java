package dev.millrace.mp4.entry;

import dev.millrace.bytes.ByteReader;
import dev.millrace.bytes.ProtocolException;
import dev.millrace.bytes.Shown;
import dev.millrace.codec.Codec;
import dev.millrace.media.TrackKind;
import dev.millrace.mp4.box.Boxes;
import dev.millrace.mp4.box.Mp4Limits;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a description of samples says of them (`stsd`). ISO/IEC 14496-12, 8.5.2.
public sealed interface SampleEntry {
    /// Reserved bytes and the index of the file they are in, in front of what a kind has.
    int COMMON_BYTES = 8;

    /// The codec is described, if not completely: frames may know better.
    record Described(Codec codec) implements SampleEntry {}

    /// Every frame has a header that says it all.
    record InHeaders(AudioHeaders headers) implements SampleEntry {}

    /// It is left out.
    ///
    /// @param why for people
    record Unread(String why) implements SampleEntry {}

    /// What the frames are; none if they are not read.
    default Optional<TrackKind> kind() {
        return switch (this) {
            case Described(var codec) -> Optional.of(codec.kind());
            case InHeaders _ -> Optional.of(TrackKind.AUDIO);
            case Unread _ -> Optional.empty();
        };
    }

    /// All descriptions of a track, also of what is not read.
    ///
    /// @param stsd the body of the box
    static List<SampleEntry> parseAll(ByteReader stsd) throws ProtocolException {
        int version = Boxes.version(stsd);
        ProtocolException.requireAtMost(
                "count of sample descriptions", stsd.u32(), Mp4Limits.DESCRIPTIONS_MAX);
        var entries = new ArrayList<SampleEntry>();
        for (var boxes = new Boxes(stsd); boxes.next(); ) {
            entries.add(parse(boxes.type(), boxes.body(), version));
        }
        return entries;
    }

    private static SampleEntry parse(String type, ByteReader body, int version) {
        try {
            body.skip(COMMON_BYTES);
            return switch (type) {
                case "avc1", "avc3", "hvc1", "hev1", "av01", "vp09" ->
                        VisualEntry.parse(type, body);
                case "mp4a", "Opus", "fLaC", "ac-3", "ec-3", ".mp3" ->
                        AudioEntry.parse(type, body, version);
                case "encv", "enca" -> new Unread("is encrypted");
                default -> new Unread("has the codec %s, which is not read".formatted(shown(type)));
            };
        } catch (ProtocolException e) {
            return new Unread("is described wrongly: " + e.getMessage());
        }
    }

    private static String shown(String type) {
        return Shown.of(type.strip());
    }
}
