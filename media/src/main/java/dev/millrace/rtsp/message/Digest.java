package dev.millrace.rtsp.message;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/// The hash functions of Digest authentication. RFC 7616, 3.2 and 3.4.
enum Digest {
    MD5("MD5", 2),
    SHA_256("SHA-256", 3);

    private final String algorithm;
    private final int rank;

    Digest(String algorithm, int rank) {
        this.algorithm = algorithm;
        this.rank = rank;
    }

    /// The higher, the better; Basic is 1.
    int rank() {
        return rank;
    }

    /// The one that a challenge asks for, if it is known here; MD5 where nothing is said.
    static Optional<Digest> of(Challenge challenge) {
        if (hasQuality(challenge) && !offersAuth(challenge)) {
            return Optional.empty(); // it wants the body in the proof as well
        }
        String name = challenge.get("algorithm");
        return Arrays.stream(values())
                .filter(known -> known.algorithm.equalsIgnoreCase(name.isEmpty() ? "MD5" : name))
                .findFirst();
    }

    /// Whether the challenge is one of RFC 2617 and later, which counts uses.
    static boolean hasQuality(Challenge challenge) {
        return !challenge.get("qop").isBlank();
    }

    private static boolean offersAuth(Challenge challenge) {
        return Arrays.stream(challenge.get("qop").split(",", -1))
                .anyMatch(quality -> quality.strip().equalsIgnoreCase("auth"));
    }

    /// The hash of `parts` with colons between, as hexadecimal digits.
    String hex(String... parts) {
        byte[] text = String.join(":", parts).getBytes(StandardCharsets.ISO_8859_1);
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(text));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has " + algorithm, e);
        }
    }
}
