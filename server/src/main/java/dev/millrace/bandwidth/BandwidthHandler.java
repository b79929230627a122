package dev.millrace.bandwidth;

import dev.millrace.access.Access;
import dev.millrace.access.Right;
import dev.millrace.json.Json;
import dev.millrace.net.Addresses;
import dev.millrace.net.Origin;
import dev.millrace.net.http.Content;
import dev.millrace.net.http.Methods;
import dev.millrace.net.http.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// `/api/v2/bandwidth`: GET sends noise for some seconds, POST takes what comes for as long at most
/// and says how fast it came.
///
/// For those who may read the API, and for who shows the key. Both cost bandwidth, so only so many
/// run at a time, at a bit rate that is set.
public final class BandwidthHandler extends Handler.Abstract {
    private static final String PATH = "/api/v2/bandwidth";

    private static final List<HttpMethod> METHODS =
            List.of(HttpMethod.GET, HttpMethod.POST, HttpMethod.OPTIONS);

    private static final String SECONDS_USUAL = "3";

    /// What a client that takes or gives next to nothing may have besides.
    private static final Duration SLACK = Duration.ofSeconds(5);

    private static final Duration BUSY_FOR = Duration.ofSeconds(5);

    /// More than what a compressor on the way remembers, and the pace of 100 Mbit/s still is even.
    private static final int PIECE_BYTES = 64 << 10;

    private final Access access;
    private final Measurements measurements;
    private final byte[] noise = new byte[PIECE_BYTES];

    public BandwidthHandler(Access access, Measurements measurements) {
        this.access = access;
        this.measurements = measurements;
        new Random(1).nextBytes(noise);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        if (!PATH.equals(request.getHttpURI().getDecodedPath())) {
            return false;
        }
        if (!Methods.isOneOf(METHODS, request, response, callback)) {
            return true;
        }
        Optional<Problem> refusal = refusal(request);
        Optional<Duration> time = Measurements.time(parameter(request, "seconds", SECONDS_USUAL));
        if (refusal.isPresent()) {
            if (refusal.get().status() == HttpStatus.UNAUTHORIZED_401) {
                response.getHeaders().put(HttpHeader.WWW_AUTHENTICATE, "Bearer realm=\"millrace\"");
            }
            refusal.get().send(request, response, callback);
        } else if (time.isEmpty()) {
            Problem.badRequest(Measurements.timeRule()).send(request, response, callback);
        } else {
            measure(time.get(), request, response, callback);
        }
        return true;
    }

    private Optional<Problem> refusal(Request request) {
        if (Methods.isFromAnotherSite(request)) {
            return Optional.of(Problem.forbidden("only this server's own page may do that"));
        }
        String shown = parameter(request, "key", "");
        return shown.isEmpty()
                ? access.refusal(request, Right.READ)
                : measurements.refusal(origin(request), shown).map(BandwidthHandler::problem);
    }

    private static Problem problem(Measurements.Refusal refusal) {
        return refusal.retryIn().isPositive()
                ? new Problem(
                        HttpStatus.TOO_MANY_REQUESTS_429,
                        refusal.why(),
                        "too-many-logins",
                        Optional.of(refusal.retryIn()))
                : Problem.forbidden(refusal.why());
    }

    private static Origin origin(Request request) {
        return Origin.of(Addresses.inet(request.getConnectionMetaData().getRemoteSocketAddress()));
    }

    private static String parameter(Request request, String name, String otherwise) {
        String value = Request.extractQueryParameters(request).getValue(name);
        return value == null ? otherwise : value;
    }

    private void measure(Duration time, Request request, Response response, Callback callback) {
        try (Measurements.Turn turn = measurements.begin().orElse(null)) {
            long bitsPerSecond = measurements.settings().bitsPerSecond();
            if (turn == null) {
                Problem.unavailable(measurements.busy(), BUSY_FOR)
                        .send(request, response, callback);
            } else if (HttpMethod.GET.is(request.getMethod())) {
                send(time, bitsPerSecond, response);
                callback.succeeded();
            } else {
                Map<String, Object> result = take(time, bitsPerSecond, request);
                Content.of("application/json", Json.bytes(result))
                        .cached("no-store")
                        .send(request, response, callback);
            }
        } catch (IOException e) {
            callback.failed(e); // it has gone, or took nothing
        }
    }

    private void send(Duration time, long bitsPerSecond, Response response) throws IOException {
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/octet-stream");
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        var pace = new Pace(bitsPerSecond, System.nanoTime());
        try (var _ = new Deadline(time.plus(SLACK));
                OutputStream out = org.eclipse.jetty.io.Content.Sink.asOutputStream(response)) {
            long nowNs = System.nanoTime();
            while (pace.elapsedNs(nowNs) < time.toNanos()) {
                out.write(noise);
                LockSupport.parkNanos(pace.passed(noise.length, System.nanoTime()));
                nowNs = System.nanoTime();
            }
        }
    }

    /// What has come when time is up, or all that was to come.
    private static Map<String, Object> take(Duration time, long bitsPerSecond, Request request)
            throws IOException {
        byte[] bytes = new byte[PIECE_BYTES];
        var pace = new Pace(bitsPerSecond, System.nanoTime());
        // Not closed: what is left of it is Jetty's, which still has to answer.
        InputStream in = org.eclipse.jetty.io.Content.Source.asInputStream(request);
        long nowNs = System.nanoTime();
        try (var _ = new Deadline(time.plus(SLACK))) {
            int length = in.read(bytes);
            while (length >= 0 && pace.elapsedNs(nowNs) < time.toNanos()) {
                LockSupport.parkNanos(pace.passed(length, System.nanoTime()));
                length = in.read(bytes);
                nowNs = System.nanoTime();
            }
        }
        double seconds = pace.elapsedNs(nowNs) / 1e9;
        return Map.of(
                "bytes", pace.bytes(),
                "seconds", seconds,
                "bitrate", Math.round(pace.bytes() * 8 / Math.max(seconds, 1e-6)));
    }
}
