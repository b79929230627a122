package dev.millrace.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.amf.AmfValue;
import dev.millrace.client.ClientOptions;
import dev.millrace.client.MediaEvent;
import dev.millrace.client.MediaSource;
import dev.millrace.client.MediaSources;
import dev.millrace.media.Frame;
import dev.millrace.media.FrameHeader;
import dev.millrace.observe.Fault;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Two hundred viewers, one of whom does not read: the others lose nothing, and it has to go.
@Tag("slow")
class CrowdTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String CAM = "live/cam";
    private static final int HEALTHY = 199;

    /// The least the system gives.
    private static final int STALLED_RECEIVE_BYTES = 1 << 10;

    /// What a viewer saw: how many frames, and a checksum over all of them with their times.
    private record Seen(int frames, long checksum) {
        static Seen of(String source) throws IOException {
            try (MediaSource events = MediaSources.open(source, ClientOptions.DEFAULT)) {
                var sum = new CRC32();
                int count = 0;
                long zeroUs = 0;
                for (var event = events.next();
                        !(event instanceof MediaEvent.Ended);
                        event = events.next()) {
                    if (event instanceof MediaEvent.Media(Frame frame)) {
                        zeroUs = count++ == 0 ? frame.header().dtsUs() : zeroUs;
                        add(frame, zeroUs, sum);
                    }
                }
                return new Seen(count, sum.getValue());
            }
        }

        private static void add(Frame frame, long zeroUs, CRC32 sum) {
            FrameHeader header = frame.header();
            var text = header.at(header.dtsUs() - zeroUs).toString();
            sum.update(text.getBytes(StandardCharsets.US_ASCII));
            sum.update(ByteBuffer.wrap(frame.payload()));
        }
    }

    @Test
    void oneWhoDoesNotReadIsDroppedAndNobodyElseNotices() throws Exception {
        try (var server = new RunningServer("channel.grace=500ms", "delivery.stall_timeout=3s");
                var threads = Executors.newVirtualThreadPerTaskExecutor();
                var stalled = new RawClient(server.port("rtmp"), STALLED_RECEIVE_BYTES)) {
            stalled.connect("live").call(1, "play", 0, AmfValue.of("cam"));
            var healthy = new ArrayList<Future<Seen>>();
            for (int i = 0; i < HEALTHY; i++) {
                String url = i % 2 == 0 ? server.rtmp(CAM) : server.http(CAM + ".flv");
                Callable<Seen> watch = () -> Seen.of(url);
                healthy.add(threads.submit(watch));
            }
            RunningServer.await("all wait", () -> server.viewers(CAM) == HEALTHY + 1);

            try (var publisher = server.publish(Clip.HEAVY.file(), CAM)) {
                RunningServer.await("one is dropped", () -> stalled(server) == 1);
                assertThat(publisher.await(PATIENCE)).as(publisher.output()).isZero();
            }
            Seen sent = Seen.of(Clip.HEAVY.file().toString());
            assertThat(sent.frames()).isGreaterThan(500);
            assertThat(results(healthy)).hasSize(HEALTHY).containsOnly(sent);

            String metrics = server.get("metrics");
            assertThat(metrics)
                    .contains("millrace_faults_total{fault=\"stalled\"} 1.0\n")
                    .contains("millrace_skipped_groups_total 0.0\n");
        }
    }

    private static long stalled(RunningServer server) {
        return server.server().sessions().faults(Fault.STALLED);
    }

    private static List<Seen> results(List<Future<Seen>> futures)
            throws ExecutionException, InterruptedException {
        var results = new ArrayList<Seen>();
        for (Future<Seen> future : futures) {
            results.add(future.get());
        }
        return results;
    }
}
