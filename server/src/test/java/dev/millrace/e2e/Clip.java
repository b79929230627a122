package dev.millrace.e2e;

import dev.millrace.testing.Checkout;
import dev.millrace.testing.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Short FLV files to publish, made once by FFmpeg.
public enum Clip {
    /// H.264 with B-frames and a key frame each second, and AAC.
    PICTURE_AND_SOUND("-c:v libx264 -bf 2 -g 25 -c:a aac"),
    /// The same with a smaller picture, two seconds of it.
    SMALL("-t 2 -s 160x90 -c:v libx264 -bf 2 -g 25 -c:a aac"),
    /// The same for those who come late.
    MINUTE("-t 60 -c:v libx264 -bf 2 -g 25 -c:a aac"),
    /// Longer than all the players of a test need, one after another on a slow machine.
    MINUTES("-t 240 -s 160x90 -c:v libx264 -preset ultrafast -bf 2 -g 25 -c:a aac"),
    /// Another picture with another sound: everything a decoder is told differs.
    OTHER("-s 240x136 -c:v libx264 -profile:v baseline -g 25 -c:a aac -ar 48000 -ac 2"),
    PICTURE_ONLY("-an -c:v libx264 -g 25"),
    SOUND_ONLY("-vn -c:a aac"),
    MP3("-vn -c:a libmp3lame -ar 44100"),
    PICTURE_AND_MP3("-c:v libx264 -bf 2 -g 25 -c:a libmp3lame -ar 44100"),
    /// Eight seconds at 4 Mbit/s: more than the system holds for a viewer that does not read.
    HEAVY(
            "-t 8 -vf noise=alls=40:allf=t -c:v libx264 -preset veryfast -bf 2 -g 25 -b:v 4M"
                    + " -maxrate 4M -bufsize 4M -c:a aac");

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final String encoding;

    Clip(String encoding) {
        this.encoding = encoding;
    }

    /// FFmpeg as it comes with the system, sending the file in real time.
    Program publish(String url) throws IOException {
        return publish(file(), url);
    }

    static Program publish(Path file, String url) {
        var command = new ArrayList<>(List.of("ffmpeg", "-v", "error", "-re"));
        command.addAll(List.of("-i", file.toString(), "-c", "copy", "-f", "flv", url));
        return Program.start(command.toArray(String[]::new));
    }

    /// FFmpeg, sending the file over and over in real time.
    Program publishEndlessly(String url) throws IOException {
        return publishEndlessly(url, 1);
    }

    /// @param speed in multiples of real time
    Program publishEndlessly(String url, int speed) throws IOException {
        var command = new ArrayList<>(List.of("ffmpeg", "-v", "info", "-stream_loop", "-1"));
        command.addAll(List.of("-readrate", String.valueOf(speed), "-i", file().toString()));
        command.addAll(List.of("-c", "copy", "-f", "flv", url));
        return Program.start(command.toArray(String[]::new));
    }

    /// The file. It is made when it is first asked for, by whichever test is first.
    public synchronized Path file() throws IOException {
        Path folder = Checkout.root().resolve("server/target/clips");
        Path file = folder.resolve(name().toLowerCase(java.util.Locale.ROOT) + ".flv");
        if (!Files.exists(file)) {
            Files.createDirectories(folder);
            Path making = Files.createTempFile(folder, name(), ".flv");
            var command = new ArrayList<>(List.of("ffmpeg", "-v", "error", "-y"));
            command.addAll(List.of("-f", "lavfi", "-i", "testsrc=size=320x180:rate=25"));
            command.addAll(List.of("-f", "lavfi", "-i", "sine=440:sample_rate=44100"));
            command.addAll(List.of("-t", "4", "-pix_fmt", "yuv420p"));
            command.addAll(List.of(encoding.split(" ")));
            command.add(making.toString());
            Program.run(PATIENCE, command.toArray(String[]::new));
            Files.move(making, file, StandardCopyOption.ATOMIC_MOVE);
        }
        return file;
    }
}
