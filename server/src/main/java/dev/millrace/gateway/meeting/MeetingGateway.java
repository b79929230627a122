package dev.millrace.gateway.meeting;

import dev.millrace.bytes.ProtocolException.Malformed;
import dev.millrace.channel.Channels;
import dev.millrace.entry.Verdict;
import dev.millrace.gateway.Hub;
import dev.millrace.gateway.http.LetIn;
import dev.millrace.gateway.http.VhostHandler;
import dev.millrace.gateway.http.Visitor;
import dev.millrace.json.Json;
import dev.millrace.media.ChannelName;
import dev.millrace.net.http.Content;
import dev.millrace.net.http.Methods;
import dev.millrace.net.http.Problem;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// `/api/v2/meetings/{room}`: the streams that are published in the app `meeting/{room}`, for
/// whoever may watch there. The right to read the API is not needed.
///
/// Who asks is asked about as somebody who wants to play in that app, a stream of no name, so a
/// room that nobody is in is no different from any other. A stream for which other rules hold than
/// for that is not listed.
public final class MeetingGateway extends Handler.Abstract {
    private static final String ROOT = "/api/v2/meetings/";
    private static final String APP = "meeting/";

    /// More than anybody could watch at a time.
    static final int STREAMS_MAX = 100;

    private final Channels channels;
    private final LetIn viewers;
    private final BiPredicate<ChannelName, ChannelName> alike;

    private record Room(String room, List<String> streams) {}

    /// @param alike whether the same is asked of those who want to watch either channel
    public MeetingGateway(Hub hub, BiPredicate<ChannelName, ChannelName> alike) {
        this.channels = hub.channels();
        this.viewers = LetIn.forAMinute(hub, "meeting");
        this.alike = alike;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        String path = String.valueOf(request.getHttpURI().getDecodedPath());
        if (!path.startsWith(ROOT)) {
            return false;
        }
        if (!Methods.isReading(request, response, callback)) {
            return true;
        }
        String room = path.substring(ROOT.length());
        try {
            ChannelName nobody = nobodyIn(room, VhostHandler.of(request));
            Optional<Verdict> no = viewers.refusal(nobody, request);
            if (no.isPresent()) {
                Visitor.turnAway(no.get(), request, response, callback);
            } else {
                Content.of("application/json", Json.bytes(new Room(room, streams(nobody))))
                        .cached("no-store")
                        .send(request, response, callback);
            }
        } catch (Malformed e) {
            Problem.badRequest("room: " + e.getMessage()).send(request, response, callback);
        } catch (InterruptedException e) {
            Problem.unavailable("the server is stopping").send(request, response, callback);
        }
        return true;
    }

    /// The stream of no name in a room.
    private static ChannelName nobodyIn(String room, String vhost) throws Malformed {
        if (room.indexOf('/') >= 0) {
            throw new Malformed("its name has no slash");
        }
        ChannelName somebody = ChannelName.of(vhost, APP + room, "somebody");
        return new ChannelName(somebody.vhost(), somebody.app(), "");
    }

    private List<String> streams(ChannelName nobody) {
        return channels.liveBeside(nobody)
                .filter(name -> alike.test(nobody, name))
                .map(ChannelName::stream)
                .sorted()
                .limit(STREAMS_MAX)
                .toList();
    }
}
