package dev.millrace.media;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The way that somebody came who publishes a channel, or wants to watch it.
///
/// Each server that the way went through has a name that no two have. Behind the name may stand
/// which of its sessions it is, so that people find it in that server's log:
/// `millrace-7d1f;session=s12`.
///
/// @param query the parameters of the URL, encoded, without the question mark
/// @param via the servers that the way went through before this one, the first one first
/// @param session which session of this server it is; empty if it is none
public record Route(String query, List<String> via, String session) {
    /// Straight, and with nothing to say.
    public static final Route DIRECT = new Route("", List.of(), "");

    /// No chain of servers that makes sense is longer.
    public static final int HOPS_MAX = 16;

    private static final int TEXT_LENGTH_MAX = 4096;
    private static final Pattern SERVER =
            Pattern.compile(
                    "\\s*([\\w.:-]{1,100})\\s*(?:;\\s*session=([\\w-]{1,40})\\s*)?(?:;.*)?");

    public Route {
        via = List.copyOf(via);
    }

    /// Reads the servers as one server tells them another: names with commas between them, perhaps
    /// with parameters behind a semicolon, as in the header `CDN-Loop`. RFC 8586, 2. What is no
    /// name is passed over, and so is every parameter but the session.
    public static List<String> parse(String text) {
        String read = text.substring(0, Math.min(text.length(), TEXT_LENGTH_MAX));
        var servers = new ArrayList<String>();
        for (String part : read.split(",", -1)) {
            Matcher server = SERVER.matcher(part);
            if (server.matches() && servers.size() < HOPS_MAX) {
                servers.add(hop(server.group(1), Optional.ofNullable(server.group(2)).orElse("")));
            }
        }
        return List.copyOf(servers);
    }

    private static String hop(String server, String session) {
        return session.isEmpty() ? server : server + ";session=" + session;
    }

    /// As [#parse] reads them.
    public static String text(List<String> via) {
        return String.join(", ", via);
    }

    /// The servers that one sees who is next behind this server.
    public List<String> through(String server) {
        var longer = new ArrayList<>(via);
        longer.add(hop(server, session));
        return longer;
    }

    /// Whether it goes round in circles: it has been here already, or it does not end.
    public boolean isLoop(String server) {
        return via.size() >= HOPS_MAX
                || via.stream().anyMatch(it -> it.replaceFirst(";.*", "").equals(server));
    }
}
