package dev.millrace.media;

import dev.millrace.bytes.ProtocolException.Malformed;
import dev.millrace.bytes.Shown;
import java.util.Locale;

/// The name of a channel: `app/stream`, in a virtual host. The app may have several segments
/// (`live/eu`); the stream is the last one.
///
/// Names come from outside and end up in URLs, logs and metrics, so only what is safe in all of
/// them is a name: letters and digits of any script and `-_.~@:+=,!`, no empty segment, no `.` or
/// `..`.
public record ChannelName(String vhost, String app, String stream)
        implements Comparable<ChannelName> {
    public static final String DEFAULT_VHOST = "__defaultVhost__";

    /// Longest app, stream or vhost, in characters: file systems end at 255.
    public static final int PART_LENGTH_MAX = 200;

    /// No name has a question mark.
    private static final String IN_VHOST = "?vhost=";

    private static final String PUNCTUATION = "-_.~@:+=,!";

    /// A channel from its text: `app/stream` is in the default virtual host, any other one stands
    /// behind it, as in the URLs of streams: `app/stream?vhost=host`.
    public static ChannelName parse(String text) throws Malformed {
        int query = text.indexOf(IN_VHOST);
        String path = query < 0 ? text : text.substring(0, query);
        String vhost = query < 0 ? "" : text.substring(query + IN_VHOST.length());
        int slash = path.lastIndexOf('/');
        if (slash < 0) {
            throw new Malformed("channel name %s is not app/stream".formatted(Shown.of(path)));
        }
        return of(vhost, path.substring(0, slash), path.substring(slash + 1));
    }

    /// Checks each part; an empty vhost is the default one, and case does not matter in it.
    public static ChannelName of(String vhost, String app, String stream) throws Malformed {
        String host = vhost.isEmpty() ? DEFAULT_VHOST : vhost;
        check("vhost", host, false);
        check("app", app, true);
        check("stream", stream, false);
        return new ChannelName(
                host.equals(DEFAULT_VHOST) ? host : host.toLowerCase(Locale.ROOT), app, stream);
    }

    /// `app/stream`: the name within its virtual host.
    public String path() {
        return app + "/" + stream;
    }

    /// As [#parse] reads it. No two channels have the same text.
    @Override
    public String toString() {
        return vhost.equals(DEFAULT_VHOST) ? path() : path() + IN_VHOST + vhost;
    }

    /// As people read them.
    @Override
    public int compareTo(ChannelName other) {
        return toString().compareTo(other.toString());
    }

    private static void check(String what, String part, boolean mayHaveSlashes) throws Malformed {
        if (part.isEmpty()) {
            throw new Malformed(what + " name is empty");
        }
        if (part.length() > PART_LENGTH_MAX) {
            throw new Malformed(
                    "%s name has %d characters, at most %d are allowed"
                            .formatted(what, part.length(), PART_LENGTH_MAX));
        }
        for (String segment : mayHaveSlashes ? part.split("/", -1) : new String[] {part}) {
            if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
                throw new Malformed(
                        "%s name %s has the segment %s"
                                .formatted(what, Shown.of(part), Shown.of(segment)));
            }
            checkCharacters(what, part, segment);
        }
    }

    private static void checkCharacters(String what, String part, String segment) throws Malformed {
        for (int i = 0; i < segment.length(); i++) {
            char c = segment.charAt(i);
            if (!Character.isLetterOrDigit(c) && PUNCTUATION.indexOf(c) < 0) {
                throw new Malformed(
                        "%s name %s has the character U+%04X; allowed are letters, digits, %s"
                                .formatted(what, Shown.of(part), (int) c, PUNCTUATION));
            }
        }
    }
}
