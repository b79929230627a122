package dev.millrace.hls;

import dev.millrace.bytes.ProtocolException;
import dev.millrace.bytes.ProtocolException.Malformed;
import dev.millrace.bytes.ProtocolException.Unsupported;
import dev.millrace.bytes.Shown;
import dev.millrace.hls.MediaPlaylist.Header;
import dev.millrace.hls.MediaPlaylist.Start;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads the lines of a media playlist. RFC 8216, sections 4.3.2 and 4.3.3.
final class MediaPlaylistParser {
    /// Tags that no master playlist has.
    private static final Set<String> OWN_TAGS =
            Set.of(
                    "EXTINF",
                    "EXT-X-BYTERANGE",
                    "EXT-X-DISCONTINUITY",
                    "EXT-X-DISCONTINUITY-SEQUENCE",
                    "EXT-X-ENDLIST",
                    "EXT-X-GAP",
                    "EXT-X-KEY",
                    "EXT-X-MAP",
                    "EXT-X-MEDIA-SEQUENCE",
                    "EXT-X-PLAYLIST-TYPE",
                    "EXT-X-PROGRAM-DATE-TIME",
                    "EXT-X-TARGETDURATION");

    /// Leaves room to count on from, whatever number a playlist begins with.
    private static final long SEQUENCE_MAX = Long.MAX_VALUE / 2;

    // Of the playlist.
    private int targetDurationSeconds = -1;
    private long mediaSequence;
    private long discontinuitySequence;
    private boolean independentSegments;
    private MediaPlaylist.Type type = MediaPlaylist.Type.LIVE;
    private Optional<Start> start = Optional.empty();
    private boolean ended;
    private final List<MediaSegment> segments = new ArrayList<>();

    // Of every segment from here on.
    private Optional<Resource> map = Optional.empty();
    private Optional<Encryption> encryption = Optional.empty();

    // Of the segment whose URI is still to come.
    private long durationUs = -1;
    private @Nullable String byteRange;
    private Optional<Instant> programDateTime = Optional.empty();
    private boolean discontinuity;
    private boolean gap;

    private MediaPlaylistParser() {}

    static boolean owns(String tag) {
        return OWN_TAGS.contains(tag);
    }

    static MediaPlaylist parse(List<Line> lines) throws ProtocolException {
        var parser = new MediaPlaylistParser();
        for (Line line : lines) {
            parser.take(line);
        }
        return parser.finish();
    }

    private MediaPlaylist finish() throws Malformed {
        if (targetDurationSeconds < 0) {
            throw new Malformed("a media playlist needs EXT-X-TARGETDURATION");
        }
        if (durationUs >= 0) {
            throw new Malformed("EXTINF without a URI");
        }
        var header =
                new Header(
                        targetDurationSeconds,
                        mediaSequence,
                        discontinuitySequence,
                        independentSegments,
                        type,
                        start);
        return new MediaPlaylist(header, segments, ended);
    }

    private void take(Line line) throws ProtocolException {
        String value = line.value();
        switch (line.name()) {
            case "" -> takeUri(value);
            case "EXT-X-VERSION" -> PlaylistParser.checkVersion(value);
            case "EXT-X-TARGETDURATION" ->
                    targetDurationSeconds = (int) integer(line, HlsLimits.DURATION_SECONDS_MAX);
            case "EXT-X-MEDIA-SEQUENCE" -> mediaSequence = integer(line, SEQUENCE_MAX);
            case "EXT-X-DISCONTINUITY-SEQUENCE" ->
                    discontinuitySequence = integer(line, SEQUENCE_MAX);
            case "EXT-X-INDEPENDENT-SEGMENTS" -> independentSegments = true;
            case "EXT-X-PLAYLIST-TYPE" -> type = type(value);
            case "EXT-X-START" -> start = Optional.of(start(AttributeList.parse(value)));
            case "EXT-X-ENDLIST" -> ended = true;
            default -> takeSegmentTag(line);
        }
    }

    private void takeSegmentTag(Line line) throws ProtocolException {
        String value = line.value();
        switch (line.name()) {
            case "EXTINF" -> durationUs = DecimalSeconds.parse(value.split(",", 2)[0].strip());
            case "EXT-X-BYTERANGE" -> byteRange = value;
            case "EXT-X-DISCONTINUITY" -> discontinuity = true;
            case "EXT-X-GAP" -> gap = true;
            case "EXT-X-MAP" -> map = Optional.of(map(AttributeList.parse(value)));
            case "EXT-X-PROGRAM-DATE-TIME" ->
                    programDateTime = Optional.of(ProgramDateTime.parse(value));
            case "EXT-X-KEY" -> encryption = encryption(AttributeList.parse(value));
            case "EXT-X-DEFINE", "EXT-X-SKIP", "EXT-X-I-FRAMES-ONLY" ->
                    throw new Unsupported(line.name() + " changes what a playlist means");
            default -> {
                // Tags that are not known are passed over, section 6.3.1.
            }
        }
    }

    private void takeUri(String uri) throws ProtocolException {
        if (durationUs < 0) {
            throw new Malformed("no EXTINF in front of " + Shown.of(uri));
        }
        ProtocolException.requireAtMost("segments", segments.size() + 1L, HlsLimits.SEGMENTS_MAX);
        PlaylistParser.checkUri(uri);
        if (encryption.isPresent() && map.isPresent()) {
            throw new Unsupported("encrypted segments with EXT-X-MAP");
        }
        Optional<ByteRange> range =
                byteRange == null
                        ? Optional.empty()
                        : Optional.of(range(byteRange, followingOffset(uri)));
        segments.add(
                new MediaSegment(
                        new Resource(uri, range),
                        durationUs,
                        map,
                        programDateTime,
                        discontinuity,
                        gap,
                        encryption));
        durationUs = -1;
        byteRange = null;
        programDateTime = Optional.empty();
        discontinuity = false;
        gap = false;
    }

    /// Where a range without an offset begins: behind the segment before, in the same resource.
    private long followingOffset(String uri) {
        if (segments.isEmpty()) {
            return -1;
        }
        Resource before = segments.getLast().resource();
        return before.uri().equals(uri) ? before.range().map(ByteRange::endBytes).orElse(-1L) : -1;
    }

    /// `length[@offset]`, section 4.3.2.2.
    private static ByteRange range(String text, long defaultOffset) throws ProtocolException {
        int at = text.indexOf('@');
        String length = at < 0 ? text : text.substring(0, at);
        long lengthBytes = DecimalInteger.parse("range", length, SEQUENCE_MAX);
        long offsetBytes =
                at < 0
                        ? defaultOffset
                        : DecimalInteger.parse("offset", text.substring(at + 1), SEQUENCE_MAX);
        if (offsetBytes < 0 || offsetBytes > Long.MAX_VALUE - lengthBytes) {
            throw new Malformed("range follows none in its resource: " + Shown.of(text));
        }
        return new ByteRange(lengthBytes, offsetBytes);
    }

    private static Resource map(AttributeList attributes) throws ProtocolException {
        String uri =
                attributes.quoted("URI").orElseThrow(() -> new Malformed("EXT-X-MAP without URI"));
        Optional<String> range = attributes.quoted("BYTERANGE");
        return new Resource(
                PlaylistParser.checkUri(uri),
                range.isEmpty() ? Optional.empty() : Optional.of(range(range.get(), 0)));
    }

    private static Start start(AttributeList attributes) throws ProtocolException {
        String offset =
                attributes
                        .unquoted("TIME-OFFSET")
                        .orElseThrow(() -> new Malformed("EXT-X-START without TIME-OFFSET"));
        boolean precise = attributes.unquoted("PRECISE").orElse("NO").equals("YES");
        return new Start(DecimalSeconds.parseSigned(offset), precise);
    }

    private static MediaPlaylist.Type type(String text) throws Malformed {
        return switch (text) {
            case "EVENT" -> MediaPlaylist.Type.EVENT;
            case "VOD" -> MediaPlaylist.Type.VOD;
            default -> throw new Malformed("EXT-X-PLAYLIST-TYPE is " + Shown.of(text));
        };
    }

    /// Of the methods and formats of keys, those that every player has: section 4.3.2.4.
    private static Optional<Encryption> encryption(AttributeList attributes)
            throws ProtocolException {
        String method = attributes.unquoted("METHOD").orElse("");
        if (method.equals("NONE")) {
            return Optional.empty();
        }
        String format = attributes.quoted("KEYFORMAT").orElse("identity");
        if (!method.equals("AES-128") || !format.equals("identity")) {
            throw new Unsupported(
                    "encrypted segments, EXT-X-KEY method %s of %s"
                            .formatted(Shown.of(method), Shown.of(format)));
        }
        String uri =
                attributes.quoted("URI").orElseThrow(() -> new Malformed("EXT-X-KEY without URI"));
        return Optional.of(
                new Encryption(PlaylistParser.checkUri(uri), vector(attributes.unquoted("IV"))));
    }

    private static Optional<String> vector(Optional<String> attribute) throws Malformed {
        if (attribute.isEmpty()) {
            return Optional.empty();
        }
        String digits = attribute.get().replaceFirst("^0[xX]", "");
        if (!Encryption.isVector(digits)) {
            throw new Malformed("EXT-X-KEY with the IV " + Shown.of(attribute.get()));
        }
        return Optional.of(digits);
    }

    private static long integer(Line line, long max) throws ProtocolException {
        return DecimalInteger.parse(line.name(), line.value(), max);
    }
}
