package dev.millrace.gateway.rtsp;

import dev.millrace.bytes.ProtocolException;
import dev.millrace.channel.Arrival;
import dev.millrace.channel.Channel;
import dev.millrace.channel.Group;
import dev.millrace.channel.Subscription;
import dev.millrace.channel.Subscription.Step;
import dev.millrace.codec.Codec;
import dev.millrace.entry.Verdict;
import dev.millrace.entry.Visit;
import dev.millrace.gateway.Hub;
import dev.millrace.media.ChannelName;
import dev.millrace.media.Track;
import dev.millrace.media.TrackKind;
import dev.millrace.observe.Session;
import dev.millrace.observe.Session.Role;
import dev.millrace.rtsp.message.Headers;
import dev.millrace.rtsp.message.RtspMessage.Request;
import dev.millrace.rtsp.message.TransportOffer;
import dev.millrace.rtsp.payload.OutgoingFormat;
import dev.millrace.rtsp.sdp.DescriptionText;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a client plays: one channel at a time.
///
/// ```
///  DESCRIBE → SETUP of each track → PLAY ⇄ PAUSE → TEARDOWN
/// ```
///
/// Requests come one at a time and may wait. Who takes its packets over the connection is there as
/// long as it takes them; who gets datagrams has to give a sign of life now and then.
final class RtspPlaying {
    private static final Logger LOG = LoggerFactory.getLogger(RtspPlaying.class);
    private static final int TRACKS_MAX = 2;

    /// So much of a channel shows what it consists of.
    private static final Duration TELLING = Duration.ofSeconds(1);

    private final RtspConnection connection;
    private final Session session;
    private final LongAdder missedGroups = new LongAdder();

    /// What of a channel was described.
    ///
    /// @param url that was asked for
    private record Offer(RtspAddress url, Channel channel, List<OutgoingFormat> formats) {}

    private @Nullable Offer offer;
    private volatile Map<Integer, OutgoingTrack> tracks = Map.of();
    private long originUs = Long.MIN_VALUE;
    private long startNtpUs;
    private volatile @Nullable RtspViewer viewer;

    RtspPlaying(RtspConnection connection) {
        this.connection = connection;
        this.session = connection.session();
    }

    private Hub hub() {
        return connection.gateway().hub();
    }

    boolean isPlaying() {
        RtspViewer playing = viewer;
        return playing != null && !playing.done().isDone();
    }

    /// Whether the client need not say anything to be there.
    boolean isTaking() {
        return isPlaying()
                && tracks.values().stream().noneMatch(track -> track.transport().isPaced());
    }

    /// Whether it gave a sign of life beside its requests.
    boolean isAlive() {
        boolean isAlive = false;
        for (OutgoingTrack track : tracks.values()) {
            isAlive |= track.transport().isPaced() && track.transport().isAlive();
        }
        return isAlive;
    }

    RtspAnswer describe(Request request)
            throws RtspRefusal, ProtocolException, InterruptedException {
        refuseWhilePlaying();
        RtspAddress address = connection.address(request);
        Optional<RtspAnswer> elsewhere = enter(address, request);
        if (elsewhere.isPresent()) {
            return elsewhere.get();
        }
        Offer described = offered();
        var text =
                new DescriptionText(
                        Instant.now().getEpochSecond(),
                        described.channel.name().path(),
                        address.url().toString());
        for (int i = 0; i < described.formats.size(); i++) {
            OutgoingFormat format = described.formats.get(i);
            text.medium(
                    format.kind().name(),
                    format.payloadType(),
                    format.encoding(),
                    format.parameters(),
                    address.trackUrl(i));
        }
        return RtspAnswer.ok(
                new Headers()
                        .with("Content-Type", "application/sdp")
                        .with("Content-Base", address.url().toString()),
                text.toString().getBytes(StandardCharsets.UTF_8));
    }

    RtspAnswer setup(Request request) throws RtspRefusal, ProtocolException, InterruptedException {
        refuseWhilePlaying();
        RtspAddress address = connection.address(request);
        if (offer == null || !offer.url.channel().equals(address.channel())) {
            Optional<RtspAnswer> elsewhere = enter(address, request);
            if (elsewhere.isPresent()) {
                return elsewhere.get();
            }
        }
        Offer described = offered();
        int number = number(address, described);
        var track =
                new OutgoingTrack(
                        described.formats.get(number),
                        described.url.trackUrl(number),
                        transport(request, number),
                        connection.gateway().random());
        var more = new TreeMap<>(tracks);
        OutgoingTrack former = more.put(number, track);
        if (former != null) {
            former.transport().close();
        }
        tracks = more;
        return RtspAnswer.ok(connection.sessionHeader().with("Transport", track.transportHeader()));
    }

    private static int number(RtspAddress address, Offer described) throws RtspRefusal {
        int number = address.track().orElse(described.formats.size() == 1 ? 0 : TRACKS_MAX);
        if (number >= described.formats.size()) {
            throw new RtspRefusal(
                    RtspRefusal.NOT_FOUND,
                    "there is no such track; the first is " + described.url.trackUrl(0));
        }
        return number;
    }

    private Transport transport(Request request, int number) throws RtspRefusal {
        List<TransportOffer> offers =
                TransportOffer.parse(request.headers().get("Transport").orElse(""));
        for (TransportOffer one : offers) {
            if (one.isTcp()) {
                int channel = one.rtp().orElse(2 * number);
                return new TcpTransport(
                        connection.output(), channel, one.rtcp().orElse(channel + 1));
            }
            if (!connection.isSecure()) {
                return udp(one);
            }
        }
        throw RtspRefusal.noTransport(connection.isSecure());
    }

    private Transport udp(TransportOffer one) throws RtspRefusal {
        var client = connection.client();
        try {
            return UdpTransport.open(
                    connection.local(),
                    new InetSocketAddress(client, one.rtp().orElseThrow()),
                    new InetSocketAddress(client, one.rtcp().orElseThrow()),
                    session.bytesOut());
        } catch (IOException e) {
            throw RtspRefusal.noUdp(e);
        }
    }

    RtspAnswer play() throws RtspRefusal, InterruptedException {
        if (isPlaying()) {
            return RtspAnswer.ok(connection.sessionHeader());
        }
        Offer described = offer;
        if (described == null || tracks.isEmpty()) {
            throw new RtspRefusal(RtspRefusal.WRONG_STATE, "there is no track to play; SETUP one");
        }
        awaitViewer();
        Subscription frames = described.channel.subscribe();
        try {
            return play(described, frames);
        } catch (RtspRefusal | InterruptedException e) {
            frames.close();
            throw e;
        }
    }

    private RtspAnswer play(Offer described, Subscription frames)
            throws RtspRefusal, InterruptedException {
        Channel channel = described.channel;
        long untilNs = System.nanoTime() + connection.settings().playWait().toNanos();
        Group first = firstGroup(channel, frames, Hub.startUntilNs(channel, untilNs));
        long beginsUs = first.startDtsUs();
        if (originUs == Long.MIN_VALUE) {
            originUs = beginsUs;
            startNtpUs = RtspViewer.ntpNowUs();
        }
        var next = new RtspViewer(plan(described), frames, first.sequence(), new Told());
        viewer = next;
        LOG.info("{} {} plays {}", session.id(), session.remote(), channel.name());
        String info =
                tracks.values().stream()
                        .map(track -> track.info(beginsUs - originUs))
                        .collect(Collectors.joining(","));
        return RtspAnswer.ok(
                        connection.sessionHeader().with("Range", "npt=now-").with("RTP-Info", info))
                .then(next::start);
    }

    private RtspViewer.Play plan(Offer described) {
        var byKind = new EnumMap<TrackKind, OutgoingTrack>(TrackKind.class);
        tracks.forEach((number, track) -> byKind.put(described.formats.get(number).kind(), track));
        ChannelName name = described.channel.name();
        return new RtspViewer.Play(
                described.channel,
                byKind,
                hub().channels().settings(name).lagMax(),
                originUs,
                startNtpUs);
    }

    /// It goes on with PLAY, at the newest key frame.
    RtspAnswer pause() throws RtspRefusal, InterruptedException {
        if (tracks.isEmpty()) {
            throw new RtspRefusal(RtspRefusal.WRONG_STATE, "nothing is played");
        }
        stopViewer();
        awaitViewer();
        return RtspAnswer.ok(connection.sessionHeader());
    }

    /// Ends all of it; the client may begin anew.
    RtspAnswer teardown() throws InterruptedException {
        Headers last = connection.sessionHeader();
        stopViewer();
        awaitViewer();
        leave();
        return RtspAnswer.ok(last);
    }

    /// The connection is over. Does not wait.
    void close() {
        stopViewer();
        tracks.values().forEach(track -> track.transport().close());
    }

    private void stopViewer() {
        RtspViewer playing = viewer;
        if (playing != null) {
            playing.stop();
        }
    }

    private void awaitViewer() throws InterruptedException {
        RtspViewer playing = viewer;
        if (playing != null) {
            try {
                playing.done().get();
            } catch (ExecutionException e) {
                throw new IllegalStateException(e); // it is only ever completed
            }
        }
    }

    /// Gives back the place that it has.
    private void leave() {
        tracks.values().forEach(track -> track.transport().close());
        tracks = Map.of();
        offer = null;
        originUs = Long.MIN_VALUE;
        session.disengage();
    }

    void refuseWhilePlaying() throws RtspRefusal {
        if (isPlaying()) {
            throw new RtspRefusal(RtspRefusal.WRONG_STATE, "it plays already; TEARDOWN that first");
        }
    }

    private Offer offered() {
        return Objects.requireNonNull(offer);
    }

    /// Asks whether the client may, and waits for what it wants.
    ///
    /// @return where it is to go instead, if it is
    private Optional<RtspAnswer> enter(RtspAddress address, Request request)
            throws RtspRefusal, InterruptedException {
        leave();
        Visit visit = connection.visit(Visit.Deed.PLAY, address, request);
        try {
            return switch (connection.ask(visit)) {
                case Verdict.Welcome(var name) -> {
                    session.engage(Role.VIEWER, name.toString());
                    session.whenLeft(() -> connection.left(visit));
                    missedGroups.reset();
                    session.countSkipsBy(missedGroups::sum);
                    offer = offer(address, name, visit);
                    yield Optional.empty();
                }
                case Verdict.Redirected(var place) -> Optional.of(connection.redirect(place));
                case Verdict.Refused refused -> throw RtspRefusal.of(refused);
            };
        } catch (RtspRefusal e) {
            session.disengage();
            session.note(String.valueOf(e.getMessage()));
            hub().sessions().refusedViewers().count(session.protocol());
            throw e;
        }
    }

    private Offer offer(RtspAddress address, ChannelName name, Visit visit)
            throws RtspRefusal, InterruptedException {
        var patience = connection.settings().playWait();
        long untilNs = System.nanoTime() + patience.toNanos();
        return switch (hub().channels().await(name, visit.route(), patience)) {
            case Arrival.Absent absent -> throw RtspRefusal.of(absent);
            case Arrival.Here(var channel) -> {
                try (Subscription frames = channel.subscribe()) {
                    firstGroup(channel, frames, Hub.startUntilNs(channel, untilNs));
                    awaitTracks(channel, frames);
                }
                yield new Offer(address, channel, formats(channel));
            }
        };
    }

    /// Some tracks are known with their first frame only: who comes together with the publisher
    /// waits a moment for both.
    private static void awaitTracks(Channel channel, Subscription frames)
            throws InterruptedException {
        long untilNs = System.nanoTime() + TELLING.toNanos();
        long enoughUs = TELLING.toNanos() / 1_000;
        while (channel.kept().durationUs() < enoughUs
                && !hasBoth(channel)
                && frames.await(untilNs)) {
            if (frames.poll() instanceof Step.Ended) {
                return;
            }
        }
    }

    private static boolean hasBoth(Channel channel) {
        return channel.catalog().track(TrackKind.VIDEO).isPresent()
                && channel.catalog().track(TrackKind.AUDIO).isPresent();
    }

    private List<OutgoingFormat> formats(Channel channel) throws RtspRefusal {
        var formats = new ArrayList<OutgoingFormat>();
        var others = new ArrayList<String>();
        for (Track track : channel.catalog().tracks()) {
            Optional<OutgoingFormat> format =
                    track.config() instanceof Codec codec
                            ? OutgoingFormat.of(codec)
                            : Optional.empty();
            if (format.isPresent()) {
                formats.add(format.get());
            } else if (track.config().kind() != TrackKind.DATA) {
                others.add(track.config().codecName());
            }
        }
        String left = "there is no way for %s over RTSP".formatted(String.join(", ", others));
        if (formats.isEmpty()) {
            throw new RtspRefusal(RtspRefusal.UNSUPPORTED_MEDIA, left);
        }
        if (!others.isEmpty()) {
            session.note(left);
        }
        return formats;
    }

    /// The group that the client begins with; waits for one.
    private Group firstGroup(Channel channel, Subscription frames, long untilNs)
            throws RtspRefusal, InterruptedException {
        while (frames.await(untilNs)) {
            switch (frames.poll()) {
                case Step.GroupOpened(var group, _) -> {
                    return group;
                }
                case Step.Ended() ->
                        throw new RtspRefusal(RtspRefusal.NOT_FOUND, channel.name() + " has ended");
                default -> {}
            }
        }
        throw new RtspRefusal(
                RtspRefusal.NOT_FOUND,
                "%s is published, but nothing to see came within %d ms"
                        .formatted(channel.name(), connection.settings().playWait().toMillis()));
    }

    private final class Told implements RtspViewer.Player {
        @Override
        public void skipped(long groups) {
            missedGroups.add(groups);
            session.note(
                    "skipped %d groups: the client takes less than the channel has"
                            .formatted(groups));
        }

        @Override
        public void over(String why) {
            connection.hangUpAfterFarewell(why);
        }

        @Override
        public void lost(String why) {
            connection.hangUp(why);
        }
    }
}
