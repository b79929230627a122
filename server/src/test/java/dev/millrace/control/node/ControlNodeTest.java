package dev.millrace.control.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.control.Source;
import dev.millrace.control.catalogue.Catalogue;
import dev.millrace.control.catalogue.Catalogue.NewRecording;
import dev.millrace.control.catalogue.Catalogue.NewSource;
import dev.millrace.control.catalogue.CatalogueException;
import dev.millrace.control.catalogue.Catalogues;
import dev.millrace.control.objects.ObjectStore;
import dev.millrace.segment.Segment;
import dev.millrace.testing.Clip;
import dev.millrace.testing.ControlServer;
import dev.millrace.testing.Waiting;
import dev.millrace.uplink.EdgeMessage.SourceReport;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A control node whose database and object store have bad times.
class ControlNodeTest {
    private static final Instant BEGAN = Instant.parse("2026-11-22T12:00:00Z");

    @TempDir private Path folder;
    private final StuckStore store = new StuckStore();
    private Catalogue catalogue;
    private ControlNode node;

    @BeforeEach
    void start() {
        catalogue = Catalogues.open("", folder);
        node =
                new ControlNode(
                        ControlServer.settings(ControlSettings.Keep.ALL),
                        catalogue,
                        store,
                        Clock.systemUTC());
        node.start();
    }

    @AfterEach
    void stop() {
        store.gate.countDown();
        node.close();
    }

    /// Keeps nothing, and can be stopped at one key.
    private static final class StuckStore implements ObjectStore {
        final CountDownLatch gate = new CountDownLatch(1);
        volatile String stuck = "";

        @Override
        public void put(String key, byte[] bytes, String hash) throws IOException {
            try {
                if (key.endsWith(stuck) && !stuck.isEmpty()) {
                    gate.await();
                }
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }

        @Override
        public byte[] get(String key) throws IOException {
            throw new IOException(key);
        }

        @Override
        public void delete(String key) {}

        @Override
        public List<StoredObject> list(Optional<String> afterKey, int limit) {
            return List.of();
        }

        @Override
        public String describe() {
            return "nothing";
        }

        @Override
        public void close() {}
    }

    /// An edge node that is told what is wanted, or cannot be.
    private static final class Peer implements EdgePeer {
        final AtomicInteger told = new AtomicInteger();
        final AtomicInteger failed = new AtomicInteger();
        volatile boolean isAway;
        private final UUID source;

        Peer(UUID source) {
            this.source = source;
        }

        @Override
        public About about() {
            return new About("north", "1", "127.0.0.1", BEGAN);
        }

        @Override
        public long heardNs() {
            return System.nanoTime();
        }

        @Override
        public int reportsSinceDesired() {
            return 0;
        }

        @Override
        public Map<String, UUID> sources() {
            return Map.of("cam", source);
        }

        @Override
        public void refresh() {
            if (isAway) {
                failed.incrementAndGet();
                throw new CatalogueException("the database is away");
            }
            told.incrementAndGet();
        }

        @Override
        public void dismiss(String reason) {}
    }

    private Source source() throws Exception {
        return catalogue.addSource(
                new NewSource("cam", Duration.ofSeconds(2), Optional.empty(), Optional.empty()));
    }

    private static Clip clip(long sequence) {
        return Clip.of(sequence, BEGAN);
    }

    /// A change that could not be told is told when the database is back.
    @Test
    void whatCouldNotBeToldIsToldLater() throws Exception {
        var peer = new Peer(source().id());
        node.edges().announced(peer);
        peer.isAway = true;
        node.changed();
        Waiting.until("it was tried", () -> peer.failed.get() > 0);
        peer.isAway = false;
        int before = peer.told.get();
        Waiting.until("it is told", () -> peer.told.get() > before);
    }

    /// When the database is away somebody looks at the metrics.
    @Test
    void metricsDoNotAskTheCatalogue() throws Exception {
        Source source = source();
        var peer = new Peer(source.id());
        node.edges().announced(peer);
        var report =
                new SourceReport(
                        "cam",
                        Optional.of(BEGAN),
                        7,
                        700,
                        Optional.of(BEGAN),
                        Optional.empty(),
                        0,
                        Optional.empty());
        node.edges().reported(peer, source.id(), report);
        catalogue.close();
        assertThat(new NodeMetrics(node).collect().stream())
                .extracting(it -> it.getMetadata().getName())
                .contains("millrace_control_source_outbox_segments", "millrace_control_edges");
    }

    /// By another control node, which tells only the catalogue.
    @Test
    void aSourceThatIsDeletedElsewhereIsForgotten() throws Exception {
        Source source = source();
        node.windows().add(source.id(), clip(0).segment(), clip(0).body());
        node.edges().named(source);
        catalogue.deleteSource(source.id());
        Waiting.until("its memory is free", () -> node.windows().bytes() == 0);
        assertThat(node.edges().known()).isEmpty();
    }

    /// One that takes minutes is no reason for others to wait, whatever hash they have.
    @Test
    void aSegmentThatIsStoredSlowlyHoldsUpNoOther() throws Exception {
        UUID source = source().id();
        catalogue.startRecording(
                new NewRecording("01J", source, Optional.empty(), Optional.empty(), BEGAN));
        store.stuck = clip(0).file();
        CompletableFuture<Void> slow =
                CompletableFuture.runAsync(() -> take(source, 0), Thread::startVirtualThread);
        List<Long> alike = LongStream.range(1, 2_000).filter(this::isAlike).boxed().toList();
        CompletableFuture<Void> others =
                CompletableFuture.runAsync(
                        () -> alike.forEach(it -> take(source, it)), Thread::startVirtualThread);
        Waiting.until("all others are stored", others::isDone);
        assertThat(slow).isNotDone();
        store.gate.countDown();
        slow.join();
        assertThat(catalogue.segments("01J", -1, 1_000)).hasSize(alike.size() + 1);
    }

    private boolean isAlike(long sequence) {
        int difference =
                clip(sequence).segment().id().hashCode() - clip(0).segment().id().hashCode();
        return difference % 256 == 0;
    }

    private void take(UUID source, long sequence) {
        Segment segment = clip(sequence).segment();
        try {
            node.intake().take(source, segment, clip(sequence).body(), false, true);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
