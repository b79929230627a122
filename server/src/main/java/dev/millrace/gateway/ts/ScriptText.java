package dev.millrace.gateway.ts;

import dev.millrace.amf.AmfReader;
import dev.millrace.amf.AmfValue;
import dev.millrace.amf.AmfValue.AmfBoolean;
import dev.millrace.amf.AmfValue.AmfDate;
import dev.millrace.amf.AmfValue.AmfNumber;
import dev.millrace.amf.AmfValue.AmfStrictArray;
import dev.millrace.amf.AmfValue.AmfString;
import dev.millrace.amf.AmfValue.AmfXml;
import dev.millrace.amf.AmfValue.Keyed;
import dev.millrace.bytes.ByteReader;
import dev.millrace.bytes.ProtocolException;
import dev.millrace.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a publisher says beside picture and sound (`onTextData`, `onCuePoint` and the like), as
/// text.
///
/// @param name of what is said
/// @param json its value, or a list of them if there are several
record ScriptText(String name, String json) {
    /// These are about the stream, and of no use to who has it in another format.
    private static final Set<String> OF_THE_STREAM =
            Set.of("onMetaData", "@setDataFrame", "@clearDataFrame", "|RtmpSampleAccess");

    /// Empty for what makes no sense, or is about the stream.
    ///
    /// @param payload AMF0, its first `length` bytes
    static Optional<ScriptText> read(byte[] payload, int length) {
        var in = new AmfReader(new ByteReader(payload, 0, length));
        try {
            Optional<String> name = in.hasNext() ? in.next().asText() : Optional.empty();
            if (name.isEmpty() || OF_THE_STREAM.contains(name.get())) {
                return Optional.empty();
            }
            var values = new ArrayList<@Nullable Object>();
            while (in.hasNext()) {
                values.add(plain(in.next()));
            }
            return Optional.of(new ScriptText(name.get().replace("\0", ""), json(values)));
        } catch (ProtocolException e) {
            return Optional.empty();
        }
    }

    private static String json(List<@Nullable Object> values) {
        Object said = values.size() == 1 ? values.getFirst() : values;
        return said == null ? "null" : new String(Json.bytes(said), StandardCharsets.UTF_8);
    }

    private static @Nullable Object plain(AmfValue value) {
        return switch (value) {
            case AmfNumber(double number) -> plain(number);
            case AmfBoolean(boolean truth) -> truth;
            case AmfString(String text) -> text;
            case AmfXml(String document) -> document;
            case AmfDate(double epochMs, int _) -> plain(epochMs);
            case AmfStrictArray(List<AmfValue> items) ->
                    items.stream().map(ScriptText::plain).toList();
            case Keyed keyed -> {
                var members = new LinkedHashMap<String, @Nullable Object>();
                keyed.properties().forEach((name, member) -> members.put(name, plain(member)));
                yield members;
            }
            default -> null;
        };
    }

    /// Whole numbers without a fraction; JSON has no word for what is no number.
    private static @Nullable Object plain(double number) {
        if (!Double.isFinite(number)) {
            return null;
        }
        return number == Math.rint(number) && Math.abs(number) < 1L << 53
                ? (Object) (long) number
                : (Object) number;
    }
}
