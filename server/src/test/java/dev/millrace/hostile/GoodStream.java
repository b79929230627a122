package dev.millrace.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.client.RtmpPublisher;
import dev.millrace.e2e.ServerProgram;
import dev.millrace.e2e.Watcher;
import dev.millrace.media.Frame;
import dev.millrace.media.TrackKind;
import dev.millrace.testcard.TestCard;
import dev.millrace.testing.TestPublisher;
import dev.millrace.testing.Waiting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// A publisher in real time, a player of RTMP and one of HTTP-FLV, who behave while others do not.
/// They must lose nothing.
final class GoodStream implements AutoCloseable {
    private static final String CHANNEL = "good/stream";

    private final List<Frame> sent = new CopyOnWriteArrayList<>();
    private final TestCard card = new TestCard(TestPublisher.SMALL, 0);
    private final RtmpPublisher publisher;
    private final Thread publishing;
    private final List<Watcher> players;
    private volatile boolean enough;

    GoodStream(ServerProgram server) throws IOException {
        publisher = RtmpPublisher.connect(server.rtmp(CHANNEL));
        publishing = Thread.ofPlatform().daemon().name("good publisher").start(this::publish);
        Waiting.until("the first group is there", () -> sent.size() > 50);
        players =
                List.of(
                        new Watcher(server.rtmp(CHANNEL)),
                        new Watcher(server.http(CHANNEL + ".flv")));
        Waiting.until("all play", () -> players.stream().allMatch(p -> p.frames().size() > 20));
    }

    /// Ends the stream, and looks at what arrived.
    void assertNothingIsLost() throws InterruptedException {
        enough = true;
        publishing.join();
        for (Watcher player : players) {
            player.awaitEnd();
            for (TrackKind kind : List.of(TrackKind.VIDEO, TrackKind.AUDIO)) {
                List<Frame> expected =
                        sent.stream().filter(frame -> frame.header().kind() == kind).toList();
                List<Frame> seen = player.frames(kind);
                assertThat(seen).hasSizeGreaterThan(5);
                List<Frame> tail = expected.subList(expected.size() - seen.size(), expected.size());
                assertThat(seen)
                        .extracting(Frame::payload)
                        .containsExactlyElementsOf(tail.stream().map(Frame::payload).toList());
            }
        }
    }

    private void publish() {
        try (publisher) {
            publisher.configure(card.videoConfig());
            publisher.configure(card.audioConfig().orElseThrow());
            long startNs = System.nanoTime();
            while (!enough) {
                if (System.nanoTime() < startNs + card.nextDtsUs() * 1_000) {
                    Waiting.briefly();
                    continue;
                }
                Frame frame = card.next();
                publisher.send(frame);
                sent.add(frame);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        enough = true;
        players.forEach(Watcher::close);
    }
}
