package dev.millrace.gateway.hls;

import dev.millrace.hls.Encryption;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// The keys of one channel's segments: each is made of a secret that nobody learns, and the number
/// of the first segment that has it. RFC 8216, 5.2. Any thread.
final class HlsKeys {
    private static final int KEY_BYTES = 16;

    private final SecretKeySpec secret;
    private long first = -1; // guarded by this

    HlsKeys() {
        var random = new byte[32];
        new SecureRandom().nextBytes(random);
        secret = new SecretKeySpec(random, "HmacSHA256");
    }

    /// Which key a segment has.
    ///
    /// @param number the segment's
    /// @param segmentsPerKey how many have one together
    synchronized long of(long number, int segmentsPerKey) {
        if (first < 0 || number < first || number - first >= segmentsPerKey) {
            first = number;
        }
        return first;
    }

    byte[] key(long keyNumber) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(secret);
            return Arrays.copyOf(mac.doFinal(Encryption.vectorOf(keyNumber)), KEY_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HMAC-SHA256", e);
        }
    }

    /// A segment as it is sent.
    ///
    /// @param number the segment's
    byte[] encrypt(byte[] segment, long number, long keyNumber) {
        try {
            Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
            cipher.init(
                    Cipher.ENCRYPT_MODE,
                    new SecretKeySpec(key(keyNumber), "AES"),
                    new IvParameterSpec(Encryption.vectorOf(number)));
            return cipher.doFinal(segment);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has AES", e);
        }
    }
}
