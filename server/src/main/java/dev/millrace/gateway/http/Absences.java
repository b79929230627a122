package dev.millrace.gateway.http;

import dev.millrace.channel.Arrival;
import dev.millrace.net.http.Problem;

/// A channel that is not there, in the words of HTTP.
public final class Absences {
    private Absences() {}

    /// 404, or 503 if it is somebody's duty to bring it.
    public static Problem problem(Arrival.Absent absent) {
        return absent.retryAfter()
                .map(later -> Problem.unavailable(absent.reason(), later).coded(absent.code()))
                .orElseGet(() -> Problem.notFound(absent.reason()));
    }
}
