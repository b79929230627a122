package dev.millrace.client.rtsp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// GStreamer's RTSP server as a process of its own, which serves one pipeline at `/card`.
final class GstRtspServer implements AutoCloseable {
    /// That of the system: others do not see the packages of the system.
    private static final String PYTHON = "/usr/bin/python3";

    private final Process process;
    private final int port;

    private GstRtspServer(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /// Returns when it listens.
    ///
    /// @param credentials a user name and a password, or nothing for everybody
    static GstRtspServer start(Path directory, String pipeline, String... credentials)
            throws IOException {
        return start(directory, Map.of(), pipeline, credentials);
    }

    /// The same, which sends no other way.
    ///
    /// @param way `udp` or `tcp`
    static GstRtspServer startOneWay(Path directory, String way, String pipeline)
            throws IOException {
        return start(directory, Map.of("RTSP_PROTOCOLS", way), pipeline);
    }

    private static GstRtspServer start(
            Path directory, Map<String, String> environment, String pipeline, String... credentials)
            throws IOException {
        Path script = directory.resolve("rtsp_server.py");
        try (InputStream in = GstRtspServer.class.getResourceAsStream("rtsp_server.py")) {
            Files.write(script, in.readAllBytes());
        }
        var command = new ArrayList<>(List.of(PYTHON, script.toString(), pipeline));
        command.addAll(List.of(credentials));
        Path log = directory.resolve("server.log");
        var builder = new ProcessBuilder(command).redirectError(log.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        String line = out.readLine();
        assertThat(line).as(() -> read(log)).isNotNull();
        return new GstRtspServer(process, Integer.parseInt(line));
    }

    /// @param userInfo with its `@`
    String url(String userInfo) {
        return "rtsp://%s127.0.0.1:%d/card".formatted(userInfo, port);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
