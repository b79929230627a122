package dev.millrace.relay;

import dev.millrace.client.ClientOptions;
import dev.millrace.client.MediaSource;
import dev.millrace.media.ChannelName;
import dev.millrace.relay.ffmpeg.Feed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Where a relay takes its stream from: a URL, which may carry the credentials of a camera. They
/// are never in its text, and [#redact] takes them out of other people's.
public final class Source {
    /// Query parameters that are secrets, whatever is before or behind these words in their names.
    private static final Pattern SECRET_PARAMETER =
            Pattern.compile(
                    "([?&][^=&#]*(?:pass|pwd|token|secret|key|auth|sign|cred)[^=&#]*=)([^&#\\s]+)",
                    Pattern.CASE_INSENSITIVE);

    /// FLV, MPEG-TS, HLS, or no ending at all, which is taken for FLV.
    private static final Pattern IN_PROCESS_ENDING =
            Pattern.compile("[^/]*//[^/]*(/.*)?(/[^./]*|\\.(flv|ts|m3u8))|[^/]*//[^/]*");

    /// Files of containers that this program reads.
    private static final Pattern FILE_ENDING = Pattern.compile(".*\\.(flv|mp4|m4v|mov|ts)");

    /// What ends here may come back.
    private static final Set<String> LIVE_SCHEMES =
            Set.of(
                    "rtmp", "rtmps", "rtsp", "rtspu", "rtsps", "srt", "rist", "udp", "rtp", "tcp",
                    "mmsh");

    private static final Pattern USER_INFO = Pattern.compile("(?<=://)[^/?#\\s]*@");

    private final String url;
    private final List<String> secrets;
    private final Optional<Opening> opening;
    private final Optional<Feeding> feeding;

    /// Opens what is more than a URL: one of several servers, for example.
    @FunctionalInterface
    public interface Opening {
        /// Waits until there is something to play.
        ///
        /// @param said is told what people may want to know, without credentials
        MediaSource open(ClientOptions options, Consumer<String> said) throws IOException;
    }

    /// Feeds FFmpeg with a channel of this server, each time that it starts.
    public interface Feeding {
        /// The channel.
        ChannelName of();

        /// Those that come out besides that of the relay, in the order of their programs.
        List<ChannelName> besides();

        /// What goes into FFmpeg now.
        ///
        /// @throws IOException if the channel has ended
        Feed begin() throws IOException;
    }

    public Source(String url) {
        this(url, Optional.empty(), Optional.empty());
    }

    /// One that is there only as long as somebody watches it.
    ///
    /// @param url for people
    public Source(String url, Opening opening) {
        this(url, Optional.of(opening), Optional.empty());
    }

    /// A channel of this server, of which FFmpeg makes others.
    public Source(Feeding feeding) {
        this(feeding.of().toString(), Optional.empty(), Optional.of(feeding));
    }

    private Source(String url, Optional<Opening> opening, Optional<Feeding> feeding) {
        this.url = url;
        this.secrets = secretsIn(url);
        this.opening = opening;
        this.feeding = feeding;
    }

    /// How it is opened, if not by its URL.
    Optional<Opening> opening() {
        return opening;
    }

    /// What feeds FFmpeg, if it does not fetch for itself.
    public Optional<Feeding> feeding() {
        return feeding;
    }

    /// The channel of this server that it is, if it is one.
    public Optional<ChannelName> madeOf() {
        return feeding.map(Feeding::of);
    }

    /// Whether its relay comes and goes with those who watch.
    public boolean isPassing() {
        return opening.isPresent();
    }

    /// Whether nobody has set it up as such: it comes and goes with those who watch, or with
    /// another channel.
    public boolean isDerived() {
        return isPassing() || feeding.isPresent();
    }

    /// With everything that is secret. Not for people, logs, or answers.
    String url() {
        return url;
    }

    /// In lower case; `file` for a path.
    String scheme() {
        int end = url.indexOf(':');
        return end < 0 || url.startsWith("/")
                ? "file"
                : url.substring(0, end).toLowerCase(Locale.ROOT);
    }

    /// Whether this program plays it itself. Over HTTP the end of the path says what it is.
    boolean isInProcess() {
        if (isDerived()) {
            return isPassing();
        }
        return switch (scheme()) {
            case "rtmp", "rtmps", "rtsp", "rtspu", "rtsps" -> true;
            case "http", "https" -> IN_PROCESS_ENDING.matcher(path()).matches();
            case "file" -> FILE_ENDING.matcher(path()).matches();
            default -> false;
        };
    }

    /// The file, if it is one.
    Optional<Path> file() {
        if (!scheme().equals("file")) {
            return Optional.empty();
        }
        return Optional.of(
                url.startsWith("file:") ? Path.of(url.substring("file:".length())) : Path.of(url));
    }

    /// Whether the end of what it sends is its end for good, and not a publisher who left.
    boolean isFinite() {
        if (isDerived()) {
            return false;
        }
        boolean live = LIVE_SCHEMES.contains(scheme());
        boolean playlist = path().endsWith(".m3u8");
        boolean liveOverHttp = scheme().startsWith("http") && isInProcess() && !playlist;
        return !live && !liveOverHttp;
    }

    /// The text without this source's secrets.
    String redact(String text) {
        String redacted = text.replace(url, toString());
        for (String secret : secrets) {
            redacted = redacted.replace(secret, "***");
        }
        return redacted;
    }

    /// The URL without credentials.
    @Override
    public String toString() {
        String withoutUser = USER_INFO.matcher(url).replaceAll("***@");
        return SECRET_PARAMETER.matcher(withoutUser).replaceAll("$1***");
    }

    private String path() {
        return url.replaceFirst("[?#].*", "").toLowerCase(Locale.ROOT);
    }

    /// Long enough that taking them out of a text leaves the rest of it as it is.
    private static List<String> secretsIn(String url) {
        Stream<String> users =
                USER_INFO
                        .matcher(url)
                        .results()
                        .map(found -> found.group().replaceFirst("@$", ""))
                        .flatMap(user -> Stream.of(user, user.replaceFirst("^[^:]*:?", "")));
        Matcher parameters = SECRET_PARAMETER.matcher(url);
        return Stream.concat(users, parameters.results().map(found -> found.group(2)))
                .filter(secret -> secret.length() >= 3)
                .toList();
    }
}
