package dev.millrace.e2e;

import dev.millrace.testing.Checkout;
import dev.millrace.testing.Program;
import dev.millrace.testing.Waiting;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A camera: GStreamer's RTSP server with a test picture and a tone, at `/card`, for who knows the
/// password.
final class Camera implements AutoCloseable {
    static final String USER = "viewer";
    static final String PASSWORD = "s3cret-word";

    /// That of the system: others do not see the packages of the system.
    private static final String PYTHON = "/usr/bin/python3";

    private static final Path SCRIPT =
            Checkout.root()
                    .resolve("client/src/test/resources/dev/millrace/client/rtsp/rtsp_server.py");

    private static final String PIPELINE =
            "videotestsrc is-live=true"
                    + " ! video/x-raw,format=I420,width=160,height=90,framerate=25/1"
                    + " ! openh264enc gop-size=25 ! rtph264pay name=pay0 pt=96"
                    + " audiotestsrc is-live=true ! audioconvert"
                    + " ! audio/x-raw,rate=48000,channels=2 ! avenc_aac"
                    + " ! rtpmp4gpay name=pay1 pt=97";

    private final Program program;
    private final int port;

    private Camera(Program program, int port) {
        this.program = program;
        this.port = port;
    }

    /// Returns when it listens.
    ///
    /// @param port to take; 0 for a free one
    /// @param ways how it sends: `udp`, `tcp`, or both if empty
    static Camera start(int port, String ways) {
        Map<String, String> environment = new HashMap<>();
        environment.put("RTSP_PORT", String.valueOf(port));
        environment.put("RTSP_PROTOCOLS", ways);
        List<String> command = List.of(PYTHON, SCRIPT.toString(), PIPELINE, USER, PASSWORD);
        Program program = Program.start(environment, command);
        Waiting.until(
                "the camera listens",
                Duration.ofSeconds(30),
                () -> program.output().matches("(?s).*\\d+\n.*") || !program.isAlive());
        String said = program.output().strip();
        if (!program.isAlive()) {
            throw new AssertionError(said);
        }
        return new Camera(program, Integer.parseInt(said.lines().toList().getLast()));
    }

    int port() {
        return port;
    }

    /// @param password what to say it is
    String url(String scheme, String password) {
        return "%s://%s:%s@127.0.0.1:%d/card".formatted(scheme, USER, password, port);
    }

    /// As if it lost its power.
    void kill() {
        program.kill();
        Waiting.until("the camera is gone", () -> !program.isAlive());
    }

    @Override
    public void close() {
        program.kill();
        program.close();
    }
}
