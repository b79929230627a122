package dev.millrace.entry;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import org.jose4j.http.Get;
import org.jose4j.http.SimpleGet;
import org.jose4j.http.SimpleResponse;
import org.jose4j.jwk.HttpsJwks;
import org.jose4j.keys.resolvers.HttpsJwksVerificationKeyResolver;
import org.jose4j.keys.resolvers.VerificationKeyResolver;

/// The keys that somebody publishes to check its tokens with. They are kept for an hour, fetched
/// again for a token with a key that is not among them, and kept for a day more where they cannot
/// be fetched. Any thread; waits for an answer.
final class JwtKeys implements SimpleGet {
    private static final Duration KEPT = Duration.ofHours(1);
    private static final Duration KEPT_WITHOUT_ANSWER = Duration.ofDays(1);

    /// Tokens with unknown keys cost nobody more than a request in this time.
    private static final Duration UNKNOWN_EVERY = Duration.ofSeconds(30);

    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    /// Whoever comes meanwhile is told at once, and does not wait for the same failure.
    private static final Duration FAILED_FOR = Duration.ofSeconds(5);

    private static final int ANSWER_BYTES_MAX = 256 << 10;

    private final Get get = new Get();
    private volatile long failedAtNs = System.nanoTime() - FAILED_FOR.toNanos();

    private JwtKeys() {
        get.setConnectTimeout((int) TIMEOUT.toMillis());
        get.setReadTimeout((int) TIMEOUT.toMillis());
        get.setResponseBodySizeLimit(ANSWER_BYTES_MAX);
        get.setRetries(0);
    }

    static VerificationKeyResolver at(URI place) {
        var set = new HttpsJwks(place.toString());
        set.setSimpleHttpGet(new JwtKeys());
        set.setDefaultCacheDuration(KEPT.toSeconds());
        set.setRetainCacheOnErrorDuration(KEPT_WITHOUT_ANSWER.toSeconds());
        set.setRefreshReprieveThreshold(UNKNOWN_EVERY.toMillis());
        return new HttpsJwksVerificationKeyResolver(set);
    }

    @Override
    public SimpleResponse get(String location) throws IOException {
        if (System.nanoTime() - failedAtNs < FAILED_FOR.toNanos()) {
            throw new IOException("%s did not answer a moment ago".formatted(location));
        }
        try {
            return get.get(location);
        } catch (IOException e) {
            failedAtNs = System.nanoTime();
            throw e;
        }
    }
}
