package dev.millrace.rtsp;

import dev.millrace.bytes.ProtocolException;
import dev.millrace.rtsp.message.Authenticator;
import dev.millrace.rtsp.message.Credentials;
import dev.millrace.rtsp.message.Headers;
import dev.millrace.rtsp.message.RtspMessage;
import dev.millrace.rtsp.message.SessionHeader;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Asks a server one thing after another, and proves who we are where it wants that.
final class Requests {
    /// Servers whose nonces live for one request say that they are old once; more is a loop.
    private static final int STALE_MAX = 3;

    /// A request that waits for its answer.
    ///
    /// @param own headers of this request alone
    /// @param refusals how often the server wanted proof of it
    record Sent(int number, String method, String url, Headers own, int refusals) {}

    private final String userAgent;
    private final @Nullable Authenticator authenticator;
    private final Consumer<? super RtspEffect> effects;
    private @Nullable Sent waiting;
    private @Nullable SessionHeader session;
    private int number;

    Requests(
            String userAgent,
            Optional<Credentials> credentials,
            RandomGenerator random,
            Consumer<? super RtspEffect> effects) {
        this.userAgent = userAgent;
        this.authenticator = credentials.map(who -> new Authenticator(who, random)).orElse(null);
        this.effects = effects;
    }

    /// Whether we said who we are.
    boolean hasCredentials() {
        return authenticator != null;
    }

    /// What the server calls the session, once there is one.
    Optional<SessionHeader> session() {
        return Optional.ofNullable(session);
    }

    void send(String method, String url, Headers own) {
        send(new Sent(++number, method, url, own, 0));
    }

    /// The request that this answers. Nothing if it answers none, or if the request is made again
    /// with proof of who we are.
    Optional<Sent> answered(RtspMessage.Response response) throws ProtocolException {
        Sent sent = waiting;
        if (sent == null || response.status() < 200 || !isFor(response, sent)) {
            return Optional.empty();
        }
        waiting = null;
        if (response.status() == 401 && mayProve(response, sent)) {
            send(new Sent(++number, sent.method, sent.url, sent.own, sent.refusals + 1));
            return Optional.empty();
        }
        if (response.isSuccess() && sent.method.equals("SETUP")) {
            Optional<String> header = response.headers().get("Session");
            session = header.isPresent() ? SessionHeader.parse(header.get()) : session;
        }
        return Optional.of(sent);
    }

    private boolean mayProve(RtspMessage.Response response, Sent sent) throws ProtocolException {
        if (authenticator == null || !authenticator.challenged(response)) {
            return false;
        }
        return sent.refusals == 0 || (authenticator.isStale() && sent.refusals < STALE_MAX);
    }

    /// Servers that forget the number have one request to answer.
    private static boolean isFor(RtspMessage.Response response, Sent sent) {
        String said = response.headers().get("CSeq").orElse("").strip();
        return said.isEmpty() || said.equals(Integer.toString(sent.number));
    }

    private void send(Sent request) {
        waiting = request;
        var headers = new Headers().with("CSeq", Integer.toString(request.number));
        headers.with("User-Agent", userAgent);
        if (session != null) {
            headers.with("Session", session.id());
        }
        if (authenticator != null) {
            authenticator
                    .authorization(request.method, request.url)
                    .ifPresent(proof -> headers.with("Authorization", proof));
        }
        headers.with(request.own);
        var message = new RtspMessage.Request(request.method, request.url, headers, new byte[0]);
        effects.accept(new RtspEffect.Send(message.encode()));
    }
}
