package dev.millrace.bandwidth;

import dev.millrace.net.Failures;
import dev.millrace.net.Origin;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/// Who may measure the line, and how many at a time, whichever way they come. Any thread.
public final class Measurements {
    /// More than any line holds that is worth measuring.
    private static final int SECONDS_MAX = 10;

    private final Supplier<BandwidthSettings> settings;
    private final AtomicInteger running = new AtomicInteger();
    private final Failures failures = new Failures(System::nanoTime);

    /// Why a key opens nothing.
    ///
    /// @param retryIn how long no key is looked at, since too many were wrong; zero if this one is
    public record Refusal(String why, Duration retryIn) {}

    /// A measurement that runs.
    public final class Turn implements AutoCloseable {
        private final AtomicBoolean over = new AtomicBoolean();

        private Turn() {}

        /// Lets the next one begin. Safe to repeat.
        @Override
        public void close() {
            if (!over.getAndSet(true)) {
                running.decrementAndGet();
            }
        }
    }

    /// @param settings asked anew for every measurement
    public Measurements(Supplier<BandwidthSettings> settings) {
        this.settings = settings;
    }

    public BandwidthSettings settings() {
        return settings.get();
    }

    /// Why whoever showed this key may not, if so. A wrong one is counted.
    public Optional<Refusal> refusal(Origin from, String shown) {
        Duration wait = failures.wait(from);
        if (wait.isPositive()) {
            String why = "too many wrong keys came from this address; wait a minute";
            return Optional.of(new Refusal(why, wait));
        }
        if (settings().key().filter(key -> isSame(key, shown)).isPresent()) {
            return Optional.empty();
        }
        failures.add(from);
        return Optional.of(new Refusal("this is not the key (bandwidth.key)", Duration.ZERO));
    }

    /// How many wrong keys came.
    public long failedLogins() {
        return failures.all();
    }

    /// In a time that says nothing of where they differ.
    private static boolean isSame(String key, String shown) {
        return MessageDigest.isEqual(
                key.getBytes(StandardCharsets.UTF_8), shown.getBytes(StandardCharsets.UTF_8));
    }

    /// Begins one, which has to be closed; empty if as many run as may, which [#busy] says.
    public Optional<Turn> begin() {
        if (running.incrementAndGet() > settings().atOnce()) {
            running.decrementAndGet();
            return Optional.empty();
        }
        return Optional.of(new Turn());
    }

    /// Why none begins, in words for people.
    public String busy() {
        return "%d measurements run, the most allowed (bandwidth.at_once)"
                .formatted(settings().atOnce());
    }

    /// How long each way is to be measured, as a client says it; empty if that cannot be.
    public static Optional<Duration> time(String seconds) {
        return Optional.of(seconds)
                .filter(text -> text.matches("[0-9]{1,2}"))
                .map(Integer::parseInt)
                .filter(count -> count >= 1 && count <= SECONDS_MAX)
                .map(Duration::ofSeconds);
    }

    /// What [#time] takes, in words for people.
    public static String timeRule() {
        return "seconds is a whole number from 1 to %d".formatted(SECONDS_MAX);
    }
}
