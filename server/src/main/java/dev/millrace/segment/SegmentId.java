package dev.millrace.segment;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/// Which segment of its source: its number, and what is in it. Names of files are no identity: two
/// cameras use the same ones, and one camera uses them again.
///
/// @param sequence counts the segments of a source; grows by one from each to the next, never goes
///   back, and is never used again
/// @param hash SHA-256 of the bytes, 64 lower-case hexadecimal digits
public record SegmentId(long sequence, String hash) implements Comparable<SegmentId> {
    /// Nobody counts so far; from larger ones it could not be counted on.
    public static final long SEQUENCE_MAX = 999_999_999_999_999_999L;

    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
    private static final int SHORT_HASH = 16;

    public SegmentId {
        if (sequence < 0 || sequence > SEQUENCE_MAX) {
            throw new IllegalArgumentException(
                    "sequence is %d, but must be 0 to %d".formatted(sequence, SEQUENCE_MAX));
        }
        if (!HASH.matcher(hash).matches()) {
            throw new IllegalArgumentException("hash is not 64 hexadecimal digits: " + hash);
        }
    }

    /// The one with these bytes.
    public static SegmentId of(long sequence, byte[] body) {
        return new SegmentId(sequence, hash(body));
    }

    /// What [#hash] is for these bytes.
    public static String hash(byte[] body) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /// A name for files and URLs that no other segment of the source has: `17-3f2a9c0d11e8b7a4`.
    public String name() {
        return sequence + "-" + hash.substring(0, SHORT_HASH);
    }

    @Override
    public int compareTo(SegmentId other) {
        int bySequence = Long.compare(sequence, other.sequence);
        return bySequence != 0 ? bySequence : hash.compareTo(other.hash);
    }
}
