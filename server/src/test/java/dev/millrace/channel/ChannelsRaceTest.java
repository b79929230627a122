package dev.millrace.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.bytes.ProtocolException.OverLimit;
import dev.millrace.channel.Channels.Policy;
import dev.millrace.channel.WireReader.Next;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// Who comes and goes at the same moment.
class ChannelsRaceTest {
    private static final int THREADS = 4;

    private final House house = new House();

    @Test
    void ofManyThatTakeOverOneStaysAndEveryOtherIsToldOnce() throws Exception {
        var all = new ArrayList<Feed>();
        for (List<Feed> ofOne : together(200, () -> house.publish("any", Policy.TAKEOVER))) {
            all.addAll(ofOne);
        }
        List<Feed> alive = all.stream().filter(f -> !f.publication().isRevoked()).toList();
        assertThat(alive).hasSize(1);
        assertThat(house.channel().publication()).contains(alive.getFirst().publication());
        assertThat(alive.getFirst().publisher().dismissals()).isEmpty();
        all.removeAll(alive);
        assertThat(all).allSatisfy(f -> assertThat(f.publisher().dismissals()).hasSize(1));
        assertThat(all).extracting(f -> f.publication().epoch()).doesNotHaveDuplicates();
    }

    @Test
    void ofManyThatDoNotTakeOverOneWins() throws Exception {
        for (int round = 0; round < 100; round++) {
            var wins =
                    together(
                            1,
                            () -> {
                                try {
                                    return List.of(house.publish("any", Policy.REJECT));
                                } catch (ChannelBusyException e) {
                                    return List.<Feed>of();
                                }
                            });
            List<Feed> winners = wins.stream().flatMap(List::stream).flatMap(List::stream).toList();
            assertThat(winners).hasSize(1);
            winners.getFirst().close();
        }
    }

    @Test
    void theLimitHoldsForManyAtOnce() throws Exception {
        for (int round = 0; round < 100; round++) {
            var crowded = new House();
            together(
                    1,
                    () -> {
                        try {
                            return crowded.channels.join(
                                    House.name("c" + Thread.currentThread().threadId()));
                        } catch (OverLimit e) {
                            return crowded;
                        }
                    });
            assertThat(crowded.channels.list()).hasSize(3);
        }
    }

    @Test
    void whoJoinsAWireThatIsTakenDownGetsAWireAllTheSame() throws Exception {
        Feed feed = house.publish();
        feed.key(0, "A");
        Channel channel = house.channel();
        together(
                200,
                () -> {
                    try (WireReader<String> reader = channel.watch(TextFormat.LIVE)) {
                        assertThat(reader.next()).isInstanceOf(Next.Start.class);
                        assertThat(reader.next()).isInstanceOf(Next.Span.class);
                    }
                    house.pass(Duration.ofSeconds(11));
                    return channel;
                });
        house.pass(Duration.ofSeconds(11));
        assertThat(channel.viewers()).isEmpty();
        long groupBytes = channel.window().newest().cost() - 1 + 4096;
        Eventually.holds("renderings are gone", () -> channel.bytesHeld() == groupBytes);
    }

    @Test
    void whoPublishesWhileTheChannelIsTakenDownHasAChannel() throws Exception {
        together(
                200,
                () -> {
                    house.pass(Duration.ofSeconds(16));
                    Feed feed;
                    try {
                        feed = house.publish("any", Policy.REJECT);
                    } catch (ChannelBusyException e) {
                        return house;
                    }
                    Channel channel = feed.publication().channel();
                    house.pass(Duration.ofSeconds(4)); // not yet stale
                    boolean yielded = feed.publication().isRevoked();
                    assertThat(yielded || !channel.ended()).isTrue();
                    feed.close();
                    return house;
                });
        house.pass(Duration.ofSeconds(16));
        assertThat(house.channels.list()).isEmpty();
        assertThat(house.budget.bytesUsed()).isZero();
    }

    /// Lets several threads do the same at the same time, some rounds long.
    private static <T> List<List<T>> together(int rounds, Callable<T> action) throws Exception {
        var barrier = new CyclicBarrier(THREADS);
        var running = new ArrayList<Future<List<T>>>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < THREADS; i++) {
                running.add(
                        threads.submit(() -> {
                            barrier.await();
                            var results = new ArrayList<T>();
                            for (int round = 0; round < rounds; round++) {
                                results.add(action.call());
                            }
                            return results;
                        }));
            }
            var all = new ArrayList<List<T>>();
            for (Future<List<T>> one : running) {
                all.add(one.get(20, TimeUnit.SECONDS));
            }
            return all;
        }
    }
}
