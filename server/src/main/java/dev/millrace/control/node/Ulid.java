package dev.millrace.control.node;

import java.security.SecureRandom;
import java.time.Instant;

/// Makes ids of 26 characters that sort by when they were made: 48 bits of milliseconds and 80 of
/// chance, in Crockford's base 32. The form is that of the ULID specification.
final class Ulid {
    private static final String DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final int TIME_CHARACTERS = 10;
    private static final int RANDOM_CHARACTERS = 16;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Ulid() {}

    static String at(Instant time) {
        var text = new StringBuilder(TIME_CHARACTERS + RANDOM_CHARACTERS);
        long ms = time.toEpochMilli();
        for (int i = TIME_CHARACTERS - 1; i >= 0; i--) {
            text.append(DIGITS.charAt((int) (ms >>> (5 * i)) & 31));
        }
        for (int i = 0; i < RANDOM_CHARACTERS; i++) {
            text.append(DIGITS.charAt(RANDOM.nextInt(DIGITS.length())));
        }
        return text.toString();
    }
}
