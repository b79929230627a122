package dev.millrace.hook;

import dev.millrace.media.ChannelName;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;

/// Ids as SRS has them: `vid-` and letters and digits. They are made of names, so what has the same
/// name has the same id, on every server and after every start.
public final class SrsIds {
    private static final int RADIX = 36;

    private SrsIds() {}

    /// Another one after each start.
    public static String ofServer(Instant start) {
        return of("server", ProcessHandle.current().pid() + " " + start);
    }

    public static String ofVhost(String vhost) {
        return of("vhost", vhost);
    }

    public static String ofStream(ChannelName name) {
        return of("stream", name.toString());
    }

    /// @param kind what it is the id of
    private static String of(String kind, String name) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            byte[] hash = digest.digest((kind + " " + name).getBytes(StandardCharsets.UTF_8));
            return "vid-" + Long.toUnsignedString(ByteBuffer.wrap(hash).getLong(), RADIX);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
