package dev.millrace.gateway.rtsp;

import dev.millrace.channel.Arrival;
import dev.millrace.entry.Verdict;
import java.io.IOException;

/// A client does not get what it asked for. RFC 2326, 7.1.1.
final class RtspRefusal extends Exception {
    static final int BAD_REQUEST = 400;
    static final int UNAUTHORIZED = 401;
    static final int FORBIDDEN = 403;
    static final int NOT_FOUND = 404;
    static final int UNSUPPORTED_MEDIA = 415;
    static final int NO_SESSION = 454;
    static final int WRONG_STATE = 455;
    static final int UNSUPPORTED_TRANSPORT = 461;
    static final int NOT_IMPLEMENTED = 501;
    static final int UNAVAILABLE = 503;
    static final int UNKNOWN_DEMAND = 551;

    private static final long serialVersionUID = 1;
    private static final int NOBODY_CAN_SAY_SECONDS = 5;

    private final int status;
    private final int retryAfterSeconds;

    /// @param reason for people
    RtspRefusal(int status, String reason) {
        this(status, reason, 0);
    }

    private RtspRefusal(int status, String reason, int retryAfterSeconds) {
        super(reason);
        this.status = status;
        this.retryAfterSeconds = retryAfterSeconds;
    }

    /// Somebody may not.
    static RtspRefusal of(Verdict.Refused refused) {
        return switch (refused.kind()) {
            case FORBIDDEN, TOO_MANY -> new RtspRefusal(FORBIDDEN, refused.reason());
            case LOGIN_NEEDED -> new RtspRefusal(UNAUTHORIZED, refused.reason());
            case ABSENT -> new RtspRefusal(NOT_FOUND, refused.reason());
            case UNAVAILABLE ->
                    new RtspRefusal(UNAVAILABLE, refused.reason(), NOBODY_CAN_SAY_SECONDS);
        };
    }

    /// A channel is not there: 503 if it is somebody's duty to bring it.
    static RtspRefusal of(Arrival.Absent absent) {
        return absent.retryAfter()
                .map(later ->
                        new RtspRefusal(
                                UNAVAILABLE, absent.reason(), Math.max(1, (int) later.toSeconds())))
                .orElseGet(() -> new RtspRefusal(NOT_FOUND, absent.reason()));
    }

    /// None of the ways that are offered for packets is one.
    static RtspRefusal noTransport(boolean isSecure) {
        return new RtspRefusal(
                UNSUPPORTED_TRANSPORT,
                isSecure
                        ? "over RTSPS it is RTP/AVP/TCP;unicast;interleaved=0-1"
                        : "it is RTP/AVP/TCP;unicast;interleaved=0-1 or"
                                + " RTP/AVP;unicast;client_port=5000-5001");
    }

    /// There are no ports.
    static RtspRefusal noUdp(IOException why) {
        return new RtspRefusal(UNSUPPORTED_TRANSPORT, "no UDP: " + why.getMessage());
    }

    int status() {
        return status;
    }

    /// 0 if nothing is said.
    int retryAfterSeconds() {
        return retryAfterSeconds;
    }

    /// What a status means, in the words of the RFC.
    static String phrase(int status) {
        return switch (status) {
            case 200 -> "OK";
            case 302 -> "Moved Temporarily";
            case BAD_REQUEST -> "Bad Request";
            case UNAUTHORIZED -> "Unauthorized";
            case FORBIDDEN -> "Forbidden";
            case NOT_FOUND -> "Not Found";
            case UNSUPPORTED_MEDIA -> "Unsupported Media Type";
            case NO_SESSION -> "Session Not Found";
            case WRONG_STATE -> "Method Not Valid in This State";
            case UNSUPPORTED_TRANSPORT -> "Unsupported Transport";
            case NOT_IMPLEMENTED -> "Not Implemented";
            case UNAVAILABLE -> "Service Unavailable";
            case UNKNOWN_DEMAND -> "Option not supported";
            default -> "Internal Server Error";
        };
    }
}
