package dev.millrace.gateway.snapshot;

import dev.millrace.bytes.ProtocolException.Malformed;
import dev.millrace.channel.Channel;
import dev.millrace.channel.Channel.KeyPicture;
import dev.millrace.channel.Channels;
import dev.millrace.gateway.http.StreamPath;
import dev.millrace.media.ChannelName;
import dev.millrace.net.http.Content;
import dev.millrace.net.http.Methods;
import dev.millrace.net.http.Problem;
import java.time.Clock;
import java.util.Optional;
import java.util.function.BiPredicate;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// `/{app}/{stream}/snapshot.mp4`: the newest key frame of a channel as a movie of one picture.
///
/// It shows what is there. It starts no relay, waits for nobody and decodes nothing, so that a page
/// may show a hundred channels without making anything run.
public final class SnapshotGateway extends Handler.Abstract {
    private static final String FILE = "/snapshot";
    private static final String EXTENSION = "mp4";

    /// It may be kept, and must be asked about each time: a picture is old in a second or two.
    private static final String CACHING = "no-cache";

    private final Channels channels;
    private final BiPredicate<ChannelName, Request> mayLook;

    /// In every tag: a server that has started again counts its channels and groups again.
    private final String start;

    /// @param mayLook whether a request may see the picture of a channel
    /// @param clock wall-clock time
    public SnapshotGateway(
            Channels channels, BiPredicate<ChannelName, Request> mayLook, Clock clock) {
        this.channels = channels;
        this.mayLook = mayLook;
        this.start = Long.toHexString(clock.millis());
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        Optional<StreamPath> url = StreamPath.of(request).filter(SnapshotGateway::isOurs);
        if (url.isEmpty()) {
            return false;
        }
        if (Methods.isReading(request, response, callback)) {
            try {
                String path = url.get().path();
                String channel = path.substring(0, path.length() - FILE.length());
                answer(url.get().channel(channel), request, response, callback);
            } catch (Malformed e) {
                Problem.badRequest(e.getMessage()).send(request, response, callback);
            }
        }
        return true;
    }

    private static boolean isOurs(StreamPath url) {
        String path = url.path();
        boolean inChannel = path.indexOf('/') < path.length() - FILE.length();
        return url.extension().equals(EXTENSION) && path.endsWith(FILE) && inChannel;
    }

    private void answer(ChannelName name, Request request, Response response, Callback callback) {
        if (!mayLook.test(name, request)) {
            String detail = "not everybody may play %s; log in first".formatted(name);
            Problem.forbidden(detail).send(request, response, callback);
            return;
        }
        Optional<Channel> channel = channels.findLive(name);
        Optional<KeyPicture> picture = channel.flatMap(Channel::newestPicture);
        Optional<Content> movie = picture.flatMap(this::movie);
        if (movie.isPresent()) {
            movie.get().send(request, response, callback);
            return;
        }
        String detail =
                channel.isEmpty()
                        ? "nobody publishes " + name
                        : picture.map(it -> unfit(it, name)).orElse(name + " has no picture yet");
        Problem.notFound(detail).send(request, response, callback);
    }

    private Optional<Content> movie(KeyPicture picture) {
        return Movies.of(picture)
                .map(movie -> movie.tagged(start + "-" + picture.id()))
                .map(movie -> movie.cached(CACHING).inRanges());
    }

    private static String unfit(KeyPicture picture, ChannelName name) {
        return "%s is %s, of which no MP4 can be made"
                .formatted(name, picture.track().config().codecName());
    }
}
