package dev.millrace.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.amf.AmfValue;
import dev.millrace.client.ClientOptions;
import dev.millrace.client.MediaEvent;
import dev.millrace.client.MediaSource;
import dev.millrace.client.MediaSources;
import dev.millrace.media.Frame;
import dev.millrace.media.TrackKind;
import dev.millrace.observe.Fault;
import dev.millrace.testing.Waiting;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Two hundred viewers, one of whom does not read: the others lose nothing, and it has to go.
@Tag("slow")
class CrowdTest {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String CAM = "live/cam";
    private static final int HEALTHY = 199;

    /// The least the system gives.
    private static final int STALLED_RECEIVE_BYTES = 1 << 10;

    /// What a viewer saw of one track: how many frames, and a checksum over all of them.
    private record Seen(int frames, long checksum) {
        /// The first `count` of these frames, said over and over.
        static Seen loop(List<byte[]> frames, int count) {
            var sum = new CRC32();
            for (int i = 0; i < count; i++) {
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
    void oneWhoDoesNotReadIsDroppedAndNobodyElseNotices() throws Exception {
        try (var server = new RunningServer("channel.grace=500ms", "delivery.stall_timeout=3s");
                var threads = Executors.newVirtualThreadPerTaskExecutor();
                var stalled = new RawClient(server.port("rtmp"), STALLED_RECEIVE_BYTES)) {
            stalled.connect("live").call(1, "play", 0, AmfValue.of("cam"));
            var healthy = new ArrayList<Future<Viewer>>();
            for (int i = 0; i < HEALTHY; i++) {
                String url = i % 2 == 0 ? server.rtmp(CAM) : server.http(CAM + ".flv");
                Callable<Viewer> watch = () -> Viewer.of(url);
                healthy.add(threads.submit(watch));
            }
            Waiting.until("all wait", () -> server.viewers(CAM) == HEALTHY + 1);

            try (var publisher = Clip.HEAVY.publishEndlessly(server.rtmp(CAM))) {
                // The system holds some megabytes for it before anyone can tell.
                Waiting.until("one is dropped", PATIENCE, () -> stalled(server) == 1);
                assertThat(server.viewers(CAM)).isEqualTo(HEALTHY);
                publisher.terminate();
                publisher.await(PATIENCE);
            }
            List<Viewer> viewers = results(healthy);
            Viewer first = viewers.getFirst();
            assertThat(viewers).hasSize(HEALTHY).containsOnly(first);
            assertThat(first.video()).isEqualTo(sent(TrackKind.VIDEO, first.video().frames()));
            assertThat(first.audio()).isEqualTo(sent(TrackKind.AUDIO, first.audio().frames()));
            assertThat(first.video().frames()).isGreaterThan(50);

            assertThat(server.get("metrics"))
                    .contains("millrace_faults_total{fault=\"stalled\"} 1.0\n")
                    .contains("millrace_skipped_groups_total 0.0\n");
        }
    }

    private static Seen sent(TrackKind kind, int count) throws IOException {
        var payloads = new ArrayList<byte[]>();
        read(
                Clip.HEAVY.file().toString(),
                frame -> {
                    if (frame.header().kind() == kind) {
                        payloads.add(frame.payload());
                    }
                });
        return Seen.loop(payloads, count);
    }

    private static void read(String source, Consumer<Frame> each) throws IOException {
        try (MediaSource events = MediaSources.open(source, ClientOptions.DEFAULT)) {
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
