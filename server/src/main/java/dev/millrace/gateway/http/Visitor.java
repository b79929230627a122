package dev.millrace.gateway.http;

import dev.millrace.entry.Logins;
import dev.millrace.entry.Verdict;
import dev.millrace.entry.Visit;
import dev.millrace.hook.HookEvent.Way;
import dev.millrace.media.ChannelName;
import dev.millrace.media.Route;
import dev.millrace.net.Addresses;
import dev.millrace.net.http.Problem;
import dev.millrace.observe.Session;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// Somebody who wants to watch or publish over HTTP, and how it is told that it may not.
public final class Visitor {
    /// Servers that have asked one another for the same. RFC 8586, 2.
    private static final String CDN_LOOP = "CDN-Loop";

    private static final Duration WRONG_TOO_OFTEN = Duration.ofMinutes(1);
    private static final Duration NOBODY_CAN_SAY = Duration.ofSeconds(5);

    private Visitor() {}

    /// The way that a request came.
    public static Route route(Request request) {
        String query = Optional.ofNullable(request.getHttpURI().getQuery()).orElse("");
        return new Route(query, via(request), "");
    }

    /// The same of somebody who is known here.
    public static Route route(Request request, Session session) {
        Route route = route(request);
        return new Route(route.query(), route.via(), session.id());
    }

    /// The servers that a request came through.
    public static List<String> via(Request request) {
        return Route.parse(String.join(",", request.getHeaders().getValuesList(CDN_LOOP)));
    }

    /// What is wanted, for those who are asked.
    public static Visit visit(Request request, Session session, ChannelName channel) {
        return visit(Visit.Deed.PLAY, request, session, channel);
    }

    /// The same of somebody who may want something else than to watch.
    public static Visit visit(
            Visit.Deed deed, Request request, Session session, ChannelName channel) {
        Route route = route(request);
        String page = header(request, HttpHeader.REFERER);
        return new Visit(
                deed,
                session.id(),
                session.protocol(),
                Addresses.inet(request.getConnectionMetaData().getRemoteSocketAddress()),
                channel,
                new Way(
                        "%s://%s/%s"
                                .formatted(
                                        request.getHttpURI().getScheme(),
                                        header(request, HttpHeader.HOST),
                                        channel.app()),
                        route.query(),
                        page.isEmpty() ? header(request, HttpHeader.ORIGIN) : page,
                        Client.of(request).agent(),
                        Logins.of(header(request, HttpHeader.AUTHORIZATION), route.query())),
                route.via());
    }

    /// Answers somebody who is not let in.
    public static void turnAway(
            Verdict verdict, Request request, Response response, Callback callback) {
        switch (verdict) {
            case Verdict.Redirected(URI place) -> redirect(place, request, response, callback);
            case Verdict.Refused refused ->
                    problem(refused, response).send(request, response, callback);
            case Verdict.Welcome(var channel) ->
                    throw new IllegalArgumentException("welcome to " + channel);
        }
    }

    private static void redirect(URI place, Request request, Response response, Callback callback) {
        if (!isHttp(place)) {
            notOverHttp(place).send(request, response, callback);
            return;
        }
        response.setStatus(HttpStatus.FOUND_302);
        response.getHeaders().put(HttpHeader.LOCATION, location(place, request));
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        callback.succeeded();
    }

    /// The same to somebody who has something to send, and is to send it there.
    public static Problem moved(URI place, Request request, Response response) {
        if (!isHttp(place)) {
            return notOverHttp(place);
        }
        String there = location(place, request);
        response.getHeaders().put(HttpHeader.LOCATION, there);
        return new Problem(HttpStatus.TEMPORARY_REDIRECT_307, "it is at " + there);
    }

    private static boolean isHttp(URI place) {
        return place.getScheme().matches("https?");
    }

    private static Problem notOverHttp(URI place) {
        return Problem.forbidden("it is elsewhere, by %s only".formatted(place.getScheme()));
    }

    /// The virtual host may have been the host of the URL, which is another one there.
    private static String location(URI place, Request request) {
        if (place.getRawPath().length() > 1) {
            return place.toString();
        }
        String server = place.toString().replaceFirst("/$", "");
        String asked = request.getHttpURI().getPathQuery();
        String vhost = VhostHandler.of(request);
        boolean isSaid = vhost.isEmpty() || vhost.equals(ChannelName.DEFAULT_VHOST);
        String more = isSaid || asked.contains("vhost=") ? "" : "vhost=" + vhost;
        String mark = more.isEmpty() ? "" : asked.contains("?") ? "&" : "?";
        return server + asked + mark + more;
    }

    /// A refusal, in the words of HTTP.
    public static Problem problem(Verdict.Refused refused, Response response) {
        return switch (refused.kind()) {
            case FORBIDDEN -> Problem.forbidden(refused.reason());
            case LOGIN_NEEDED -> {
                response.getHeaders()
                        .put(
                                HttpHeader.WWW_AUTHENTICATE,
                                "Basic realm=\"live\", charset=\"UTF-8\"");
                yield new Problem(HttpStatus.UNAUTHORIZED_401, refused.reason());
            }
            case ABSENT -> Problem.notFound(refused.reason());
            case TOO_MANY ->
                    new Problem(
                            HttpStatus.TOO_MANY_REQUESTS_429,
                            refused.reason(),
                            "too-many-logins",
                            Optional.of(WRONG_TOO_OFTEN));
            case UNAVAILABLE -> Problem.unavailable(refused.reason(), NOBODY_CAN_SAY);
        };
    }

    private static String header(Request request, HttpHeader name) {
        return Optional.ofNullable(request.getHeaders().get(name)).orElse("");
    }
}
