package dev.millrace.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.channel.Channels.Policy;
import dev.millrace.channel.WireReader.Next;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WireTest extends HouseFixture {
    private static final Duration LINGER = Duration.ofSeconds(10);

    @Test
    void rendersWhatWasWritten() throws Exception {
        Feed feed = house.publish();
        feed.gop(0, "A");
        Viewer viewer = Viewer.of(house.channel());
        assertThat(viewer.readTo("a;")).isEqualTo("@1 {1 K0:A;I40:a;");
        feed.audio(50, "s").gop(80, "B");
        assertThat(viewer.readTo("b;")).isEqualTo("A50:s;}{2 K80:B;I120:b;");
    }

    @Test
    void joinsAtTheNewestGroup() throws Exception {
        Feed feed = house.publish();
        feed.gop(0, "A").gop(80, "B");
        Viewer early = Viewer.of(house.channel());
        assertThat(early.readTo("b;")).as("a wire begins there").isEqualTo("@2 {2 K80:B;I120:b;");
        feed.gop(160, "C").gop(240, "D");
        early.readTo("d;");
        Viewer late = Viewer.of(house.channel());
        assertThat(late.readTo("d;")).as("a running one too").isEqualTo("@4 {4 K240:D;I280:d;");
    }

    @Test
    void joinsAtTheNewestGroupThoughThePastIsRendered() throws Exception {
        Feed feed = house.publish();
        feed.gop(0, "A").gop(80, "B");
        var viewer = new Viewer(house.channel().watch(TextFormat.PAST));
        assertThat(viewer.readTo("b;")).isEqualTo("@2 {2 K80:B;I120:b;");
    }

    @Test
    void bytesAreSentBeforeTheFrameEnds() throws Exception {
        Feed feed = house.publish();
        Viewer viewer = Viewer.of(house.channel());
        feed.begin(0, true, 6);
        assertThat(viewer.readTo(":")).isEqualTo("@1 {1 K0:");
        feed.append("abc");
        assertThat(viewer.next()).isEqualTo("abc");
        feed.append("def");
        assertThat(viewer.readTo(";")).isEqualTo("def;");
    }

    @Test
    void saysWhetherASpanEndsWithAFrame() throws Exception {
        Feed feed = house.publish();
        WireReader<String> reader = house.channel().watch(TextFormat.LIVE);
        feed.key(0, "A").begin(40, false, 2);
        feed.append("a");
        assertThat(wholeAfter(reader, "K0:A;I40:a")).isFalse();
        feed.append("b");
        assertThat(wholeAfter(reader, "b;")).isTrue();
        feed.close();
        assertThat(wholeAfter(reader, "}")).as("closing bytes belong to no frame").isTrue();
    }

    @Test
    void aTornFrameIsWhole() throws Exception {
        Feed feed = house.publish();
        Viewer viewer = Viewer.of(house.channel());
        feed.begin(0, true, 4);
        feed.append("AB");
        feed.close();
        assertThat(viewer.readTo("left ")).isEqualTo("@1 {1 K0:AB00!} left ");
    }

    @Test
    void whoLagsContinuesAtTheNewestGroup() throws Exception {
        Feed feed = house.publish();
        feed.gop(0, "A");
        Viewer fast = Viewer.of(house.channel());
        Viewer slow = Viewer.of(house.channel());
        assertThat(slow.readTo("a;")).isEqualTo(fast.readTo("a;"));
        for (int second = 1; second <= 11; second++) {
            feed.key(second * 1000L, "B");
            fast.readTo("B;"); // so that neither it nor the wire lags itself
        }
        assertThat(slow.readTo("{12 K11000:B;"))
                .as("11 s, but the next group is 10 s back")
                .startsWith("}{2 K1000:B;}{3 ");
        for (int second : new int[] {12, 21, 24}) {
            feed.gop(second * 1000L, "E");
            fast.readTo("e;");
        }
        assertThat(slow.readTo("e;")).isEqualTo("@15-2 {15 K24000:E;I24040:e;");
        assertThat(slow.reader().missedGroups()).isEqualTo(2);
        assertThat(fast.reader().missedGroups()).isZero();
    }

    @Test
    void neverLeavesInsideAFrame() throws Exception {
        Feed feed = house.publish();
        feed.begin(0, true, 6);
        feed.append("abc");
        Viewer fast = Viewer.of(house.channel());
        Viewer slow = Viewer.of(house.channel());
        assertThat(slow.readTo("abc")).isEqualTo(fast.readTo("abc"));
        feed.append("def").inter(40, "g").gop(100, "B");
        fast.readTo("b;");
        feed.gop(9000, "C");
        fast.readTo("c;");
        feed.gop(18_000, "D");
        fast.readTo("d;");
        assertThat(slow.next()).isEqualTo("def;");
        assertThat(slow.readTo("d;")).isEqualTo("@4-2 {4 K18000:D;I18040:d;");
    }

    @Test
    void whoFellOutOfTheWindowIsToldHowMuchIsLost() throws Exception {
        Feed feed = house.publish();
        feed.gop(0, "A");
        Viewer fast = Viewer.of(house.channel());
        Viewer slow = Viewer.of(house.channel());
        assertThat(slow.readTo("a;")).isEqualTo(fast.readTo("a;"));
        for (int second = 1; second <= 30; second++) {
            feed.key(second * 1000L, "B");
            fast.readTo("B;"); // so that the wire misses none
        }
        assertThat(slow.readTo("B;")).isEqualTo("@31-29 {31 K30000:B;");
    }

    /// A long Group of Pictures is the only way in, however far back it begins.
    @Test
    void whoIsBehindAndHasNowhereToGoReadsOn() throws Exception {
        Feed feed = house.publish();
        feed.key(0, "A");
        for (int second = 1; second <= 35; second++) {
            feed.inter(second * 1000L, "a");
        }
        feed.inter(36_000, "end");
        Viewer first = Viewer.of(house.channel());
        assertThat(first.readTo("end;")).startsWith("@1 {1 K0:A;I1000:a;");
        Viewer second = Viewer.of(house.channel());
        assertThat(second.readTo("end;")).startsWith("@1 {1 K0:A;I1000:a;");
    }

    @Test
    void aRendererThatMissedGroupsSaysSo() throws Exception {
        Feed feed = house.publish();
        feed.gop(0, "A");
        var entered = new CompletableFuture<Void>();
        var gate = new CompletableFuture<Void>();
        var stuck = new WireFormat<String>("stuck", false, () -> new Stuck(entered, gate));
        var viewer = new Viewer(house.channel().watch(stuck));
        assertThat(viewer.readTo("a;")).isEqualTo("@1 {1 K0:A;I40:a;");
        feed.inter(80, "wait");
        entered.get(10, TimeUnit.SECONDS);
        for (int second = 1; second <= 30; second++) {
            feed.key(second * 1000L, "B");
        }
        gate.complete(null);
        assertThat(viewer.readTo("B;")).endsWith("@31-29 {31- K30000:B;");
    }

    private static final class Stuck extends TextFormat {
        private final CompletableFuture<Void> entered;
        private final CompletableFuture<Void> gate;

        Stuck(CompletableFuture<Void> entered, CompletableFuture<Void> gate) {
            this.entered = entered;
            this.gate = gate;
        }

        @Override
        public void payload(ByteBuffer bytes, WireOut out) {
            if (bytes.remaining() == "wait".length()) {
                entered.complete(null);
                gate.join();
            }
            super.payload(bytes, out);
        }
    }

    @Test
    void leavingAndComingBack() throws Exception {
        Feed first = house.publish();
        first.key(0, "A");
        Viewer viewer = Viewer.of(house.channel());
        assertThat(viewer.readTo("A;")).isEqualTo("@1 {1 K0:A;");
        first.close();
        assertThat(viewer.readTo("left ")).isEqualTo("} left ");
        assertThat(viewer.reader().poll()).isInstanceOf(Next.Nothing.class);
        Feed second = house.publish();
        second.key(0, "B");
        assertThat(viewer.readTo("B;")).isEqualTo(" back {2 K40:B;");
        second.close();
        assertThat(viewer.readTo("left ")).isEqualTo("} left ");
        house.pass(Duration.ofSeconds(16));
        assertThat(viewer.next()).isEqualTo(" end");
        assertThat(viewer.next()).as("and stays so").isEqualTo(" end");
    }

    @Test
    void whoWasToldOfTheLeavingIsToldOfTheReturnEvenAfterASkip() throws Exception {
        Feed first = house.publish();
        first.key(0, "A");
        Viewer slow = Viewer.of(house.channel());
        Viewer fast = Viewer.of(house.channel());
        first.close();
        assertThat(slow.readTo("left ")).isEqualTo(fast.readTo("left "));
        Feed second = house.publish();
        second.key(0, "B");
        fast.readTo("B;");
        second.key(9000, "C");
        fast.readTo("C;");
        second.key(18_000, "D");
        fast.readTo("D;");
        assertThat(slow.readTo("D;")).isEqualTo(" back @4-2 {4 K18040:D;");
    }

    @Test
    void whoSlowlyReadsThePastIsNotToldOfALeavingThatIsOver() throws Exception {
        Feed first = house.publish();
        first.key(0, "A");
        Viewer slow = Viewer.of(house.channel());
        Viewer fast = Viewer.of(house.channel());
        slow.readTo("A;");
        first.close();
        fast.readTo("left ");
        house.publish().key(0, "B");
        fast.readTo("B;");
        assertThat(slow.readTo("B;")).isEqualTo("}{2 K40:B;");
    }

    @Test
    void aSuccessorInTimeIsOnlyAnotherGroup() throws Exception {
        house.publish().key(0, "A");
        Viewer viewer = Viewer.of(house.channel());
        viewer.readTo("A;");
        Feed second = house.publish("second", Policy.TAKEOVER);
        second.publication().configure(FakeConfig.VIDEO);
        second.key(0, "B");
        // The renderer may or may not see the moment in between.
        assertThat(viewer.readTo("B;")).isIn("}{2 K40:B;", "} left  back {2 K40:B;");
    }

    @Test
    void whoComesWhileNobodyPublishesIsToldAfterThePast() throws Exception {
        house.publish().key(0, "A").close();
        Viewer cold = Viewer.of(house.channel());
        assertThat(cold.readTo("left ")).isEqualTo("@1 {1 K0:A;} left ");
        Viewer warm = Viewer.of(house.channel());
        assertThat(warm.readTo("left ")).isEqualTo("@1 {1 K0:A;} left ");
        house.publish().key(0, "B");
        assertThat(cold.readTo("B;")).isEqualTo(" back {2 K40:B;");
        assertThat(warm.readTo("B;")).isEqualTo(" back {2 K40:B;");
    }

    @Test
    void waitsForTheFirstPublisher() throws Exception {
        Viewer viewer = Viewer.of(house.channel());
        assertThat(viewer.reader().poll()).isInstanceOf(Next.Nothing.class);
        CompletableFuture<String> read = inBackground(() -> viewer.readTo("A;"));
        house.publish().key(0, "A");
        assertThat(read.get(10, TimeUnit.SECONDS)).isEqualTo("@1 {1 K0:A;");
    }

    @Test
    void whoWaitedInVainIsTold() throws Exception {
        Viewer viewer = Viewer.of(house.channel());
        house.publish().close();
        CompletableFuture<String> read = inBackground(viewer::next);
        house.pass(Duration.ofSeconds(16));
        assertThat(read.get(10, TimeUnit.SECONDS)).isEqualTo(" end");
    }

    @Test
    void theEndComesAfterEverything() throws Exception {
        Feed feed = house.publish();
        Viewer viewer = Viewer.of(house.channel());
        feed.gop(0, "A");
        feed.begin(80, true, 4);
        feed.append("BC");
        house.channels.close("over");
        assertThat(viewer.readTo("end")).endsWith("{2 K80:BC00!} left  end");
    }

    @Test
    void waitsNoLongerThanItIsTold() throws Exception {
        Feed feed = house.publish();
        feed.key(0, "A");
        WireReader<String> reader = house.channel().watch(TextFormat.LIVE);
        assertThat(reader.next(Duration.ofSeconds(10)).map(Viewer::text)).contains("@1 ");
        assertThat(reader.next(Duration.ofSeconds(10)).map(Viewer::text)).contains("{1 K0:A;");
        assertThat(reader.next(Duration.ofMillis(1))).isEmpty();
        feed.close();
        assertThat(reader.next(Duration.ofSeconds(10)).map(Viewer::text)).contains("}");
    }

    @Test
    void closeEndsAWaitingReader() throws Exception {
        Viewer viewer = Viewer.of(house.channel());
        CompletableFuture<String> read = inBackground(viewer::next);
        viewer.reader().close();
        assertThat(read.get(10, TimeUnit.SECONDS)).isEqualTo(" closed");
    }

    @Test
    void stopEndsAWaitingReader() throws Exception {
        Viewer viewer = Viewer.of(house.channel());
        CompletableFuture<String> read = inBackground(viewer::next);
        viewer.reader().stop();
        assertThat(read.get(10, TimeUnit.SECONDS)).isEqualTo(" closed");
    }

    @Test
    void stopEndsWithTheFrame() throws Exception {
        Feed feed = house.publish();
        feed.begin(0, true, 2);
        feed.append("A");
        Viewer stopped = Viewer.of(house.channel());
        Viewer other = Viewer.of(house.channel());
        assertThat(stopped.readTo("A")).isEqualTo(other.readTo("A"));
        stopped.reader().stop();
        feed.append("B").inter(40, "a").inter(80, "b");
        other.readTo("I80:b;");
        assertThat(stopped.readTo("closed")).isEqualTo("B; closed");
    }

    @Test
    void stopEndsBehindTheLastFrameToo() throws Exception {
        house.publish().key(0, "A").close();
        Viewer viewer = Viewer.of(house.channel());
        viewer.readTo("left ");
        viewer.reader().stop();
        assertThat(viewer.next()).isEqualTo(" closed");
    }

    @Test
    void viewersAreCountedByFormat() throws Exception {
        Channel channel = house.channel();
        Viewer first = Viewer.of(channel);
        Viewer second = Viewer.of(channel);
        WireReader<String> past = channel.watch(TextFormat.PAST);
        assertThat(channel.viewers()).isEqualTo(Map.of("text", 2, "past", 1));
        first.reader().close();
        first.reader().close();
        assertThat(channel.viewers()).isEqualTo(Map.of("text", 1, "past", 1));
        second.reader().close();
        past.close();
    }

    @Test
    void aWireThatNobodyWatchesStopsAndMayStartAgain() throws Exception {
        Feed feed = house.publish();
        feed.gop(0, "A");
        Viewer first = Viewer.of(house.channel());
        first.readTo("a;");
        house.pass(LINGER.multipliedBy(2));
        assertThat(house.channel().viewers()).as("it is watched").containsKey("text");
        first.reader().close();
        house.pass(LINGER);
        assertThat(house.channel().viewers()).as("it lingers").containsKey("text");
        house.pass(Duration.ofNanos(1));
        assertThat(house.channel().viewers()).isEmpty();
        long unwatchedBytes = feed.publication().channel().window().newest().cost() - 2 + 4096;
        Eventually.holds(
                "the rendering is released", () -> house.budget.bytesUsed() == unwatchedBytes);
        feed.gop(80, "B");
        assertThat(Viewer.of(house.channel()).readTo("b;")).isEqualTo("@2 {2 K80:B;I120:b;");
    }

    @Test
    void whoComesInTimeFindsTheWireWarm() throws Exception {
        house.publish().gop(0, "A");
        Viewer first = Viewer.of(house.channel());
        first.readTo("a;");
        first.reader().close();
        house.pass(LINGER);
        Viewer second = Viewer.of(house.channel());
        house.pass(LINGER.multipliedBy(2));
        assertThat(Viewer.text(second.reader().poll())).isEqualTo("@1 ");
        assertThat(Viewer.text(second.reader().poll())).isEqualTo("{1 K0:A;I40:a;");
    }

    /// Or a thousand wrong names would lock out everyone.
    @Test
    void whoGaveUpWaitingLeavesNothingBehind() throws Exception {
        Channel waiting = house.channel();
        Viewer.of(waiting).reader().close();
        house.pass(LINGER.plusNanos(1));
        Eventually.holds("nobody waits", () -> waiting.bell().size() == 0);
        house.pass(House.SETTINGS.grace());
        assertThat(house.channels.list()).isEmpty();
    }

    @Test
    void aPackagerThatFailsEndsItsWireAndNoOther() throws Exception {
        Feed feed = house.publish();
        Channel channel = house.channel();
        var failing = new WireFormat<String>("failing", false, Failing::new);
        Viewer good = Viewer.of(house.channel());
        var bad = new Viewer(house.channel().watch(failing));
        feed.key(0, "A").inter(40, "bad").inter(80, "B");
        assertThat(good.readTo("B;")).isEqualTo("@1 {1 K0:A;I40:bad;I80:B;");
        assertThat(bad.readTo("end")).startsWith("@1 {1 K0:A;");
        Eventually.holds("it is gone", () -> !channel.viewers().containsKey("failing"));
    }

    private static final class Failing extends TextFormat {
        @Override
        public void payload(ByteBuffer bytes, WireOut out) {
            if (bytes.remaining() == 3) {
                throw new IllegalStateException("this test makes a packager fail");
            }
            super.payload(bytes, out);
        }
    }

    @Test
    void framesThatCameWhileTheWireRestedLeaveTogether() throws Exception {
        Duration batch = Duration.ofMillis(50);
        var resting = new House(House.settings(1 << 20, batch, 3));
        Feed feed = resting.publish();
        feed.key(0, "A");
        Viewer viewer = Viewer.of(resting.channel());
        viewer.readTo("A;");
        long startNs = System.nanoTime();
        int spans = 0;
        for (int i = 1; i <= 200; i++) {
            feed.inter(i * 40L, i < 200 ? "x" : "last");
        }
        for (String text = ""; !text.endsWith("last;"); spans++) {
            text = viewer.next();
        }
        long rests = (System.nanoTime() - startNs) / batch.toNanos();
        assertThat(spans).isLessThanOrEqualTo((int) rests + 2);
        resting.channels.close("over");
    }

    private static boolean wholeAfter(WireReader<String> reader, String end) throws Exception {
        var text = new StringBuilder();
        while (true) {
            Next<String> next = reader.next();
            text.append(Viewer.text(next));
            boolean done = text.toString().endsWith(end);
            if (done && next instanceof Next.Span<String>(_, boolean whole)) {
                return whole;
            }
        }
    }

    private interface Action {
        String run() throws InterruptedException;
    }

    private static CompletableFuture<String> inBackground(Action action) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return action.run();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                },
                task -> Thread.ofVirtual().start(task));
    }
}
