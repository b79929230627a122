package dev.millrace.relay;

import dev.millrace.media.ChannelName;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/// What the folder of a channel is called. No two channels have the same, and none is in another
/// one's.
final class FolderName {
    /// What every file system takes, whatever language the system was started in, with room below.
    private static final Pattern PLAIN = Pattern.compile("[!-~]{1,100}");

    private FolderName() {}

    static String of(ChannelName name) {
        // Neither sign is part of a name.
        String readable = name.toString().replace('/', ';').replace('?', '#');
        return PLAIN.matcher(readable).matches() ? readable : digest(readable);
    }

    /// Without a `;`, which every readable one has.
    private static String digest(String text) {
        try {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
