package dev.millrace.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/// What an administrator knows. Immutable; compared in a time that says nothing of it.
public final class Token {
    private static final int RANDOM_BYTES = 18;

    private final byte[] bytes;

    public Token(String text) {
        this.bytes = text.getBytes(StandardCharsets.UTF_8);
    }

    /// One that nobody knows yet: 24 letters, digits, `-` and `_`.
    public static Token random() {
        var random = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(random);
        return new Token(Base64.getUrlEncoder().encodeToString(random));
    }

    boolean is(String text) {
        return MessageDigest.isEqual(bytes, text.getBytes(StandardCharsets.UTF_8));
    }

    /// What a browser keeps instead of it: good for as long as the token is, and no way back to it.
    String cookie() {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update("cookie of the page: ".getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest.digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    boolean isCookie(String text) {
        return MessageDigest.isEqual(
                cookie().getBytes(StandardCharsets.UTF_8), text.getBytes(StandardCharsets.UTF_8));
    }

    /// The secret itself: for the one place where it is kept, and the one line that tells of it.
    public String reveal() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "a token";
    }
}
