package dev.millrace.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.channel.Channels.Policy;
import dev.millrace.channel.Subscription.From;
import dev.millrace.channel.Subscription.Step;
import dev.millrace.channel.WireReader.Next;
import dev.millrace.media.FrameHeader;
import dev.millrace.media.TrackKind;
import dev.millrace.testing.Seeds;
import java.io.Closeable;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/// Publishers that leave, return and push each other out, frames of any size in any pieces, and
/// many readers, some of them slow: everyone sees every byte in its place, is told what it lost,
/// and reads to the same end.
class BusStressTest {
    private static final int FRAMES = 1500;
    private static final int READERS = 15;

    @Test
    void everyoneReadsTheSame() {
        Seeds.forEach(6, random -> new Run(random).toAnOrderlyEnd());
    }

    @Test
    void everyoneReadsTheSameWhenTheServerStopsInTheMiddle() {
        Seeds.forEach(6, random -> new Run(random).toAnAbruptEnd());
    }

    /// Where a reader was when the channel ended.
    private record Place(long sequence, int epoch) {}

    private static final class Run {
        private final Random random;
        private final House house;
        private final Channel channel;
        private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

        /// Writers wait for nobody. A virtual thread that never waits would keep all others from
        /// the core, where there is but one.
        private final ExecutorService writers =
                Executors.newThreadPerTaskExecutor(Thread.ofPlatform().daemon().factory());

        private final List<Future<Place>> readers = new ArrayList<>();
        private volatile boolean stopping;

        Run(Random random) throws Exception {
            this.random = random;
            Duration batch = Duration.ofMillis(random.nextInt(3));
            house = new House(House.settings(1 << 20, batch, 1));
            channel = house.channel();
        }

        void toAnOrderlyEnd() throws Exception {
            try (threads;
                    writers;
                    Closeable _ = () -> stopping = true) {
                startReaders();
                Future<?> first = startWriter(FRAMES);
                Future<?> second = startWriter(FRAMES / 2);
                first.get(20, TimeUnit.SECONDS);
                second.get(20, TimeUnit.SECONDS);
                Publication last = publish();
                write(last, 0, true, random);
                last.close();
                house.channels.close("the end");
                long sequence = channel.window().newest().sequence();
                expectAllAt(new Place(sequence, last.epoch()));
            }
        }

        void toAnAbruptEnd() throws Exception {
            try (threads;
                    writers;
                    Closeable _ = () -> stopping = true) {
                startReaders();
                Future<?> writer = startWriter(Integer.MAX_VALUE);
                Eventually.holds("it runs", () -> channel.kept().newest() > 20);
                house.channels.close("the end");
                Group newest = channel.window().newest();
                expectAllAt(new Place(newest.sequence(), newest.epoch()));
                stopping = true;
                writer.get(20, TimeUnit.SECONDS);
                house.channels.close("what the writer began after the end");
                Eventually.holds("no memory held", () -> house.budget.bytesUsed() == 0);
            }
        }

        private void expectAllAt(Place end) throws Exception {
            for (Future<Place> reader : readers) {
                assertThat(reader.get(20, TimeUnit.SECONDS)).isEqualTo(end);
            }
            Eventually.holds("no memory held", () -> channel.bytesHeld() == 0);
        }

        // Writers.

        private Future<?> startWriter(int frames) {
            var own = new Random(random.nextLong());
            return writers.submit(() -> {
                for (int written = 0; written < frames && !stopping; ) {
                    written += publishSome(own);
                }
                return null;
            });
        }

        private int publishSome(Random own) throws Exception {
            Publication publication = publish();
            int frames = own.nextInt(1, 150);
            for (int number = 0; number < frames && !publication.isRevoked(); number++) {
                write(publication, number, number == 0 || own.nextInt(30) == 0, own);
            }
            if (own.nextBoolean()) {
                publication.close(); // or else it is a dead one, until somebody takes over
            }
            return frames;
        }

        private Publication publish() throws Exception {
            var publisher = new FakePublisher("p");
            Publication publication =
                    house.channels.publish(House.CAM, publisher, Policy.TAKEOVER, House.STALE);
            publication.configure(FakeConfig.VIDEO);
            publication.configure(FakeConfig.AUDIO);
            return publication;
        }

        private static void write(Publication to, int number, boolean key, Random own) {
            int lengthBytes = own.nextInt(8) == 0 ? own.nextInt(40_000) : own.nextInt(600);
            TrackKind kind = key || own.nextBoolean() ? TrackKind.VIDEO : TrackKind.AUDIO;
            var header = new FrameHeader(kind, number * 40_000L, number, key, false, lengthBytes);
            if (!to.begin(header)) {
                return;
            }
            ByteBuffer payload = Content.of(to.epoch(), number, lengthBytes);
            boolean tear = own.nextInt(50) == 0;
            while (payload.hasRemaining() && !(tear && own.nextBoolean())) {
                int length = 1 + own.nextInt(Math.min(payload.remaining(), 8000));
                to.append(payload.slice(payload.position(), length));
                payload.position(payload.position() + length);
                to.wake();
            }
            if (payload.hasRemaining()) {
                to.abort();
            }
        }

        // Readers.

        private void startReaders() {
            for (int i = 0; i < READERS; i++) {
                var own = new Random(random.nextLong());
                int kind = i % 5;
                boolean slow = i % 3 == 0;
                Callable<Place> reader =
                        switch (kind) {
                            case 0 -> () -> subscribe(From.NEWEST, own, slow);
                            case 1 -> () -> subscribe(From.OLDEST, own, slow);
                            case 2 -> () -> watch(BinaryFormat.LIVE, own, slow);
                            case 3 -> () -> watch(BinaryFormat.PAST, own, slow);
                            default -> () -> follow(own, slow);
                        };
                readers.add(threads.submit(reader));
            }
        }

        private Place subscribe(From from, Random own, boolean slow) throws Exception {
            try (var reader = channel.subscribe(from)) {
                var content = new Content();
                boolean left = false;
                while (true) {
                    dawdle(own, slow);
                    switch (reader.poll()) {
                        case Step.GroupOpened(var group, long missed) -> {
                            long expected = content.sequence() + missed + 1;
                            boolean first = content.sequence() == 0;
                            assertThat(first || group.sequence() == expected).isTrue();
                            assertThat(!left || group.epoch() > content.epoch()).isTrue();
                            content.group(group.sequence(), group.epoch(), first || missed > 0);
                            left = false;
                        }
                        case Step.FrameOpened(var frame) ->
                                content.begin(frame.header().ctsUs(), frame.header().lengthBytes());
                        case Step.Payload(var bytes) -> content.payload(bytes);
                        case Step.FrameClosed(var frame) -> content.end(frame.torn());
                        case Step.GroupClosed() -> assertThat(content.isInFrame()).isFalse();
                        case Step.Unpublished() -> {
                            assertThat(left).as("told twice").isFalse();
                            left = true;
                        }
                        case Step.Ended() -> {
                            assertThat(left).as("the last publisher left").isTrue();
                            return new Place(content.sequence(), content.epoch());
                        }
                        case Step.Nothing() -> reader.await();
                    }
                }
            }
        }

        private Place watch(WireFormat<Long> format, Random own, boolean slow) throws Exception {
            var parser = new BinaryFormat.Parser();
            Content content = parser.content();
            boolean left = false;
            long missedGroups = 0;
            long started = 0;
            try (WireReader<Long> reader = channel.watch(format)) {
                while (true) {
                    dawdle(own, slow);
                    switch (reader.next()) {
                        case Next.Start<Long>(var group, long missed) -> {
                            assertThat(left).as("started before told of the return").isFalse();
                            // Of the group it started at, nothing may have come.
                            long at = Math.max(started - 1, content.sequence());
                            assertThat(missed)
                                    .isEqualTo(started == 0 ? 0 : group.sequence() - at - 1);
                            parser.start(group);
                            started = group.sequence();
                            missedGroups += missed;
                        }
                        case Next.Span<Long>(var bytes, boolean whole) -> {
                            assertThat(left).as("bytes before told of the return").isFalse();
                            parser.span(bytes, whole);
                        }
                        case Next.Unpublished<Long>() -> {
                            assertThat(left).as("told twice").isFalse();
                            assertThat(content.isInFrame()).isFalse();
                            left = true;
                        }
                        case Next.Published<Long>() -> {
                            assertThat(left).as("back without having left").isTrue();
                            left = false;
                        }
                        case Next.Ended<Long>() -> {
                            assertThat(left).as("the last publisher left").isTrue();
                            assertThat(reader.missedGroups()).isEqualTo(missedGroups);
                            return new Place(content.sequence(), content.epoch());
                        }
                        case Next.Nothing<Long>() -> throw new AssertionError("it waits");
                        case Next.Closed<Long>() -> throw new AssertionError("nobody closed it");
                    }
                }
            }
        }

        private Place follow(Random own, boolean slow) throws Exception {
            try (WireFollower<Long> follower = channel.follow(BinaryFormat.PAST)) {
                return follow(follower, own, slow);
            }
        }

        private Place follow(WireFollower<Long> follower, Random own, boolean slow)
                throws Exception {
            var parser = new BinaryFormat.Parser();
            Content content = parser.content();
            WireGroup<Long> group = null;
            long position = 0;
            boolean left = false;
            while (true) {
                dawdle(own, slow);
                switch (follower.next()) {
                    case WireFollower.Next.Opened<Long>(var opened, long missed) -> {
                        if (group == null || missed > 0) {
                            parser.start(opened);
                        }
                        assertThat(group == null || group.sealed()).isTrue();
                        group = opened;
                        position = 0;
                        left = false;
                    }
                    case WireFollower.Next.Grown<Long>() -> {
                        WireGroup<Long> at = java.util.Objects.requireNonNull(group);
                        long end = at.readable();
                        if (position < end) {
                            parser.span(at.slice(position, end), false);
                        }
                        position = end;
                    }
                    case WireFollower.Next.Unpublished<Long>() -> left = true;
                    case WireFollower.Next.Ended<Long>() -> {
                        assertThat(left).as("the last publisher left").isTrue();
                        return new Place(content.sequence(), content.epoch());
                    }
                    case WireFollower.Next.Closed<Long>() ->
                            throw new AssertionError("nobody closed it");
                }
            }
        }

        private static void dawdle(Random own, boolean slow) {
            if (slow && own.nextInt(20) == 0) {
                LockSupport.parkNanos(own.nextInt(3_000_000));
            }
        }
    }
}
