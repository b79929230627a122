package dev.millrace.bench.camera;

import dev.millrace.bench.measure.Roster;
import dev.millrace.bench.net.Reasons;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;

/// One camera: a virtual thread that pushes a segment whenever one would be over, and looks when
/// the control node lists it.
///
/// It is there with its first segment that is listed. After that it goes on, whatever fails.
final class Camera implements AutoCloseable {
    /// Later than this, the load generator could not keep up.
    private static final Duration LATE = Duration.ofMillis(100);

    /// How often the control node is asked: what is measured may be longer by this.
    private static final Duration ASK_EVERY = Duration.ofMillis(5);

    /// Where nothing is measured: the more have still to begin, the less there is for those that
    /// have.
    private static final Duration FIRST_ASK_EVERY = Duration.ofMillis(300);

    private static final Duration ANNOUNCE_ASK_EVERY = Duration.ofMillis(200);
    private static final Duration ANNOUNCED_MAX = Duration.ofSeconds(30);

    private final String name;
    private final Footage footage;
    private final CameraSettings settings;
    private final HttpClient client;
    private final ControlNode control;
    private final Roster.Member member;
    private final CameraCounts counts;
    private final boolean isWatched;
    private final Thread thread = Thread.ofVirtual().name("camera").unstarted(this::run);
    private volatile Optional<String> recording = Optional.empty();
    private String source = "";

    /// What all cameras share.
    record Shared(
            CameraSettings settings, HttpClient client, ControlNode control, CameraCounts counts) {}

    /// @param isWatched whether it looks for each segment, not only for the first
    Camera(String name, Footage footage, Shared shared, Roster.Member member, boolean isWatched) {
        this.name = name;
        this.footage = footage;
        this.settings = shared.settings();
        this.client = shared.client();
        this.control = shared.control();
        this.counts = shared.counts();
        this.member = member;
        this.isWatched = isWatched;
    }

    void start() {
        thread.start();
    }

    private void run() {
        try {
            long dueNs = System.nanoTime();
            push();
            prepare();
            while (true) {
                dueNs += settings.segmentNs();
                sleepUntil(dueNs);
                if (System.nanoTime() - dueNs > LATE.toNanos()) {
                    counts.lateSegments.increment();
                }
                shoot();
            }
        } catch (IOException e) {
            member.lost(Reasons.of(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the run is over
        }
    }

    /// Waits until the control node knows of the camera, and says what is wanted of it.
    private void prepare() throws IOException, InterruptedException {
        long untilNs = System.nanoTime() + ANNOUNCED_MAX.toNanos();
        Optional<String> found = control.source(name);
        while (found.isEmpty()) {
            if (System.nanoTime() > untilNs) {
                throw new IOException("the control node was not told of the source");
            }
            Thread.sleep(ANNOUNCE_ASK_EVERY);
            found = control.source(name);
        }
        source = found.get();
        control.stream(source);
        if (settings.record()) {
            recording = Optional.of(control.record(source));
        }
    }

    private void shoot() throws InterruptedException {
        try {
            long endNs = push();
            if (isWatched || !member.isPresent()) {
                look(footage.listedAs(), endNs);
            }
        } catch (IOException e) {
            counts.failed(Reasons.of(e));
        }
    }

    /// Writes and pushes a segment.
    ///
    /// @return when it was over, by the machine's own count
    private long push() throws IOException, InterruptedException {
        footage.write();
        long endNs = System.nanoTime();
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(settings.edge() + "/v1/playlist"))
                        .header("Video-Source-Name", name)
                        .header("MPEG-TS-URI-Prefix", footage.prefix())
                        .POST(BodyPublishers.ofString(footage.playlist()))
                        .build();
        ControlNode.require(client.send(request, BodyHandlers.discarding()));
        counts.segments.increment();
        counts.bytes.add(footage.segmentBytes());
        return endNs;
    }

    private void look(String listedAs, long endNs) throws IOException, InterruptedException {
        long untilNs = endNs + settings.segmentNs();
        while (System.nanoTime() < untilNs) {
            if (control.live(source).contains(listedAs)) {
                listed(System.nanoTime() - endNs);
                return;
            }
            Thread.sleep(isWatched && member.isPresent() ? ASK_EVERY : FIRST_ASK_EVERY);
        }
        counts.unlistedSegments.increment();
    }

    private void listed(long afterNs) {
        if (member.isPresent()) {
            counts.listedTimes.record(afterNs);
        } else {
            member.established();
        }
    }

    private static void sleepUntil(long untilNs) throws InterruptedException {
        long leftNs = untilNs - System.nanoTime();
        if (leftNs > 0) {
            Thread.sleep(Duration.ofNanos(leftNs));
        }
    }

    /// The id of its recording, if there is one.
    Optional<String> recording() {
        return recording;
    }

    /// After it was closed: it writes no more.
    void awaitEnd() {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
