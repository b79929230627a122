package dev.millrace.net.http;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Names for the bytes of an answer. RFC 9110, 8.8.3 and 13.1.2.
public final class EntityTags {
    private static final int DIGEST_BYTES = 12;

    private EntityTags() {}

    /// A tag made of the bytes themselves, without quotes.
    public static String of(List<ByteBuffer> bytes) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            bytes.forEach(buffer -> digest.update(buffer.duplicate()));
            return HexFormat.of().formatHex(Arrays.copyOf(digest.digest(), DIGEST_BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    static String quote(String tag) {
        return '"' + tag + '"';
    }

    /// Whether an `If-None-Match` names this tag: the weak comparison, as that header wants it.
    static boolean matches(@Nullable String ifNoneMatch, String quoted) {
        if (ifNoneMatch == null) {
            return false;
        }
        for (String candidate : ifNoneMatch.split(",", -1)) {
            String tag = candidate.strip();
            String strong = tag.startsWith("W/") ? tag.substring(2) : tag;
            if (strong.equals("*") || strong.equals(quoted)) {
                return true;
            }
        }
        return false;
    }
}
