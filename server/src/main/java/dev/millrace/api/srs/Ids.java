package dev.millrace.api.srs;

import dev.millrace.media.ChannelName;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// Ids as SRS has them: `vid-` and letters and digits. They are made of names, so what has the same
/// name has the same id, on every server and after every start.
final class Ids {
    private static final int RADIX = 36;

    private Ids() {}

    static String ofVhost(String vhost) {
        return of("vhost", vhost);
    }

    static String ofStream(ChannelName name) {
        return of("stream", name.toString());
    }

    /// @param kind what it is the id of
    static String of(String kind, String name) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            byte[] hash = digest.digest((kind + " " + name).getBytes(StandardCharsets.UTF_8));
            return "vid-" + Long.toUnsignedString(ByteBuffer.wrap(hash).getLong(), RADIX);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
