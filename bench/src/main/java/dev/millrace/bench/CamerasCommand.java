package dev.millrace.bench;

import dev.millrace.bench.camera.CameraSettings;
import dev.millrace.bench.camera.Cameras;
import dev.millrace.bench.camera.CamerasReport;
import dev.millrace.bench.measure.Measured;
import dev.millrace.bytes.ProtocolException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Pushes the segments of many cameras to an edge node, and measures when the control node lists
/// them.
@Command(
        name = "cameras",
        description =
                "Pushes segments to an edge node, and looks when the control node lists them.",
        footer = {
            "",
            "Each camera writes segments into the folder, which edge.folders of the edge node must",
            "name, and pushes its playlist as FFmpeg does. With --record each is recorded, and",
            "replayed at the end. Both nodes are on this machine.",
            "",
            "Examples:",
            "  ./millrace bench cameras --url http://127.0.0.1:9080 \\",
            "      --control http://127.0.0.1:8080 --folder /dev/shm --count 200 --rate 50"
        })
final class CamerasCommand implements Callable<Integer> {
    @Mixin private RunOptions run = new RunOptions();

    @Option(
            names = "--control",
            required = true,
            paramLabel = "URL",
            description = "The control node.")
    private String control = "";

    @Option(
            names = "--folder",
            required = true,
            paramLabel = "FOLDER",
            description = "Where segments are written; best in memory.")
    private Path folder = Path.of("");

    @Option(
            names = "--bitrate",
            paramLabel = "RATE",
            defaultValue = "2M",
            converter = BitRateConverter.class,
            description = "Of each camera; ${DEFAULT-VALUE} by default.")
    private int bitsPerSecond;

    @Option(
            names = "--segment",
            paramLabel = "S",
            defaultValue = "2",
            description = "Seconds of a segment; ${DEFAULT-VALUE} by default.")
    private double segmentSeconds;

    @Option(
            names = "--watch-every",
            paramLabel = "N",
            defaultValue = "10",
            description =
                    "One of so many cameras looks for each of its segments, the others for their"
                            + " first; ${DEFAULT-VALUE} by default.")
    private int watchEvery;

    @Option(names = "--record", description = "Record all, and replay each at the end.")
    private boolean record;

    @Override
    public Integer call() throws IOException {
        if (!Files.isDirectory(folder)) {
            throw run.wrong("--folder: there is no folder " + folder);
        }
        try (var cameras = new Cameras(settings())) {
            return run.run(cameras, measured -> report(cameras, measured));
        } catch (ProtocolException e) {
            throw run.wrong(e.getMessage());
        }
    }

    private CameraSettings settings() {
        try {
            return new CameraSettings(
                    run.url(), control, folder, bitsPerSecond, segmentSeconds, watchEvery, record);
        } catch (IllegalArgumentException e) {
            throw run.wrong("--segment must be at least 0.1, --watch-every at least 1");
        }
    }

    private static CamerasReport report(Cameras cameras, Measured measured) {
        try {
            return cameras.report(measured);
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts this thread", e);
        }
    }
}
