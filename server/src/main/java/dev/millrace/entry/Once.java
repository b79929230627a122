package dev.millrace.entry;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;

/// Which tokens have been used. Any thread.
///
/// They are kept while they are good, which every one is for a time only, and no more than
/// [#KEPT_MAX]: the oldest goes first.
final class Once {
    static final int KEPT_MAX = 100_000;

    private final Clock clock;
    private final Map<String, Long> goodUntil =
            new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
                    return size() > KEPT_MAX || eldest.getValue() < clock.millis();
                }
            };

    Once(Clock clock) {
        this.clock = clock;
    }

    /// Whether this token has not been used before. It has, from now on.
    synchronized boolean isFirst(String token, JwtClaims claims) {
        try {
            long untilMs =
                    claims.getExpirationTime().getValueInMillis() + Jwts.SKEW_SECONDS * 1000L;
            return goodUntil.putIfAbsent(name(token, claims), untilMs) == null;
        } catch (MalformedClaimException e) {
            return false;
        }
    }

    /// A token that has no name of its own is what it is signed for.
    private static String name(String token, JwtClaims claims) throws MalformedClaimException {
        String id = claims.getJwtId();
        // A signature may be written in two ways; what is signed may not.
        String signed = token.substring(0, token.lastIndexOf('.'));
        return id == null ? sha256(signed) : claims.getIssuer() + " " + id;
    }

    private static String sha256(String text) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }
}
