package dev.millrace.media;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// The way that somebody came who publishes a channel, or wants to watch it.
///
/// @param query the parameters of the URL, encoded, without the question mark
/// @param via the servers that the way went through before this one, the first one first, by names
///   that no two have
public record Route(String query, List<String> via) {
    /// Straight, and with nothing to say.
    public static final Route DIRECT = new Route("", List.of());

    /// No chain of servers that makes sense is longer.
    public static final int HOPS_MAX = 16;

    private static final int TEXT_LENGTH_MAX = 4096;
    private static final Pattern NAME = Pattern.compile("[\\w.:-]{1,100}");

    public Route {
        via = List.copyOf(via);
    }

    /// Reads the servers as one server tells them another: names with commas between them, perhaps
    /// with parameters behind a semicolon, as in the header `CDN-Loop`. RFC 8586, 2. What is no
    /// name is passed over.
    public static List<String> parse(String text) {
        String read = text.substring(0, Math.min(text.length(), TEXT_LENGTH_MAX));
        var names = new ArrayList<String>();
        for (String part : read.split(",", -1)) {
            String name = part.replaceFirst(";.*", "").strip();
            if (NAME.matcher(name).matches() && names.size() < HOPS_MAX) {
                names.add(name);
            }
        }
        return List.copyOf(names);
    }

    /// As [#parse] reads them.
    public static String text(List<String> via) {
        return String.join(", ", via);
    }

    /// The servers that one sees who is next behind this server.
    public List<String> through(String server) {
        var longer = new ArrayList<>(via);
        longer.add(server);
        return longer;
    }

    /// Whether it goes round in circles: it has been here already, or it does not end.
    public boolean isLoop(String server) {
        return via.contains(server) || via.size() >= HOPS_MAX;
    }
}
