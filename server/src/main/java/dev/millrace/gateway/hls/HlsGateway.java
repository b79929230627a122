package dev.millrace.gateway.hls;

import dev.millrace.bytes.ProtocolException.Malformed;
import dev.millrace.channel.Arrival;
import dev.millrace.channel.Channel;
import dev.millrace.channel.Channels;
import dev.millrace.entry.Entry;
import dev.millrace.entry.Verdict;
import dev.millrace.gateway.Hub;
import dev.millrace.gateway.http.Absences;
import dev.millrace.gateway.http.Client;
import dev.millrace.gateway.http.StreamPath;
import dev.millrace.gateway.http.Visitor;
import dev.millrace.media.ChannelName;
import dev.millrace.media.Route;
import dev.millrace.net.Housekeeper;
import dev.millrace.net.http.Content;
import dev.millrace.net.http.Methods;
import dev.millrace.net.http.Problem;
import dev.millrace.observe.Sessions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/// HLS: playlists at `/{app}/{stream}.m3u8` and `/{app}/{stream}/index.m3u8`, segments at
/// `/{app}/{stream}/{number}.ts`, their keys at `/{app}/{stream}/{number}.key`, and at
/// `/{app}/{stream}/master.m3u8` the playlists of the channel and of all that is made of it. RFC
/// 8216.
///
/// A URL of a segment could also be that of a channel over HTTP-TS whose stream is a number of ten
/// or more digits in an app of several segments; it is then a segment.
public final class HlsGateway extends Handler.Abstract implements Housekeeper.Chore {
    /// One that nobody publishes, or that has been told to wait, is asked for again this soon.
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private final Channels channels;
    private final Function<ChannelName, HlsSettings> settings;
    private final HlsViewers viewers;
    private final HlsStream.Making making;
    private final ConcurrentMap<ChannelName, HlsStream> streams = new ConcurrentHashMap<>();

    /// What is set for those that are published, until that may have changed.
    private final ConcurrentMap<ChannelName, HlsSettings> published = new ConcurrentHashMap<>();

    /// @param clock wall-clock time, for EXT-X-PROGRAM-DATE-TIME and the first numbers
    public HlsGateway(Channels channels, Sessions sessions, HlsSettings settings, Clock clock) {
        this(
                channels,
                new HlsViewers(sessions, Entry.open()),
                _ -> settings,
                new HlsStream.Making(clock, new HlsNumbers(clock, Optional.empty()), _ -> {}));
    }

    /// @param settings of each channel
    /// @param numbers of segments, which go on over a restart
    /// @param clock wall-clock time, for EXT-X-PROGRAM-DATE-TIME
    /// @param listed is told of every segment; must not wait
    public HlsGateway(
            Hub hub,
            Function<ChannelName, HlsSettings> settings,
            HlsNumbers numbers,
            Clock clock,
            Consumer<Listed> listed) {
        this(
                hub.channels(),
                new HlsViewers(hub.sessions(), hub.entry()),
                settings,
                new HlsStream.Making(clock, numbers, listed));
    }

    private HlsGateway(
            Channels channels,
            HlsViewers viewers,
            Function<ChannelName, HlsSettings> settings,
            HlsStream.Making making) {
        this.channels = channels;
        this.settings = settings;
        this.viewers = viewers;
        this.making = making;
    }

    /// Takes the settings of all channels anew, and whether their viewers have to be let in.
    public void refresh() {
        published.clear();
        for (ChannelName name : streams.keySet()) {
            HlsSettings own = settings.apply(name);
            streams.computeIfPresent(name, (_, stream) -> refreshed(stream, own));
        }
    }

    private @Nullable HlsStream refreshed(HlsStream stream, HlsSettings own) {
        if (!own.enabled()) {
            stream.close();
            return null;
        }
        stream.settings(own, viewers.isGuarded(stream.name()));
        return stream;
    }

    /// How many channels are being cut.
    long cutting() {
        return streams.values().stream().filter(HlsStream::isCutting).count();
    }

    @Override
    public void tick(long nowNs) {
        viewers.tick(nowNs);
        channels.list().forEach(this::cutAlways);
        published.keySet().removeIf(name -> channels.findLive(name).isEmpty());
        for (ChannelName name : streams.keySet()) {
            streams.computeIfPresent(name, (_, stream) -> stream.tick(nowNs) ? null : stream);
        }
    }

    /// Some are cut whether or not anybody watches.
    private void cutAlways(Channel channel) {
        if (channel.publication().isEmpty()) {
            return;
        }
        HlsSettings own = published.computeIfAbsent(channel.name(), settings);
        if (own.enabled() && own.always()) {
            streams.compute(channel.name(), (_, present) -> asked(present, own, channel));
        }
    }

    /// Answers what is at hand, without waiting for anything; the rest is for this gateway itself.
    public Handler atOnce() {
        return new Handler.Abstract.NonBlocking() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) {
                Optional<HlsUrl> url = StreamPath.of(request).flatMap(HlsUrl::of);
                return url.isPresent()
                        && answerAtOnce(url.get(), new Exchange(request, response, callback));
            }
        };
    }

    private boolean answerAtOnce(HlsUrl url, Exchange exchange) {
        ChannelName name;
        try {
            name = url.channel();
        } catch (Malformed e) {
            return false;
        }
        HlsStream stream = streams.get(name);
        if (stream == null
                || !(exchange.isGet() || exchange.isHead())
                || viewers.isSentAway(exchange.client(), name)
                || isStranger(exchange, stream)) {
            return false;
        }
        return switch (url) {
            case HlsUrl.Segment segment -> sendSegment(segment.number(), stream, exchange);
            case HlsUrl.Key _ -> false;
            case HlsUrl.Playlist playlist -> {
                Optional<Content> content =
                        channels.find(name)
                                .filter(c -> c.publication().isPresent())
                                .flatMap(c -> stream.playlistOf(c, playlist.form()));
                content.ifPresent(it -> send(it, stream, exchange));
                yield content.isPresent();
            }
            case HlsUrl.Master _ -> false; // it waits for segments
        };
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        Optional<HlsUrl> url = StreamPath.of(request).flatMap(HlsUrl::of);
        if (url.isEmpty()) {
            return false;
        }
        if (!Methods.isReading(request, response, callback)) {
            return true;
        }
        var exchange = new Exchange(request, response, callback);
        try {
            ChannelName name = url.get().channel();
            if (viewers.isSentAway(exchange.client(), name)) {
                String detail = "an operator ended this session; try again in a minute";
                refuse(Problem.forbidden(detail), exchange);
                return true;
            }
            switch (url.get()) {
                case HlsUrl.Playlist playlist ->
                        answer(
                                name,
                                exchange,
                                (here, own) -> answer(playlist.form(), here, own, exchange),
                                absent -> answerPast(playlist.form(), absent, name, exchange));
                case HlsUrl.Master _ ->
                        answer(
                                name,
                                exchange,
                                (here, own) -> answerMaster(here, own, exchange),
                                absent -> refuse(Absences.problem(absent), exchange));
                case HlsUrl.Segment segment ->
                        answerListed(
                                "segment " + segment.number(),
                                name,
                                exchange,
                                stream -> sendSegment(segment.number(), stream, exchange));
                case HlsUrl.Key key ->
                        answerListed(
                                "key " + key.number(),
                                name,
                                exchange,
                                stream -> sendKey(key.number(), stream, exchange));
            }
        } catch (Malformed e) {
            exchange.refuse(Problem.badRequest(e.getMessage()));
        } catch (InterruptedException e) {
            exchange.refuse(Problem.unavailable("the server is stopping"));
        }
        return true;
    }

    /// A request and the ways to answer it.
    private record Exchange(Request request, Response response, Callback callback) {
        Client client() {
            return Client.of(request);
        }

        boolean isGet() {
            return HttpMethod.GET.is(request.getMethod());
        }

        boolean isHead() {
            return HttpMethod.HEAD.is(request.getMethod());
        }

        long send(Content content) {
            return content.send(request, response, callback);
        }

        void refuse(Problem problem) {
            problem.send(request, response, callback);
        }
    }

    /// What to do with a channel that is there.
    @FunctionalInterface
    private interface Reply {
        void to(Channel channel, HlsSettings own) throws InterruptedException;
    }

    /// Lets the viewer in, if that is needed, and waits for the channel.
    private void answer(
            ChannelName name, Exchange exchange, Reply reply, Consumer<Arrival.Absent> otherwise)
            throws InterruptedException {
        HlsStream known = streams.get(name);
        HlsSettings own = known == null ? settings.apply(name) : known.settings();
        if (!own.enabled()) {
            exchange.refuse(Problem.notFound("there is no HLS of " + name));
            return;
        }
        if (known == null ? viewers.isGuarded(name) : isStranger(exchange, known)) {
            Optional<Verdict> no = viewers.letIn(exchange.client(), name, exchange.request());
            if (no.isPresent()) {
                turnAway(no.get(), exchange);
                return;
            }
        }
        try (var _ = viewers.waiting(exchange.client(), name)) {
            boolean mayWait = !exchange.isHead();
            Arrival arrival = mayWait ? await(name, known, own.playWait(), exchange) : look(name);
            switch (arrival) {
                case Arrival.Here(var channel) -> reply.to(channel, own);
                case Arrival.Absent absent -> otherwise.accept(absent);
            }
        }
    }

    /// The first segment of the channel, and then those of what is made of it, are waited for: what
    /// is not in this playlist nobody ever asks for.
    private void answerMaster(Channel channel, HlsSettings own, Exchange exchange)
            throws InterruptedException {
        ChannelName name = channel.name();
        long untilNs = System.nanoTime() + own.firstSegmentWait().toNanos();
        var ways = new ArrayList<HlsMaster.Way>();
        way(channel, own, untilNs, exchange).ifPresent(ways::add);
        if (ways.isEmpty()) {
            refuse(noSegment(name), exchange);
            return;
        }
        for (ChannelName made : channels.madeOf(name)) {
            HlsSettings settingsOf = settings.apply(made);
            Arrival arrival =
                    exchange.isHead()
                            ? look(made)
                            : channels.await(
                                    made, Visitor.route(exchange.request()), left(untilNs));
            if (settingsOf.enabled() && arrival instanceof Arrival.Here(var there)) {
                way(there, settingsOf, untilNs, exchange).ifPresent(ways::add);
            }
        }
        String query = Optional.ofNullable(exchange.request().getHttpURI().getQuery()).orElse("");
        exchange.send(HlsMaster.of(name, ways, query));
    }

    /// Empty while there is no segment.
    private Optional<HlsMaster.Way> way(
            Channel channel, HlsSettings own, long untilNs, Exchange exchange)
            throws InterruptedException {
        HlsStream stream =
                streams.compute(channel.name(), (_, present) -> asked(present, own, channel));
        Optional<Content> playlist =
                exchange.isHead()
                        ? stream.playlist(PlaylistUrl.WITHIN)
                        : stream.awaitPlaylist(PlaylistUrl.WITHIN, left(untilNs));
        return playlist.map(_ -> new HlsMaster.Way(channel, stream.peakBits()));
    }

    private static Duration left(long untilNs) {
        return Duration.ofNanos(Math.max(0, untilNs - System.nanoTime()));
    }

    private void answer(PlaylistUrl form, Channel channel, HlsSettings own, Exchange exchange)
            throws InterruptedException {
        ChannelName name = channel.name();
        HlsStream stream = streams.compute(name, (_, present) -> asked(present, own, channel));
        Optional<Content> playlist =
                exchange.isHead()
                        ? stream.playlist(form)
                        : stream.awaitPlaylist(form, own.firstSegmentWait());
        if (playlist.isPresent()) {
            send(playlist.get(), stream, exchange);
        } else {
            refuse(noSegment(name), exchange);
        }
    }

    private static Problem noSegment(ChannelName name) {
        return Problem.unavailable("%s has no whole segment yet".formatted(name), RETRY_AFTER);
    }

    /// Who reads a playlist that has ended does not wait for the next publisher.
    private Arrival await(
            ChannelName name, @Nullable HlsStream known, Duration patience, Exchange exchange)
            throws InterruptedException {
        boolean ended = known != null && known.isEnded();
        Optional<Channel> running =
                known == null || ended ? Optional.empty() : channels.findPublished(name);
        if (running.isPresent()) {
            return new Arrival.Here(running.get()); // whoever watches goes on, whatever happens
        }
        Route route = Visitor.route(exchange.request());
        return channels.await(name, route, ended ? Duration.ZERO : patience);
    }

    /// What is there, for those who only look.
    private Arrival look(ChannelName name) {
        return channels.findLive(name)
                .<Arrival>map(Arrival.Here::new)
                .orElseGet(() -> Arrival.Absent.nobodys("nobody publishes " + name));
    }

    /// Nobody publishes it, or no longer.
    private void answerPast(
            PlaylistUrl form, Arrival.Absent why, ChannelName name, Exchange exchange) {
        HlsStream known = streams.get(name);
        Optional<Content> past = known == null ? Optional.empty() : known.playlist(form);
        if (known == null || past.isEmpty()) {
            refuse(Absences.problem(why), exchange);
            return;
        }
        send(past.get(), known, exchange);
        if (known.isEnded()) {
            viewers.sawEnd(exchange.client(), known.name(), known.lastNumber());
        }
    }

    private void turnAway(Verdict verdict, Exchange exchange) {
        if (verdict instanceof Verdict.Refused) {
            viewers.refused();
        }
        Visitor.turnAway(verdict, exchange.request(), exchange.response(), exchange.callback());
    }

    private void refuse(Problem problem, Exchange exchange) {
        viewers.refused();
        exchange.refuse(problem);
    }

    /// Answers what only they may have who were let in for the playlist.
    ///
    /// @param what it is, for people
    /// @param send whether it was there and has been sent
    private void answerListed(
            String what, ChannelName name, Exchange exchange, Predicate<HlsStream> send) {
        HlsStream stream = streams.get(name);
        if (stream != null && isStranger(exchange, stream)) {
            exchange.refuse(Problem.forbidden("ask for the playlist of %s first".formatted(name)));
            return;
        }
        if (stream == null || !send.test(stream)) {
            String detail =
                    "%s has no %s, or no longer; the playlist says which there are"
                            .formatted(name, what);
            exchange.refuse(Problem.notFound(detail));
        }
    }

    /// Whether somebody has to be let in first.
    private boolean isStranger(Exchange exchange, HlsStream stream) {
        return stream.isGuarded() && !viewers.isLetIn(exchange.client(), stream.name());
    }

    private boolean sendSegment(long number, HlsStream stream, Exchange exchange) {
        Optional<Content> segment = stream.segment(number);
        segment.ifPresent(content -> {
            send(content, stream, exchange);
            viewers.sawSegment(exchange.client(), stream.name(), number);
        });
        return segment.isPresent();
    }

    private static boolean sendKey(long number, HlsStream stream, Exchange exchange) {
        Optional<Content> key = stream.key(number);
        key.ifPresent(exchange::send);
        return key.isPresent();
    }

    private HlsStream asked(@Nullable HlsStream present, HlsSettings own, Channel channel) {
        HlsStream stream =
                present == null
                        ? new HlsStream(
                                channel.name(), own, making, viewers.isGuarded(channel.name()))
                        : present;
        stream.ask(channel);
        return stream;
    }

    private void send(Content content, HlsStream stream, Exchange exchange) {
        long bytes = exchange.send(content);
        stream.ask();
        if (!stream.isEnded()) {
            viewers.saw(exchange.client(), stream.name(), stream.targetSeconds(), bytes);
        }
    }
}
