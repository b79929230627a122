package dev.millrace.loss;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.control.objects.ObjectStore;
import dev.millrace.control.objects.ObjectStores;
import dev.millrace.control.objects.S3Keys;
import dev.millrace.edge.Samples;
import dev.millrace.testing.FaultyProxy;
import dev.millrace.testing.FaultyProxy.Fault;
import dev.millrace.testing.S3Server;
import dev.millrace.testing.TestTime;
import dev.millrace.testing.Waiting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An object store that does not do what it should: a real server that speaks S3, with a proxy in
/// front of it.
@Tag("slow")
class StoreLossTest {
    private static final int FOR_EVER = Integer.MAX_VALUE;
    private static final Duration NOW_AND_THEN = Duration.ofSeconds(20);

    @TempDir private Path root;
    private final FaultyProxy proxy = FaultyProxy.before(S3Server.get().port());
    private final String bucket = S3Server.get().freshBucket();
    private TestTime time;
    private Chain chain;

    @BeforeEach
    void start() throws IOException {
        root = root.toRealPath();
        var setup = Chain.Setup.of(root).objects(() -> store(proxy.port()));
        time = setup.time();
        chain = Chain.here(setup, store(S3Server.get().port()));
        chain.record("door", "gate");
    }

    @AfterEach
    void close() {
        chain.close();
        proxy.close();
    }

    private ObjectStore store(int port) {
        String where =
                "s3://%s/some/prefix?path-style=true&endpoint=http://127.0.0.1:%d"
                        .formatted(bucket, port);
        try {
            var keys = Optional.of(new S3Keys(S3Server.KEY, S3Server.SECRET));
            return ObjectStores.open(where, root, keys);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitPuts(int more) {
        int enough = proxy.requests("PUT") + more;
        Waiting.until("it is tried", Chain.PATIENCE, () -> proxy.requests("PUT") >= enough);
    }

    /// Half an hour by the clocks of both nodes, in which cameras make a segment now and then.
    /// Nothing here waits longer the longer it lasts: each segment is tried three times by the
    /// client, then offered again after five seconds; so after two rounds of that everything is as
    /// it stays.
    @Test
    void halfAnHourOf503LosesNothing() throws IOException {
        chain.asked.stream("door");
        proxy.fail(Fault.BUSY, FOR_EVER);
        for (int i = 0; i < Duration.ofMinutes(30).dividedBy(NOW_AND_THEN); i++) {
            time.pass(NOW_AND_THEN);
            chain.make(1);
        }
        awaitPuts(20);
        proxy.fail(Fault.NONE, 0);
        chain.assertNothingIsLost();
    }

    /// Then what was sent is read back.
    @Test
    void aWrongTagIsNoReasonToStoreTwice() throws IOException {
        proxy.fail(Fault.WRONG_TAG, FOR_EVER);
        chain.make(5);
        chain.assertNothingIsLost();
        assertThat(proxy.requests("GET")).isGreaterThan(5);
    }

    @Test
    void whatIsDamagedOnTheWayToTheStoreIsSentAgain() throws IOException {
        proxy.fail(Fault.DAMAGED_BODY, 10);
        chain.make(5);
        chain.assertNothingIsLost();
    }

    /// 10 kB a second, at which a segment takes some seconds.
    @Test
    void aSlowStoreIsWaitedFor() throws IOException {
        chain.packets(150);
        proxy.fail(Fault.SLOW_TAKING, 8);
        chain.make(5);
        chain.assertNothingIsLost();
    }

    /// Requests that are never answered hold up what is recorded, and nothing else.
    @Test
    void aStoreThatSaysNothingIsNoReasonNotToWatch() throws IOException {
        chain.asked.stream("door");
        proxy.fail(Fault.SILENT, FOR_EVER);
        chain.make(12);
        chain.awaitLive("door");
    }

    @Test
    void aBrokenStoreAndARestartOfBothNodesLoseNothing() throws IOException {
        proxy.fail(Fault.BUSY, FOR_EVER);
        chain.make(5);
        awaitPuts(3);
        chain.edge.kill();
        chain.control.kill();
        chain.edge.start();
        chain.make(5);
        chain.startControl();
        awaitPuts(3);
        proxy.fail(Fault.NONE, 0);
        chain.assertNothingIsLost();
    }

    /// L21. The other source is recorded on, whatever is still waiting of the deleted one.
    @Test
    void deletingASourceThatIsRecordedHarmsNoOther() throws IOException {
        proxy.fail(Fault.BUSY, FOR_EVER);
        chain.make(8);
        String door = chain.asked.source("door");
        chain.asked.delete("/v1/source/" + door);
        chain.forget("door");
        chain.make(4);
        proxy.fail(Fault.NONE, 0);
        chain.assertNothingIsLost();
        Waiting.until("nothing of it is left", Chain.PATIENCE, () -> keys(door) == 0);
    }

    private long keys(String source) {
        try (ObjectStore all = store(S3Server.get().port())) {
            return all.list(Optional.empty(), 1_000).stream()
                    .filter(it -> it.key().contains(source))
                    .count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// L2, over the whole way: those who leave while the store is slow take nobody's place.
    @Test
    void abortedDownloadsAreFollowedByFiftyGoodOnes() throws IOException {
        chain.packets(300); // 56 kB, some seconds at 10 kB/s
        chain.make(40);
        chain.awaitAll();
        chain.control.kill();
        chain.startControl();
        chain.awaitAll();
        URI uri = chain.control.uri();
        proxy.fail(Fault.SLOW, 20);
        int before = proxy.requests("GET");
        var leaving = new ArrayList<Socket>();
        for (String path : chain.paths("door").subList(0, 10)) {
            var socket = new Socket(uri.getHost(), uri.getPort());
            String request = "GET %s HTTP/1.1\r\nHost: x\r\n\r\n".formatted(path);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            leaving.add(socket);
        }
        Waiting.until("some are being read", () -> proxy.requests("GET") > before + 5);
        for (Socket socket : leaving) {
            socket.close();
        }
        proxy.fail(Fault.NONE, 0);
        for (int i = 0; i < 50; i++) {
            String path = chain.paths("gate").get(i % 40);
            assertThat(chain.asked.get(path)).as(path).isPresent();
        }
        chain.assertNothingIsLost();
    }

    /// LiveMix's own edge nodes never post again what was refused.
    @Test
    void whatIsPostedWhileTheStoreIsAwayIsStoredLater() throws IOException {
        byte[] yard = "{\"name\": \"yard\", \"segment_len\": 2}".getBytes(StandardCharsets.UTF_8);
        assertThat(chain.asked.send("POST", "/v1/source", yard)).isPresent();
        String source = chain.asked.source("yard");
        String recording = chain.asked.record("yard", Instant.ofEpochSecond(1));
        proxy.fail(Fault.BUSY, FOR_EVER);
        for (int i = 0; i < 3; i++) {
            String start = Long.toString(Instant.now().getEpochSecond() - 60 + 2L * i);
            chain.asked.send(
                    "POST",
                    "/v1/new-segment",
                    Samples.body(i),
                    "Source-ID",
                    source,
                    "Segment-Name",
                    "seg.ts",
                    "Segment-Start-TS",
                    start,
                    "Segment-Length-MSec",
                    "2000",
                    "Segment-URI",
                    "file:///seg.ts");
        }
        proxy.fail(Fault.NONE, 0);
        Waiting.until(
                "all are stored",
                Chain.PATIENCE,
                () ->
                        chain.asked
                                .playlist("/v1/vod/recording/%s/vid.m3u8".formatted(recording))
                                .filter(it -> it.segments().size() == 3)
                                .isPresent());
    }
}
