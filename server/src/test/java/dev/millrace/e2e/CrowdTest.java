package dev.millrace.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.client.ClientOptions;
import dev.millrace.client.MediaEvent;
import dev.millrace.client.MediaSource;
import dev.millrace.client.source.MediaSources;
import dev.millrace.gateway.rtmp.RtmpGateway;
import dev.millrace.media.Frame;
import dev.millrace.media.TrackKind;
import dev.millrace.observe.Fault;
import dev.millrace.observe.Session;
import dev.millrace.testing.Program;
import dev.millrace.testing.Waiting;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Two hundred viewers, one of whom is a program that stands still: the others lose nothing, and it
/// has to go.
@Tag("slow")
class CrowdTest {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final ClientOptions PATIENT = ClientOptions.DEFAULT.withReadTimeout(PATIENCE);
    private static final String CAM = "live/cam";
    private static final int HEALTHY = 199;
    private static final String REASON = "took nothing for 3000 ms";

    /// What a viewer saw of one track: how many frames, and a checksum over all of them.
    private record Seen(int frames, long checksum) {
        /// The last `count` of the first `all` of these frames, said over and over.
        static Seen loop(List<byte[]> frames, int all, int count) {
            var sum = new CRC32();
            for (int i = all - count; i < all; i++) {
                sum.update(frames.get(i % frames.size()));
            }
            return new Seen(count, sum.getValue());
        }
    }

    private record Viewer(Seen video, Seen audio) {
        static Viewer of(String source) throws IOException {
            Map<TrackKind, CRC32> sums =
                    Map.of(TrackKind.VIDEO, new CRC32(), TrackKind.AUDIO, new CRC32());
            Map<TrackKind, Integer> counts = new EnumMap<>(TrackKind.class);
            read(
                    source,
                    frame -> {
                        counts.merge(frame.header().kind(), 1, Integer::sum);
                        Objects.requireNonNull(sums.get(frame.header().kind()))
                                .update(frame.payload());
                    });
            return new Viewer(
                    seen(TrackKind.VIDEO, counts, sums), seen(TrackKind.AUDIO, counts, sums));
        }

        private static Seen seen(
                TrackKind kind, Map<TrackKind, Integer> counts, Map<TrackKind, CRC32> sums) {
            return new Seen(
                    counts.getOrDefault(kind, 0),
                    Objects.requireNonNull(sums.get(kind)).getValue());
        }
    }

    @Test
    @DisplayName("B70: SIGSTOP for one of 200: it is dropped with a reason, nobody else notices")
    void oneWhoDoesNotReadIsDroppedAndNobodyElseNotices() throws Exception {
        try (var server =
                        new RunningServer(
                                "channel.grace=500ms",
                                "rtmp.play_wait=2m",
                                "delivery.stall_timeout=3s");
                var log = new LogLines(RtmpGateway.class);
                var threads = Executors.newVirtualThreadPerTaskExecutor();
                var stalled = player(server)) {
            Waiting.until("it waits", () -> server.viewers(CAM) == 1);
            Session session = server.server().sessions().list().iterator().next();
            var healthy = new ArrayList<Future<Viewer>>();
            for (int i = 0; i < HEALTHY; i++) {
                String url = i % 2 == 0 ? server.rtmp(CAM) : server.http(CAM + ".flv");
                Callable<Viewer> watch = () -> Viewer.of(url);
                healthy.add(threads.submit(watch));
            }
            Waiting.until("all wait", () -> server.viewers(CAM) == HEALTHY + 1);

            try (var publisher = Clip.HEAVY.publishEndlessly(server.rtmp(CAM))) {
                Waiting.until("it plays", () -> session.bytesOut().sum() > 1 << 20);
                stalled.stop();
                // The system holds some megabytes for it before anyone can tell.
                Waiting.until("it is dropped", PATIENCE, () -> stalled(server) == 1);
                assertThat(healthy).noneMatch(Future::isDone);
                assertThat(server.viewers(CAM)).isEqualTo(HEALTHY);
                assertThat(session.note()).isEqualTo(REASON);
                assertThat(log.about(port(session))).last().asString().endsWith("left: " + REASON);
                stalled.kill();
                publisher.terminate();
                publisher.await(PATIENCE);
            }
            List<Viewer> viewers = results(healthy);
            assertThat(viewers).hasSize(HEALTHY);
            assertNothingIsLost(viewers.stream().map(Viewer::video).toList(), TrackKind.VIDEO);
            assertNothingIsLost(viewers.stream().map(Viewer::audio).toList(), TrackKind.AUDIO);

            assertThat(server.get("metrics"))
                    .contains("millrace_faults_total{fault=\"stalled\"} 1.0\n")
                    .contains("millrace_skipped_groups_total 0.0\n");
        }
    }

    private static Program player(RunningServer server) {
        String url = server.rtmp(CAM);
        return Program.start("ffmpeg", "-v", "error", "-i", url, "-c", "copy", "-f", "null", "-");
    }

    private static int port(Session session) {
        String remote = session.remote();
        return Integer.parseInt(remote.substring(remote.lastIndexOf(':') + 1));
    }

    /// On a busy machine some may begin a group later; from there on they have every frame.
    private static void assertNothingIsLost(List<Seen> viewers, TrackKind kind) throws IOException {
        int all = viewers.stream().mapToInt(Seen::frames).max().orElseThrow();
        assertThat(all).isGreaterThan(50);
        List<byte[]> clip = payloads(kind);
        for (Seen seen : Set.copyOf(viewers)) {
            assertThat(seen.frames()).isGreaterThan(all / 2);
            assertThat(seen).isEqualTo(Seen.loop(clip, all, seen.frames()));
        }
    }

    private static List<byte[]> payloads(TrackKind kind) throws IOException {
        var payloads = new ArrayList<byte[]>();
        read(
                Clip.HEAVY.file().toString(),
                frame -> {
                    if (frame.header().kind() == kind) {
                        payloads.add(frame.payload());
                    }
                });
        return payloads;
    }

    private static void read(String source, Consumer<Frame> each) throws IOException {
        try (MediaSource events = MediaSources.open(source, PATIENT)) {
            for (var event = events.next();
                    !(event instanceof MediaEvent.Ended);
                    event = events.next()) {
                if (event instanceof MediaEvent.Media(Frame frame)) {
                    each.accept(frame);
                }
            }
        }
    }

    private static long stalled(RunningServer server) {
        return server.server().sessions().faults(Fault.STALLED);
    }

    private static List<Viewer> results(List<Future<Viewer>> futures)
            throws ExecutionException, InterruptedException {
        var results = new ArrayList<Viewer>();
        for (Future<Viewer> future : futures) {
            results.add(future.get());
        }
        return results;
    }
}
