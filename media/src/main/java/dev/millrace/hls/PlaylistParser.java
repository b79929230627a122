package dev.millrace.hls;

import dev.millrace.bytes.ProtocolException;
import dev.millrace.bytes.ProtocolException.Malformed;
import dev.millrace.bytes.ProtocolException.OverLimit;
import dev.millrace.bytes.Shown;
import java.util.ArrayList;
import java.util.List;

/// Reads a playlist of either kind. RFC 8216, section 4, and 8216bis.
///
/// Tags that are not known, and those of low latency, are passed over; tags that would make
/// everything else mean something different (encryption, variables, delta updates) are refused.
public final class PlaylistParser {
    private PlaylistParser() {}

    /// Reads a whole playlist.
    ///
    /// @param text without a byte order mark
    /// @throws ProtocolException when it is no playlist, too large, or needs what is not done here
    public static Playlist parse(String text) throws ProtocolException {
        List<Line> lines = lines(text);
        boolean master = lines.stream().anyMatch(line -> MasterPlaylistParser.owns(line.name()));
        return master ? MasterPlaylistParser.parse(lines) : MediaPlaylistParser.parse(lines);
    }

    /// The lines that say something, without the first, which only says that this is a playlist.
    private static List<Line> lines(String text) throws Malformed, OverLimit {
        ProtocolException.requireAtMost(
                "playlist", text.length(), HlsLimits.PLAYLIST_CHARACTERS_MAX);
        var lines = new ArrayList<Line>();
        boolean first = true;
        for (int at = 0; at < text.length(); ) {
            int newline = text.indexOf('\n', at);
            int end = newline < 0 ? text.length() : newline;
            ProtocolException.requireAtMost("line", end - at, HlsLimits.LINE_CHARACTERS_MAX);
            String line = text.substring(at, end).stripTrailing();
            if (first && !line.equals("#EXTM3U")) {
                break;
            } else if (!first && isMeant(line)) {
                lines.add(Line.parse(line));
            }
            first = false;
            at = end + 1;
        }
        if (first) {
            throw new Malformed("a playlist begins with #EXTM3U");
        }
        return lines;
    }

    /// Neither blank nor a comment.
    private static boolean isMeant(String line) {
        return !line.isBlank() && (!line.startsWith("#") || line.startsWith("#EXT"));
    }

    /// A version above what is known here may mean something we would get wrong.
    static void checkVersion(String value) throws ProtocolException {
        long version = DecimalInteger.parse("EXT-X-VERSION", value, Integer.MAX_VALUE);
        if (version > HlsLimits.VERSION_MAX) {
            throw new ProtocolException.Unsupported(
                    "EXT-X-VERSION is %d; up to %d is known"
                            .formatted(version, HlsLimits.VERSION_MAX));
        }
    }

    static String checkUri(String uri) throws Malformed {
        if (!Resource.isUri(uri)) {
            throw new Malformed("not a URI: " + Shown.of(uri));
        }
        return uri;
    }
}
