package dev.millrace.flv;

import dev.millrace.amf.AmfReader;
import dev.millrace.amf.AmfValue;
import dev.millrace.amf.AmfValue.AmfEcmaArray;
import dev.millrace.amf.AmfValue.AmfNull;
import dev.millrace.amf.AmfValue.AmfObject;
import dev.millrace.amf.AmfValue.AmfStrictArray;
import dev.millrace.amf.AmfWriter;
import dev.millrace.bytes.ByteReader;
import dev.millrace.bytes.ByteWriter;
import dev.millrace.bytes.ProtocolException;
import dev.millrace.media.TrackKind;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What the first tag of an FLV file says of it, `onMetaData`: what its publisher said, how long it
/// is, and where its key frames are. FLV 10.1, annex E.5.
///
/// ```
/// onMetaData { width, height, …
///              duration       seconds
///              filesize       bytes
///              keyframes      { times [seconds …], filepositions [bytes …] }
///              configurations [bytes …]
///              reserved       [null …] }
/// ```
///
/// `keyframes` is what players of FLV look for when they seek. `configurations` is our own: where
/// the sequence headers are. `reserved` fills the tag up: it is written when the file begins, and
/// again in the same place when everything is known.
///
/// @param said by the publisher, without what is about a file
/// @param durationMs 0 if it is not known yet
/// @param fileBytes 0 if it is not known yet
public record FlvMetadata(
        Map<String, AmfValue> said, long durationMs, long fileBytes, FlvIndex index) {
    private static final String NAME = "onMetaData";
    private static final String DURATION = "duration";
    private static final String SIZE = "filesize";
    private static final String KEYS = "keyframes";
    private static final String TIMES = "times";
    private static final String POSITIONS = "filepositions";
    private static final String CONFIGURATIONS = "configurations";
    private static final String RESERVED = "reserved";

    /// What a publisher says of these is about another file.
    private static final Set<String> OF_THE_FILE =
            Set.of(
                    DURATION,
                    SIZE,
                    KEYS,
                    CONFIGURATIONS,
                    RESERVED,
                    "hasKeyframes",
                    "lasttimestamp",
                    "lastkeyframetimestamp",
                    "lastkeyframelocation");

    /// A marker and a number.
    private static final int NUMBER_BYTES = 9;

    /// What a key frame needs: its time and its place.
    public static final int KEY_BYTES = 2 * NUMBER_BYTES;

    /// More than this is no description.
    private static final int SAID_BYTES_MAX = 16 << 10;

    private static final double MS_PER_SECOND = 1_000;

    public FlvMetadata {
        var kept = new LinkedHashMap<>(said);
        kept.keySet().removeAll(OF_THE_FILE);
        said = bytes(kept) > SAID_BYTES_MAX ? Map.of() : Collections.unmodifiableMap(kept);
    }

    private static int bytes(Map<String, AmfValue> values) {
        var out = new ByteWriter();
        AmfWriter.write(out, new AmfObject(values));
        return out.size();
    }

    /// The name that the body of a data frame begins with; empty if it has none.
    public static Optional<String> name(byte[] body) {
        try {
            return new AmfReader(new ByteReader(body)).next().asText();
        } catch (ProtocolException e) {
            return Optional.empty();
        }
    }

    /// Reads the body of a tag; empty if it is another message, or makes no sense.
    ///
    /// @param keysMax how many key frames to remember, if there are more
    public static Optional<FlvMetadata> read(byte[] body, int keysMax) {
        var in = new AmfReader(new ByteReader(body));
        try {
            boolean isOurs = in.next().asText().filter(NAME::equals).isPresent();
            return isOurs && in.hasNext() ? Optional.of(of(in.next(), keysMax)) : Optional.empty();
        } catch (ProtocolException e) {
            return Optional.empty();
        }
    }

    private static FlvMetadata of(AmfValue said, int keysMax) {
        var index = new FlvIndex(Math.max(2, keysMax));
        AmfValue keys = said.get(KEYS).orElse(new AmfObject(Map.of()));
        List<Double> times = numbers(keys, TIMES);
        List<Double> positions = numbers(keys, POSITIONS);
        for (int i = 0; i < Math.min(times.size(), positions.size()); i++) {
            index.key(Math.round(times.get(i) * MS_PER_SECOND), positions.get(i).longValue());
        }
        numbers(said, CONFIGURATIONS).forEach(at -> index.configuration(at.longValue()));
        Map<String, AmfValue> properties =
                said instanceof AmfValue.Keyed keyed ? keyed.properties() : Map.of();
        return new FlvMetadata(
                properties,
                Math.round(said.number(DURATION, 0) * MS_PER_SECOND),
                (long) said.number(SIZE, 0),
                index);
    }

    private static List<Double> numbers(AmfValue of, String name) {
        return of.get(name).orElse(null) instanceof AmfStrictArray(List<AmfValue> items)
                ? items.stream().map(item -> item.asNumber().orElse(0.0)).toList()
                : List.of();
    }

    /// How long the body of the tag has to be for all that may still be to say.
    public int bodyBytesMax() {
        int numbers = 2 * index.keysMax() + FlvIndex.CONFIGURATIONS_MAX;
        return body(0, new FlvIndex(2)).length + NUMBER_BYTES * numbers;
    }

    /// The whole tag, with the size of it behind.
    ///
    /// @param bodyBytes at least [#bodyBytesMax]
    public byte[] tag(int bodyBytes) {
        int missing = bodyBytes - body(0, index).length;
        if (missing < 0) {
            throw new IllegalArgumentException("%d bytes too few".formatted(-missing));
        }
        var out = new ByteWriter(bodyBytes + 16);
        new FlvWriter(out).tag(new FlvTag(TrackKind.DATA, 0, body(missing, index)));
        return out.toByteArray();
    }

    private byte[] body(int reserved, FlvIndex told) {
        var properties = new LinkedHashMap<>(said);
        properties.put(DURATION, AmfValue.of(durationMs / MS_PER_SECOND));
        properties.put(SIZE, AmfValue.of((double) fileBytes));
        properties.put(KEYS, keyframes(told.keys()));
        properties.put(
                CONFIGURATIONS,
                numbers(told.configurations().stream().map(Long::doubleValue).toList()));
        // Not a long text: FFmpeg refuses those.
        properties.put(RESERVED, new AmfStrictArray(Collections.nCopies(reserved, AmfNull.NULL)));
        var out = new ByteWriter();
        AmfWriter.write(out, AmfValue.of(NAME));
        AmfWriter.write(out, new AmfEcmaArray(properties));
        return out.toByteArray();
    }

    private static AmfValue keyframes(List<FlvIndex.Key> keys) {
        var lists = new LinkedHashMap<String, AmfValue>();
        lists.put(TIMES, numbers(keys.stream().map(key -> key.timeMs() / MS_PER_SECOND).toList()));
        lists.put(POSITIONS, numbers(keys.stream().map(key -> (double) key.position()).toList()));
        return new AmfObject(lists);
    }

    private static AmfValue numbers(List<Double> values) {
        return new AmfStrictArray(values.stream().map(AmfValue::of).toList());
    }
}
