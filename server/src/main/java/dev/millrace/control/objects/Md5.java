package dev.millrace.control.objects;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What S3 calls the tag of an object, which most servers make with MD5. It is no proof against
/// anyone, and goes beside a checksum that is.
final class Md5 {
    private Md5() {}

    static byte[] of(byte[] bytes) {
        return digest().digest(bytes);
    }

    /// Whether a tag is that of an object that was sent at once.
    static boolean isTag(@Nullable String tag, byte[] md5) {
        return tag != null && plain(tag).equalsIgnoreCase(HexFormat.of().formatHex(md5));
    }

    /// Whether a tag is that of an object that was sent in parts: the MD5 of all theirs, and how
    /// many there are.
    static boolean isTagOfParts(@Nullable String tag, List<byte[]> parts) {
        MessageDigest all = digest();
        parts.forEach(all::update);
        String expected = HexFormat.of().formatHex(all.digest()) + "-" + parts.size();
        return tag != null && plain(tag).equalsIgnoreCase(expected);
    }

    private static String plain(String tag) {
        return tag.replace("\"", "");
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has MD5", e);
        }
    }
}
