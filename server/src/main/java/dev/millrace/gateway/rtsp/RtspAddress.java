package dev.millrace.gateway.rtsp;

import dev.millrace.bytes.ProtocolException;
import dev.millrace.entry.Query;
import dev.millrace.gateway.Vhosts;
import dev.millrace.media.ChannelName;
import dev.millrace.rtsp.message.RtspUrl;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a URL asks for: `rtsp://host/{app}/{stream}?{query}`, and `…/trackID=0` of it.
///
/// @param url without who asks and without the track
/// @param query encoded, without the question mark; empty if there is none
/// @param track which one of the description; empty if all of it is meant
record RtspAddress(RtspUrl url, String query, ChannelName channel, OptionalInt track) {
    /// Clients put it behind the query as well, if they put it there themselves.
    private static final Pattern TRACK = Pattern.compile("(.*?)/trackID=(\\d{1,3})/?(\\?.*)?");

    static RtspAddress parse(String text, Vhosts vhosts) throws ProtocolException {
        RtspUrl asked = RtspUrl.parse(text);
        Matcher form = TRACK.matcher(asked.path());
        boolean hasTrack = form.matches();
        String more = hasTrack && form.group(3) != null ? form.group(3) : "";
        String path = hasTrack ? form.group(1) + more : asked.path();
        var track =
                hasTrack ? OptionalInt.of(Integer.parseInt(form.group(2))) : OptionalInt.empty();
        int mark = path.indexOf('?');
        String query = mark < 0 ? "" : path.substring(mark + 1);
        String name = (mark < 0 ? path : path.substring(0, mark)).replaceAll("^/+|/+$", "");
        String said = Query.parameter("vhost", query);
        String vhost = vhosts.of(said.isEmpty() ? asked.host() : said);
        var url =
                new RtspUrl(
                        asked.isSecure(),
                        asked.host(),
                        asked.port(),
                        "/" + name + (mark < 0 ? "" : "?" + query),
                        Optional.empty());
        return new RtspAddress(url, query, channel(vhost, name), track);
    }

    /// The URL of one of its tracks.
    String trackUrl(int number) {
        String path = url.path();
        int mark = path.indexOf('?');
        String bare = mark < 0 ? path : path.substring(0, mark);
        String rest = mark < 0 ? "" : path.substring(mark);
        return new RtspUrl(
                        url.isSecure(),
                        url.host(),
                        url.port(),
                        bare + "/trackID=" + number + rest,
                        Optional.empty())
                .toString();
    }

    private static ChannelName channel(String vhost, String name) throws ProtocolException {
        int slash = name.lastIndexOf('/');
        return slash < 0
                ? ChannelName.parse(decoded(name)) // says what is missing
                : ChannelName.of(
                        vhost,
                        decoded(name.substring(0, slash)),
                        decoded(name.substring(slash + 1)));
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text; // a percent sign, which no name has
        }
    }
}
