package dev.millrace.gateway.rtsp;

import dev.millrace.bytes.Shown;
import dev.millrace.rtsp.message.Headers;
import dev.millrace.rtsp.message.RtspMessage.Response;

/// What a client is told.
///
/// @param headers but those that every answer has
/// @param then what happens when it has been said
@SuppressWarnings("ArrayRecordComponent") // a value passed along, never compared
record RtspAnswer(int status, String phrase, Headers headers, byte[] body, Runnable then) {
    private static final int REASON_LENGTH_MAX = 200;
    private static final byte[] NOTHING = {};

    static RtspAnswer ok(Headers headers) {
        return ok(headers, NOTHING);
    }

    static RtspAnswer ok(Headers headers, byte[] body) {
        return of(200, headers, body);
    }

    /// It is to go elsewhere.
    static RtspAnswer redirect(String place) {
        return of(302, new Headers().with("Location", place), NOTHING);
    }

    /// It does not get what it wants. The reason goes where players show it.
    static RtspAnswer refuse(RtspRefusal refusal) {
        var headers = new Headers();
        if (refusal.status() == RtspRefusal.UNAUTHORIZED) {
            headers.with("WWW-Authenticate", "Basic realm=\"live\"");
        }
        if (refusal.retryAfterSeconds() > 0) {
            headers.with("Retry-After", String.valueOf(refusal.retryAfterSeconds()));
        }
        String reason = Shown.of(String.valueOf(refusal.getMessage()), REASON_LENGTH_MAX);
        String phrase = RtspRefusal.phrase(refusal.status()) + ": " + reason;
        return new RtspAnswer(refusal.status(), phrase, headers, NOTHING, () -> {});
    }

    private static RtspAnswer of(int status, Headers headers, byte[] body) {
        return new RtspAnswer(status, RtspRefusal.phrase(status), headers, body, () -> {});
    }

    /// The same, with something that happens when it has been said.
    RtspAnswer then(Runnable next) {
        return new RtspAnswer(status, phrase, headers, body, next);
    }

    /// With the headers that every answer has.
    byte[] encode(Headers common) {
        return new Response(status, phrase, common.with(headers), body).encode();
    }
}
