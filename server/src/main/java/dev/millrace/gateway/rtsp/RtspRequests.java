package dev.millrace.gateway.rtsp;

import dev.millrace.bytes.ProtocolException;
import dev.millrace.bytes.Shown;
import dev.millrace.rtsp.message.Headers;
import dev.millrace.rtsp.message.RtspMessage.Request;
import dev.millrace.rtsp.message.SessionHeader;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a client may ask for, and who answers it: what is played, or what is published. One at a
/// time; may wait.
final class RtspRequests {
    private static final Logger LOG = LoggerFactory.getLogger(RtspRequests.class);
    private static final String METHODS =
            "OPTIONS, DESCRIBE, ANNOUNCE, SETUP, PLAY, PAUSE, RECORD, GET_PARAMETER,"
                    + " SET_PARAMETER, TEARDOWN";

    private final RtspConnection connection;
    private final RtspPlaying playing;
    private final RtspPublishing publishing;

    RtspRequests(RtspConnection connection, RtspPlaying playing, RtspPublishing publishing) {
        this.connection = connection;
        this.playing = playing;
        this.publishing = publishing;
    }

    RtspAnswer answer(Request request) throws InterruptedException {
        try {
            refuseDemands(request);
            refuseOtherSessions(request);
            return of(request);
        } catch (RtspRefusal e) {
            log(request, e);
            return RtspAnswer.refuse(e);
        } catch (ProtocolException e) {
            var refusal = new RtspRefusal(RtspRefusal.BAD_REQUEST, String.valueOf(e.getMessage()));
            log(request, refusal);
            return RtspAnswer.refuse(refusal);
        }
    }

    private RtspAnswer of(Request request)
            throws RtspRefusal, ProtocolException, InterruptedException {
        return switch (request.method()) {
            case "OPTIONS" -> RtspAnswer.ok(new Headers().with("Public", METHODS));
            case "DESCRIBE" -> describe(request);
            case "ANNOUNCE" -> announce(request);
            case "SETUP" ->
                    publishing.isAnnounced() ? publishing.setup(request) : playing.setup(request);
            case "RECORD" -> publishing.record();
            case "PLAY" -> playing.play();
            case "PAUSE" -> playing.pause();
            case "GET_PARAMETER", "SET_PARAMETER" -> RtspAnswer.ok(connection.sessionHeader());
            case "TEARDOWN" -> {
                publishing.close();
                yield playing.teardown();
            }
            default ->
                    throw new RtspRefusal(
                            RtspRefusal.NOT_IMPLEMENTED,
                            "there is no %s here".formatted(Shown.of(request.method(), 40)));
        };
    }

    private RtspAnswer announce(Request request)
            throws RtspRefusal, ProtocolException, InterruptedException {
        playing.refuseWhilePlaying();
        if (!publishing.isAnnounced()) {
            playing.teardown(); // what was described is no longer wanted
        }
        return publishing.announce(request);
    }

    private RtspAnswer describe(Request request)
            throws RtspRefusal, ProtocolException, InterruptedException {
        if (publishing.isAnnounced()) {
            throw new RtspRefusal(
                    RtspRefusal.WRONG_STATE, "something is announced; TEARDOWN that first");
        }
        return playing.describe(request);
    }

    /// RFC 2326, 12.32: what the client cannot do without, and nobody here knows.
    private static void refuseDemands(Request request) throws RtspRefusal {
        Optional<String> demand = request.headers().get("Require");
        if (demand.isPresent()) {
            throw new RtspRefusal(
                    RtspRefusal.UNKNOWN_DEMAND, "nobody here knows " + Shown.of(demand.get(), 60));
        }
    }

    private void refuseOtherSessions(Request request) throws RtspRefusal, ProtocolException {
        Optional<String> said = request.headers().get("Session");
        if (said.isPresent()
                && !SessionHeader.parse(said.get()).id().equals(connection.sessionId())) {
            throw new RtspRefusal(
                    RtspRefusal.NO_SESSION, "a session ends with its connection; SETUP another");
        }
    }

    private void log(Request request, RtspRefusal refusal) {
        LOG.info(
                "{} {} is refused {}: {}",
                connection.session().id(),
                connection.session().remote(),
                request.method(),
                refusal.getMessage());
    }
}
