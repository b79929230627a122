package dev.millrace.rtmp.handshake;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The digests by which Flash clients and servers know their kind: HMAC-SHA256 under two keys that
/// everybody knows. They prove nothing about a peer, but peers ask for them.
final class HandshakeDigest {
    static final int BYTES = 32;

    /// What the answer key of either side has behind its text.
    private static final byte[] COMMON =
            HexFormat.of()
                    .parseHex("f0eec24a8068bee82e00d0d1029e7e576eec5d2d29806fab93b8e636cfeb31ae");

    /// One of the two ends of a handshake, and the text that is its key.
    enum Side {
        SERVER("Genuine Adobe Flash Media Server 001"),
        CLIENT("Genuine Adobe Flash Player 001");

        private final String text;

        Side(String text) {
            this.text = text;
        }

        /// What this side signs its first packet with.
        private byte[] signKey() {
            return text.getBytes(StandardCharsets.US_ASCII);
        }

        /// What this side answers with.
        private byte[] answerKey() {
            byte[] head = signKey();
            byte[] key = Arrays.copyOf(head, head.length + COMMON.length);
            System.arraycopy(COMMON, 0, key, head.length, COMMON.length);
            return key;
        }
    }

    private HandshakeDigest() {}

    /// Puts the digest of `packet` into it, as `by` signs its C1 or S1; returns the digest.
    static byte[] sign(byte[] packet, DigestSchema schema, Side by) {
        int at = schema.digestAt(packet);
        byte[] digest = ofAllBut(packet, at, by.signKey());
        System.arraycopy(digest, 0, packet, at, BYTES);
        return digest;
    }

    /// The digest in `packet`, if it is one that `by` would have put there.
    static Optional<byte[]> find(byte[] packet, DigestSchema schema, Side by) {
        int at = schema.digestAt(packet);
        byte[] digest = Arrays.copyOfRange(packet, at, at + BYTES);
        return MessageDigest.isEqual(digest, ofAllBut(packet, at, by.signKey()))
                ? Optional.of(digest)
                : Optional.empty();
    }

    /// Makes `packet` the C2 or S2 of `by`: its last bytes answer the digest of the other's packet.
    static void answer(byte[] packet, byte[] theirDigest, Side by) {
        int at = packet.length - BYTES;
        byte[] key = hmac(by.answerKey(), theirDigest, 0, theirDigest.length);
        System.arraycopy(hmac(key, packet, 0, at), 0, packet, at, BYTES);
    }

    private static byte[] ofAllBut(byte[] packet, int digestAt, byte[] key) {
        byte[] rest = new byte[packet.length - BYTES];
        System.arraycopy(packet, 0, rest, 0, digestAt);
        int behind = digestAt + BYTES;
        System.arraycopy(packet, behind, rest, digestAt, packet.length - behind);
        return hmac(key, rest, 0, rest.length);
    }

    private static byte[] hmac(byte[] key, byte[] bytes, int offset, int length) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            mac.update(bytes, offset, length);
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has HmacSHA256", e);
        }
    }
}
