package dev.millrace.api.livemix;

import dev.millrace.control.objects.NoSuchObjectException;
import dev.millrace.control.replay.SlowReadException;
import dev.millrace.net.http.Problem;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.jetty.http.HttpStatus;

/// What is said when the object store does not do what it should: that it was not us.
final class StoreProblems {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private StoreProblems() {}

    static Problem of(IOException e) {
        return switch (e) {
            case NoSuchObjectException _ ->
                    new Problem(
                            HttpStatus.BAD_GATEWAY_502, "the object store has lost the segment");
            case RefusedException refused -> refused.problem();
            case SlowReadException _ ->
                    new Problem(
                            HttpStatus.GATEWAY_TIMEOUT_504,
                            "the object store does not answer in time",
                            "",
                            Optional.of(RETRY_AFTER));
            default ->
                    Problem.unavailable(
                            "the object store does not answer as it should", RETRY_AFTER);
        };
    }
}
