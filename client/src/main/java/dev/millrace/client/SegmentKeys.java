package dev.millrace.client;

import dev.millrace.bytes.ProtocolException.Malformed;
import dev.millrace.hls.Encryption;
import java.io.IOException;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// What segments are decrypted with: keys are fetched when they are first needed, and the last one
/// is kept. One thread.
final class SegmentKeys {
    private static final int KEY_BYTES = 16;

    private final HlsFollower follower;
    private final ClientOptions options;
    private String lastUri = "";
    private byte[] lastKey = {};

    SegmentKeys(HlsFollower follower, ClientOptions options) {
        this.follower = follower;
        this.options = options;
    }

    /// @param sequence the segment's number
    Cipher cipher(Encryption encryption, long sequence) throws IOException {
        if (!encryption.keyUri().equals(lastUri)) {
            lastKey = fetch(encryption.keyUri());
            lastUri = encryption.keyUri();
        }
        try {
            Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
            cipher.init(
                    Cipher.DECRYPT_MODE,
                    new SecretKeySpec(lastKey, "AES"),
                    new IvParameterSpec(encryption.vector(sequence)));
            return cipher;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has AES", e);
        }
    }

    private byte[] fetch(String uri) throws IOException {
        try (var body = HttpBody.get(follower.resolve(uri), options)) {
            byte[] key = body.readAll(KEY_BYTES);
            if (key.length != KEY_BYTES) {
                throw new BrokenStreamException(
                        new Malformed("a key of %d bytes, not 16".formatted(key.length)));
            }
            return key;
        }
    }
}
