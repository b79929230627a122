package dev.millrace.rtsp;

import dev.millrace.bytes.ProtocolException;
import dev.millrace.bytes.ProtocolException.Malformed;
import dev.millrace.bytes.ProtocolException.Unsupported;
import dev.millrace.bytes.Shown;
import dev.millrace.rtsp.message.Headers;
import dev.millrace.rtsp.message.MessageReader;
import dev.millrace.rtsp.message.RtpInfo;
import dev.millrace.rtsp.message.RtspMessage;
import dev.millrace.rtsp.message.RtspMessage.Response;
import dev.millrace.rtsp.message.RtspUrl;
import dev.millrace.rtsp.message.SessionHeader;
import dev.millrace.rtsp.message.TransportHeader;
import dev.millrace.rtsp.rtp.RtpLimit;
import dev.millrace.rtsp.sdp.ControlUrl;
import dev.millrace.rtsp.sdp.SessionDescription;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/// The client's side of one connection that plays a stream, without the connection. RFC 2326.
///
/// ```
///  OPTIONS → DESCRIBE → SETUP of each track → PLAY → packets, and a sign of life now and then
/// ```
///
/// Bytes go in, effects come out in order, while the call lasts. Times are milliseconds of any
/// clock that never goes back.
public final class ClientSession {
    /// A third of the time that the server allows: an answer may be late, and one may be lost.
    private static final int SIGNS_OF_LIFE = 3;

    private static final long WAIT_MS_MAX = 1_000;
    private static final long REORDER_WAIT_MS = 10;

    private final RtspUrl url;
    private final Consumer<? super RtspEffect> effects;
    private final MessageReader reader = new MessageReader();
    private final Requests requests;
    private final Tracks tracks;
    private final Deque<PlannedTrack> planned = new ArrayDeque<>();
    private String playUrl;
    private boolean canGetParameter;
    private boolean playing;
    private boolean over;
    private long nowMs;
    private long startedAtMs;
    private long heardAtMs;
    private long reportAtMs;
    private long signOfLifeAtMs;

    public ClientSession(
            RtspUrl url,
            SessionSettings settings,
            RandomGenerator random,
            Consumer<? super RtspEffect> effects) {
        this.url = url;
        this.effects = effects;
        this.playUrl = url.toString();
        this.tracks = new Tracks(settings, random, effects);
        this.requests = new Requests(settings.userAgent(), url.credentials(), random, effects);
    }

    /// Begins to ask.
    public void start(long atMs) {
        at(atMs);
        heardAtMs = atMs;
        requests.send("OPTIONS", url.toString(), new Headers());
    }

    /// Bytes arrived over the connection.
    ///
    /// @throws ProtocolException when they are not RTSP, or nothing in the stream can be played
    public void receive(byte[] bytes, int length, long atMs) throws ProtocolException {
        at(atMs);
        reader.read(bytes, length, this::message);
    }

    /// A datagram arrived at one of our ports.
    ///
    /// @param track whose: 0 for the first pair of ports, 1 for the second
    public void datagram(int track, boolean isControl, byte[] bytes, long atMs) {
        at(atMs);
        if (!over) {
            tracks.datagram(track, isControl, bytes, sinceStart());
            afterPacket();
        }
    }

    /// Time passed; to be called after [#waitMs].
    public void tick(long atMs) {
        at(atMs);
        if (over || !playing) {
            return;
        }
        tracks.tick(sinceStart());
        if (nowMs >= reportAtMs) {
            reportAtMs = nowMs + RtpLimit.REPORT_INTERVAL_MS;
            tracks.report(sinceStart());
        }
        if (nowMs >= signOfLifeAtMs) {
            signOfLifeAtMs = nowMs + signOfLifeIntervalMs();
            String method = canGetParameter ? "GET_PARAMETER" : "OPTIONS";
            requests.send(method, playUrl, new Headers());
        }
    }

    /// How long nothing needs to be done if nothing arrives, at least 1 ms.
    public long waitMs(long atMs) {
        long reorderMs = tracks.isWaiting() ? REORDER_WAIT_MS : WAIT_MS_MAX;
        long dueMs = playing ? Math.min(reportAtMs, signOfLifeAtMs) - atMs : WAIT_MS_MAX;
        return Math.clamp(dueMs, 1, reorderMs);
    }

    /// When something last came of the server that brings the stream on: an answer, or media once
    /// it plays.
    public long heardAtMs() {
        return heardAtMs;
    }

    /// The server closed the connection.
    public void end() {
        finish("the server closed the connection");
    }

    /// Says goodbye. Nothing else is said afterwards, and nothing received.
    public void close(long atMs) {
        at(atMs);
        if (!over && requests.session().isPresent()) {
            tracks.bye(sinceStart());
            requests.send("TEARDOWN", playUrl, new Headers());
        }
        over = true;
    }

    private void at(long atMs) {
        nowMs = Math.max(nowMs, atMs);
    }

    private long sinceStart() {
        return nowMs - startedAtMs;
    }

    private void message(RtspMessage message) throws ProtocolException {
        if (over) {
            return;
        }
        switch (message) {
            case RtspMessage.Packet packet -> {
                tracks.packet(packet, sinceStart());
                afterPacket();
            }
            case RtspMessage.Request request -> asked(request);
            case Response response -> {
                Optional<Requests.Sent> sent = requests.answered(response);
                if (!playing) {
                    heardAtMs = nowMs;
                }
                if (sent.isPresent()) {
                    answered(sent.get(), response);
                }
            }
        }
    }

    private void afterPacket() {
        if (playing) {
            heardAtMs = Math.max(heardAtMs, startedAtMs + tracks.heardAtMs());
        }
        if (tracks.areOver()) {
            finish("the server said that the stream is over");
        }
    }

    private void answered(Requests.Sent sent, Response response) throws ProtocolException {
        if (response.isRedirect()) {
            redirected(response);
        } else if (sent.method().equals("SETUP")) {
            setUp(response);
        } else if (response.isSuccess()) {
            granted(sent, response);
        } else if (sent.method().equals("OPTIONS") && mayIgnore(response)) {
            if (!playing) {
                describe();
            }
        } else if (sent.method().equals("GET_PARAMETER") && mayIgnore(response)) {
            canGetParameter = false;
        } else {
            rejected(response);
        }
    }

    private void granted(Requests.Sent sent, Response response) throws ProtocolException {
        switch (sent.method()) {
            case "OPTIONS" -> {
                if (!playing) {
                    canGetParameter = names(response).contains("GET_PARAMETER");
                    describe();
                }
            }
            case "DESCRIBE" -> described(sent, response);
            case "PLAY" -> played(response);
            default -> {} // a sign of life
        }
    }

    /// Whether a refusal is only about what was asked, and not about us or the session.
    private static boolean mayIgnore(Response response) {
        return response.status() != 401 && response.status() != 403 && response.status() != 454;
    }

    private static String names(Response response) {
        return String.join(",", response.headers().all("Public")).toUpperCase(Locale.ROOT);
    }

    private void describe() {
        var headers = new Headers().with("Accept", "application/sdp");
        requests.send("DESCRIBE", url.toString(), headers);
    }

    private void described(Requests.Sent sent, Response response) throws ProtocolException {
        Headers headers = response.headers();
        String type = headers.get("Content-Type").orElse("application/sdp");
        if (!type.toLowerCase(Locale.ROOT).strip().startsWith("application/sdp")) {
            throw new Malformed("the description is %s, not SDP".formatted(Shown.of(type)));
        }
        String base =
                ControlUrl.base(
                        headers.get("Content-Base").orElse(""),
                        headers.get("Content-Location").orElse(""),
                        sent.url());
        String text = new String(response.body(), StandardCharsets.UTF_8);
        TrackPlan plan = TrackPlan.of(SessionDescription.parse(text), base);
        if (plan.tracks().isEmpty()) {
            String reasons = String.join("; ", plan.leftOut());
            throw new Unsupported("nothing in the stream can be played: " + reasons);
        }
        plan.leftOut().forEach(why -> effects.accept(new RtspEffect.Notice(why)));
        playUrl = plan.url();
        planned.addAll(plan.tracks());
        setUpNext();
    }

    private void setUpNext() {
        if (planned.isEmpty()) {
            startedAtMs = nowMs;
            requests.send("PLAY", playUrl, new Headers().with("Range", "npt=0.000-"));
        } else {
            PlannedTrack track = planned.element();
            var headers = new Headers().with("Transport", tracks.transport(track));
            requests.send("SETUP", track.url(), headers);
        }
    }

    /// A track that is refused does not keep the others from playing.
    private void setUp(Response response) throws ProtocolException {
        PlannedTrack track = planned.remove();
        if (response.isSuccess()) {
            String wanted = tracks.transport(track);
            String transport = response.headers().get("Transport").orElse(wanted);
            tracks.add(track, TransportHeader.parse(transport));
        } else if (!mayIgnore(response) || (planned.isEmpty() && tracks.isEmpty())) {
            rejected(response);
            return;
        } else {
            effects.accept(
                    new RtspEffect.Notice(
                            "%s is left out: %s".formatted(track.name(), refusal(response))));
        }
        setUpNext();
    }

    private void played(Response response) throws ProtocolException {
        playing = true;
        heardAtMs = nowMs;
        reportAtMs = nowMs + RtpLimit.REPORT_INTERVAL_MS;
        signOfLifeAtMs = nowMs + signOfLifeIntervalMs();
        for (String info : response.headers().all("RTP-Info")) {
            tracks.begin(RtpInfo.parse(info));
        }
        effects.accept(new RtspEffect.Playing());
    }

    private long signOfLifeIntervalMs() {
        int timeoutSeconds = requests.session().map(SessionHeader::timeoutSeconds).orElse(60);
        return Math.max(1_000, timeoutSeconds * 1_000L / SIGNS_OF_LIFE);
    }

    /// The server wants something of us. RFC 2326, 10.
    private void asked(RtspMessage.Request request) {
        boolean isKnown =
                List.of("OPTIONS", "GET_PARAMETER", "SET_PARAMETER", "ANNOUNCE", "TEARDOWN")
                        .contains(request.method());
        var headers = new Headers().with("CSeq", request.headers().get("CSeq").orElse("0"));
        if (request.method().equals("OPTIONS")) {
            headers.with("Public", "OPTIONS, GET_PARAMETER, SET_PARAMETER, ANNOUNCE, TEARDOWN");
        }
        var answer =
                isKnown
                        ? new Response(200, "OK", headers, new byte[0])
                        : new Response(501, "Not Implemented", headers, new byte[0]);
        effects.accept(new RtspEffect.Send(answer.encode()));
        if (request.method().equals("TEARDOWN")) {
            finish("the server ended the stream");
        }
    }

    private void redirected(Response response) throws ProtocolException {
        String location =
                response.headers()
                        .get("Location")
                        .orElseThrow(() -> new Malformed("the server sends us on to nowhere"));
        over = true;
        effects.accept(new RtspEffect.Redirected(location));
    }

    private void rejected(Response response) {
        tracks.end();
        over = true;
        String code = Integer.toString(response.status());
        effects.accept(new RtspEffect.Rejected(code, refusal(response)));
    }

    /// What a refusal means, for people.
    private String refusal(Response response) {
        return switch (response.status()) {
            case 401 ->
                    requests.hasCredentials()
                            ? "the server does not accept the user name and password"
                            : "the server wants a user name and a password";
            case 403 -> "the server does not let us play that";
            case 404 -> "there is no such stream";
            case 454 -> "the server has forgotten the session";
            case 461 -> "the server does not send that over %s".formatted(tracks.wayName());
            default -> Shown.of(response.reason(), 100);
        };
    }

    private void finish(String reason) {
        if (!over) {
            tracks.end();
            over = true;
            effects.accept(new RtspEffect.Ended(reason));
        }
    }
}
