package dev.millrace.interop;

import dev.millrace.testing.Program;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/// Every picture that a decoder makes of a file. H.264 says to the last bit what that is, so a
/// player that shows the file shows one of these.
///
/// @param bytes of each, as 8 bits, 4:2:0
record Pictures(Set<String> checksums, int bytes) {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int SIZE_FIELD = 4;
    private static final int CHECKSUM_FIELD = 5;

    static Pictures of(Path clip) {
        String listed =
                Program.run(
                        PATIENCE,
                        "ffmpeg",
                        "-v",
                        "error",
                        "-i",
                        clip.toString(),
                        "-map",
                        "0:v",
                        "-pix_fmt",
                        "yuv420p",
                        "-f",
                        "framemd5",
                        "-");
        List<String[]> lines =
                listed.lines()
                        .filter(line -> !line.startsWith("#"))
                        .map(line -> line.split(", *", -1))
                        .toList();
        var checksums = new HashSet<String>();
        lines.forEach(fields -> checksums.add(fields[CHECKSUM_FIELD]));
        return new Pictures(checksums, Integer.parseInt(lines.getFirst()[SIZE_FIELD]));
    }

    /// Whether the file begins with one of these.
    boolean beginFile(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] first = in.readNBytes(bytes);
            byte[] checksum = MessageDigest.getInstance("MD5").digest(first);
            return checksums.contains(HexFormat.of().formatHex(checksum));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
