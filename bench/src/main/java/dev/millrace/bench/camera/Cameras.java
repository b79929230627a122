package dev.millrace.bench.camera;

import dev.millrace.bench.measure.Load;
import dev.millrace.bench.measure.Measured;
import dev.millrace.bench.measure.Percentiles;
import dev.millrace.bench.measure.Roster;
import dev.millrace.bench.net.HttpUrl;
import dev.millrace.bytes.ProtocolException;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/// A load of cameras. Those of two runs at once have different names.
public final class Cameras implements Load, AutoCloseable {
    private static final Duration CONNECT_MAX = Duration.ofSeconds(5);

    private final CameraSettings settings;
    private final Path folder;
    private final byte[] packets;
    private final HttpClient client =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(CONNECT_MAX)
                    .build();
    private final ControlNode control;
    private final CameraCounts counts = new CameraCounts();
    private final Roster roster = new Roster();
    private final List<Camera> cameras = new ArrayList<>();
    private long windowBeganBytes;

    /// @throws ProtocolException if the URLs are not of HTTP without TLS
    /// @throws IOException if no folder can be made for the segments
    public Cameras(CameraSettings settings) throws IOException, ProtocolException {
        HttpUrl.parse(settings.edge());
        HttpUrl.parse(settings.control());
        this.settings = settings;
        folder = Files.createTempDirectory(settings.folder().toRealPath(), "cameras-");
        packets = Footage.packets(settings.bitsPerSecond(), settings.seconds());
        control = new ControlNode(client, settings.control());
    }

    @Override
    public void open(int index) {
        String name = "%s/%d".formatted(folder.getFileName(), index);
        var shared = new Camera.Shared(settings, client, control, counts);
        var footage = new Footage(folder, index, settings.seconds(), packets);
        boolean isWatched = index % settings.watchEvery() == 0;
        var camera = new Camera(name, footage, shared, roster.ask(), isWatched);
        cameras.add(camera);
        camera.start();
    }

    /// Cameras do everything on threads of their own.
    @Override
    public void poll(long timeoutNs) {
        LockSupport.parkNanos(timeoutNs);
    }

    @Override
    public void beginWindow() {
        counts.beginWindow();
        windowBeganBytes = bytes();
    }

    @Override
    public Roster roster() {
        return roster;
    }

    @Override
    public long bytes() {
        return counts.bytes.sum();
    }

    /// What was measured; to be asked at the end of the window. Recordings are replayed now.
    public CamerasReport report(Measured measured) throws InterruptedException {
        double mbitPerSecond = measured.mbitPerSecond(bytes() - windowBeganBytes);
        // Before the replays, which are a load of their own.
        long segments = counts.segments.sum();
        long late = counts.lateSegments.sum();
        long unlisted = counts.unlistedSegments.sum();
        Percentiles listed = counts.listedTimes.percentiles();
        var replay = new Replay(control, counts);
        for (Camera camera : cameras) {
            if (camera.recording().isPresent()) {
                replay.open(camera.recording().get());
            }
        }
        return new CamerasReport(
                settings.edge(),
                settings.control(),
                measured.seconds(),
                roster.connections(),
                mbitPerSecond,
                segments,
                late,
                unlisted,
                counts.failures(),
                listed,
                replay.playlistMs(),
                replay.segmentMs(),
                measured.usage());
    }

    /// Ends all cameras, and deletes what they have written.
    @Override
    public void close() throws IOException {
        cameras.forEach(Camera::close);
        for (Camera camera : cameras) {
            camera.awaitEnd();
        }
        client.shutdownNow();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
