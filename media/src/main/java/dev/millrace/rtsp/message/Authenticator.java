package dev.millrace.rtsp.message;

import dev.millrace.bytes.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Proves to a server who we are, in the best way that it offers: Digest with SHA-256, with MD5, or
/// Basic. RFC 7616 and 7617.
public final class Authenticator {
    private final Credentials credentials;
    private final RandomGenerator random;
    private @Nullable Challenge challenge;
    private int uses;

    public Authenticator(Credentials credentials, RandomGenerator random) {
        this.credentials = credentials;
        this.random = random;
    }

    /// The server wants proof: what its answer says replaces what was there before.
    ///
    /// @return whether it offers a way that is known here
    public boolean challenged(RtspMessage.Response response) throws ProtocolException {
        challenge = null;
        uses = 0;
        for (String header : response.headers().all("WWW-Authenticate")) {
            Optional<Challenge> best =
                    new ChallengeParser(header)
                            .parse().stream()
                                    .filter(offered -> rank(offered) > 0)
                                    .max(Comparator.comparingInt(Authenticator::rank));
            if (best.isPresent() && (challenge == null || rank(best.get()) > rank(challenge))) {
                challenge = best.get();
            }
        }
        return challenge != null;
    }

    /// Whether the server says that only its nonce was too old. RFC 7616, 3.3.
    public boolean isStale() {
        return challenge != null && challenge.get("stale").equalsIgnoreCase("true");
    }

    /// The value of the `Authorization` header of a request, once the server wants one.
    public Optional<String> authorization(String method, String url) {
        if (challenge == null) {
            return Optional.empty();
        }
        return Optional.of(
                challenge.scheme().equals("basic") ? basic() : digest(challenge, method, url));
    }

    private static int rank(Challenge offered) {
        return switch (offered.scheme()) {
            case "basic" -> 1;
            case "digest" -> Digest.of(offered).map(Digest::rank).orElse(0);
            default -> 0;
        };
    }

    private String basic() {
        String pair = credentials.user() + ":" + credentials.password();
        return "Basic "
                + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.ISO_8859_1));
    }

    private String digest(Challenge by, String method, String url) {
        Digest digest = Digest.of(by).orElseThrow();
        String secret = digest.hex(credentials.user(), by.get("realm"), credentials.password());
        String asked = digest.hex(method, url);
        var out = new StringBuilder("Digest ");
        out.append("username=").append(quoted(credentials.user()));
        out.append(", realm=").append(quoted(by.get("realm")));
        out.append(", nonce=").append(quoted(by.get("nonce")));
        out.append(", uri=").append(quoted(url));
        if (Digest.hasQuality(by)) {
            String count = "%08x".formatted(++uses);
            String own = "%016x".formatted(random.nextLong());
            String proof = digest.hex(secret, by.get("nonce"), count, own, "auth", asked);
            out.append(", response=").append(quoted(proof));
            out.append(", qop=auth, nc=").append(count).append(", cnonce=").append(quoted(own));
        } else {
            out.append(", response=").append(quoted(digest.hex(secret, by.get("nonce"), asked)));
        }
        for (String name : List.of("algorithm", "opaque")) {
            if (!by.get(name).isEmpty()) {
                boolean isToken = name.equals("algorithm");
                out.append(", ").append(name).append('=');
                out.append(isToken ? by.get(name) : quoted(by.get(name)));
            }
        }
        return out.toString();
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
