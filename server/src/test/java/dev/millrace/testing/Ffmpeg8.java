package dev.millrace.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/// FFmpeg 8 with x264 and x265, which speaks enhanced RTMP. It comes in a jar and is unpacked into
/// `target/` by whoever asks first.
///
/// ```
/// Program.start(Ffmpeg8.environment(), Ffmpeg8.command("-version"))
/// ```
public final class Ffmpeg8 {
    private static final Path DIRECTORY = Checkout.root().resolve("server/target/ffmpeg8");

    private static final List<String> FOLDERS =
            List.of("linux-x86_64-gpl", "linux-arm64-gpl").stream()
                    .map(platform -> "org/bytedeco/ffmpeg/" + platform + "/")
                    .toList();

    private Ffmpeg8() {}

    /// The program with its arguments.
    public static List<String> command(String... arguments) {
        return Stream.concat(Stream.of(executable().toString()), Stream.of(arguments)).toList();
    }

    /// What must be added to the environment of the program.
    public static Map<String, String> environment() {
        return Map.of("LD_LIBRARY_PATH", DIRECTORY.toString());
    }

    /// The program; `ffprobe` is beside it.
    public static synchronized Path executable() {
        Path executable = DIRECTORY.resolve("ffmpeg");
        try {
            unpackOnce(DIRECTORY.resolve("complete"));
            return executable;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The lock is for other processes; the marker is there when every file is.
    private static void unpackOnce(Path marker) throws IOException {
        Files.createDirectories(DIRECTORY);
        try (var channel =
                        FileChannel.open(
                                DIRECTORY.resolve("lock"),
                                StandardOpenOption.CREATE,
                                StandardOpenOption.WRITE);
                var _ = channel.lock()) {
            if (!Files.exists(marker)) {
                unpack();
                Files.createFile(marker);
            }
        }
    }

    private static void unpack() throws IOException {
        for (String folder : FOLDERS) {
            URL program = Ffmpeg8.class.getClassLoader().getResource(folder + "ffmpeg");
            if (program != null) {
                unpack(((JarURLConnection) program.openConnection()).getJarFile(), folder);
                return;
            }
        }
        throw new IOException("no org.bytedeco:ffmpeg for this platform; see server/pom.xml");
    }

    /// The programs and what they load; not the bridges to Java.
    private static void unpack(JarFile jar, String folder) throws IOException {
        for (JarEntry entry : jar.stream().toList()) {
            String name = entry.getName();
            if (name.startsWith(folder) && !entry.isDirectory() && !name.contains("/libjni")) {
                Path file = DIRECTORY.resolve(name.substring(folder.length()));
                try (InputStream in = jar.getInputStream(entry)) {
                    Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
                }
                if (!file.toFile().setExecutable(true)) {
                    throw new IOException("cannot make %s executable".formatted(file));
                }
            }
        }
    }
}
