package dev.millrace.hls;

import dev.millrace.bytes.ProtocolException;
import dev.millrace.bytes.ProtocolException.Malformed;
import dev.millrace.bytes.Shown;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads the lines of a master playlist. RFC 8216, section 4.3.4.
final class MasterPlaylistParser {
    /// Tags that no media playlist has.
    private static final Set<String> OWN_TAGS =
            Set.of(
                    "EXT-X-STREAM-INF",
                    "EXT-X-I-FRAME-STREAM-INF",
                    "EXT-X-MEDIA",
                    "EXT-X-SESSION-DATA",
                    "EXT-X-SESSION-KEY",
                    "EXT-X-CONTENT-STEERING");

    private final List<Variant> variants = new ArrayList<>();
    private boolean independentSegments;
    private @Nullable AttributeList pending;

    private MasterPlaylistParser() {}

    static boolean owns(String tag) {
        return OWN_TAGS.contains(tag);
    }

    static MasterPlaylist parse(List<Line> lines) throws ProtocolException {
        var parser = new MasterPlaylistParser();
        for (Line line : lines) {
            parser.take(line);
        }
        if (parser.pending != null) {
            throw new Malformed("EXT-X-STREAM-INF without a URI");
        }
        return new MasterPlaylist(parser.independentSegments, parser.variants);
    }

    private void take(Line line) throws ProtocolException {
        switch (line.name()) {
            case "" -> takeUri(line.value());
            case "EXT-X-STREAM-INF" -> pending = AttributeList.parse(line.value());
            case "EXT-X-INDEPENDENT-SEGMENTS" -> independentSegments = true;
            case "EXT-X-VERSION" -> PlaylistParser.checkVersion(line.value());
            case "EXT-X-DEFINE" ->
                    throw new ProtocolException.Unsupported("playlist variables (EXT-X-DEFINE)");
            default -> {
                if (MediaPlaylistParser.owns(line.name())) {
                    throw new Malformed(line.name() + " in a master playlist");
                }
            }
        }
    }

    private void takeUri(String uri) throws ProtocolException {
        AttributeList attributes = pending;
        if (attributes == null) {
            throw new Malformed("no EXT-X-STREAM-INF in front of " + Shown.of(uri));
        }
        ProtocolException.requireAtMost("variants", variants.size() + 1L, HlsLimits.VARIANTS_MAX);
        variants.add(
                new Variant(
                        PlaylistParser.checkUri(uri),
                        bandwidthBits(attributes),
                        codecs(attributes),
                        resolution(attributes),
                        frameRate(attributes)));
        pending = null;
    }

    private static long bandwidthBits(AttributeList attributes) throws ProtocolException {
        String text =
                attributes
                        .unquoted("BANDWIDTH")
                        .orElseThrow(() -> new Malformed("EXT-X-STREAM-INF without BANDWIDTH"));
        return DecimalInteger.parse("BANDWIDTH", text, Long.MAX_VALUE);
    }

    private static List<String> codecs(AttributeList attributes) throws Malformed {
        var codecs = new ArrayList<String>();
        for (String codec : attributes.quoted("CODECS").orElse("").split(",", -1)) {
            String name = codec.strip();
            if (Variant.isCodec(name)) {
                codecs.add(name);
            } else if (!name.isEmpty()) {
                throw new Malformed("no codec of CODECS: " + Shown.of(name));
            }
        }
        return codecs;
    }

    private static Optional<Variant.Resolution> resolution(AttributeList attributes)
            throws ProtocolException {
        Optional<String> text = attributes.unquoted("RESOLUTION");
        if (text.isEmpty()) {
            return Optional.empty();
        }
        int x = text.get().indexOf('x');
        if (x < 0) {
            throw new Malformed("RESOLUTION is not WxH: " + Shown.of(text.get()));
        }
        return Optional.of(
                new Variant.Resolution(
                        pixels(text.get().substring(0, x)), pixels(text.get().substring(x + 1))));
    }

    private static int pixels(String text) throws ProtocolException {
        return (int) DecimalInteger.parse("RESOLUTION", text, Integer.MAX_VALUE);
    }

    private static OptionalDouble frameRate(AttributeList attributes) throws ProtocolException {
        Optional<String> text = attributes.unquoted("FRAME-RATE");
        return text.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(DecimalSeconds.parse(text.get()) / 1e6);
    }
}
