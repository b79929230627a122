package dev.millrace.hls;

import java.util.HexFormat;
import java.util.Optional;

/// How a segment is encrypted: the whole of it, with AES-128 in CBC mode and the padding of PKCS7
/// (EXT-X-KEY with the method AES-128). RFC 8216, sections 4.3.2.4 and 5.2.
///
/// @param keyUri where the 16 bytes of the key are; as in [Resource]
/// @param iv the initialization vector, in 32 hexadecimal digits; without one it is the segment's
///   number
public record Encryption(String keyUri, Optional<String> iv) {
    private static final int BLOCK_BYTES = 16;

    public Encryption {
        if (!Resource.isUri(keyUri) || iv.filter(it -> !isVector(it)).isPresent()) {
            throw new IllegalArgumentException("key \"%s\", vector %s".formatted(keyUri, iv));
        }
    }

    static boolean isVector(String text) {
        return text.matches("[0-9a-fA-F]{32}");
    }

    /// What the first block of a segment is combined with.
    ///
    /// @param sequence the segment's number
    public byte[] vector(long sequence) {
        return iv.map(HexFormat.of()::parseHex).orElseGet(() -> vectorOf(sequence));
    }

    /// A number as a vector: in big-endian order.
    public static byte[] vectorOf(long sequence) {
        var vector = new byte[BLOCK_BYTES];
        for (int i = 0; i < Long.BYTES; i++) {
            vector[BLOCK_BYTES - 1 - i] = (byte) (sequence >>> (8 * i));
        }
        return vector;
    }
}
