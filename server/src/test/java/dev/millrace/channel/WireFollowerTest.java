package dev.millrace.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.channel.WireFollower.Next;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WireFollowerTest extends HouseFixture {
    private static final Duration LINGER = Duration.ofSeconds(10);

    @Test
    void followsFromTheOldestGroup() throws Exception {
        Feed feed = house.publish();
        feed.gop(0, "A").gop(80, "B");
        Follower follower = Follower.of(house.channel());
        assertThat(follower.readTo("b;")).isEqualTo("@1 {1 K0:A;I40:a;}@2 {2 K80:B;I120:b;");
        assertThat(follower.follower().edgeDtsUs()).isEqualTo(120_000);
    }

    @Test
    void doesNotBeginBeforeThePresentIsRendered() throws Exception {
        house.publish().gop(0, "A").gop(80, "B");
        var gate = new CountDownLatch(1);
        var format = new WireFormat<String>("gated", true, () -> new Gated(gate));
        WireFollower<String> follower = house.channel().follow(format);
        var first = new CompletableFuture<Next<String>>();
        Thread reader =
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                first.complete(follower.next());
                            } catch (InterruptedException e) {
                                first.completeExceptionally(e);
                            }
                        });
        Eventually.holds("the reader waits", () -> first.isDone() || isParked(reader));
        assertThat(first).isNotDone();
        gate.countDown();
        assertThat(first.get(10, TimeUnit.SECONDS)).isInstanceOf(Next.Opened.class);
        assertThat(follower.edgeDtsUs()).isEqualTo(120_000);
    }

    /// Renders the first group, and waits in front of the others.
    private static final class Gated extends TextFormat {
        private final CountDownLatch gate;

        Gated(CountDownLatch gate) {
            this.gate = gate;
        }

        @Override
        public String open(Group group, boolean missed, WireOut out) {
            if (group.sequence() > 1) {
                try {
                    gate.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            return super.open(group, missed, out);
        }
    }

    private static boolean isParked(Thread thread) {
        return thread.getState() == Thread.State.WAITING;
    }

    @Test
    void isAtTheEdgeWhenAllIsTold() throws Exception {
        Feed feed = house.publish().gop(0, "A");
        Follower follower = Follower.of(house.channel());
        assertThat(follower.next()).isEqualTo("@1 ");
        assertThat(follower.follower().isAtEdge()).isFalse();
        assertThat(follower.next()).isEqualTo("{1 K0:A;I40:a;");
        assertThat(follower.follower().isAtEdge()).isTrue();
        feed.inter(80, "b");
        assertThat(follower.readTo("b;")).isEqualTo("I80:b;");
        assertThat(follower.follower().isAtEdge()).isTrue();
        feed.close();
        assertThat(follower.readTo("left ")).isEqualTo("} left ");
        assertThat(follower.follower().isAtEdge()).isTrue();
    }

    @Test
    void seesAGroupGrow() throws Exception {
        Feed feed = house.publish();
        Follower follower = Follower.of(house.channel());
        feed.begin(0, true, 2);
        assertThat(follower.readTo(":")).isEqualTo("@1 {1 K0:");
        feed.append("A");
        assertThat(follower.readTo("A")).isEqualTo("A");
        feed.append("B");
        assertThat(follower.readTo(";")).isEqualTo("B;");
        assertThat(follower.group().sealed()).isFalse();
        feed.close();
        assertThat(follower.readTo("left ")).isEqualTo("} left ");
        assertThat(follower.group().sealed()).isTrue();
    }

    @Test
    void leavingAndComingBack() throws Exception {
        house.publish().key(0, "A").close();
        Follower follower = Follower.of(house.channel());
        assertThat(follower.readTo("left ")).isEqualTo("@1 {1 K0:A;} left ");
        house.publish().close(); // without media it is not noticed
        house.publish().key(0, "B").close();
        assertThat(follower.readTo("left ")).isEqualTo("@2 {2 K40:B;} left ");
        house.pass(Duration.ofSeconds(16));
        assertThat(follower.next()).isEqualTo(" end");
        assertThat(follower.next()).as("and stays so").isEqualTo(" end");
    }

    @Test
    void whoFellOutOfTheWindowIsToldHowMuchIsLost() throws Exception {
        Feed feed = house.publish();
        feed.gop(0, "A");
        Follower slow = Follower.of(house.channel());
        slow.readTo("a;");
        var fast = new Viewer(house.channel().watch(TextFormat.PAST));
        fast.readTo("a;");
        for (int second = 1; second <= 30; second++) {
            feed.key(second * 1000L, "B");
            fast.readTo("B;"); // so that the wire misses none
        }
        assertThat(slow.readTo("B;")).isEqualTo("}@31-29 {31 K30000:B;");
    }

    @Test
    void marksArePositions() throws Exception {
        Feed feed = house.publish();
        feed.key(0, "A");
        for (int i = 1; i < 10; i++) {
            feed.inter(i * 40L, "a");
        }
        Follower follower = new Follower(house.channel().follow(EveryFrame.FORMAT));
        follower.readTo("I360:a;");
        assertThat(follower.group().start()).isEqualTo("group 1");
        assertThat(follower.group().marks())
                .hasSize(11)
                .startsWith(
                        new WireMark(0, 0, true, false), // the group
                        new WireMark(3, 0, true, false), // {1 |K0:A;
                        new WireMark(8, 40_000, false, false)) // {1 K0:A;|I40:a;
                .isSortedAccordingTo(java.util.Comparator.comparingLong(WireMark::position));
    }

    private static final class EveryFrame extends TextFormat {
        static final WireFormat<String> FORMAT = new WireFormat<>("every", true, EveryFrame::new);

        @Override
        public void frame(GroupFrame frame, WireOut out) {
            out.mark(frame.header().dtsUs(), frame.header().key(), false);
            super.frame(frame, out);
        }
    }

    @Test
    void whatIsHeldStaysOnTheBooks() throws Exception {
        Feed feed = house.publish();
        feed.key(0, "A").close();
        Follower follower = Follower.of(house.channel());
        follower.readTo("left ");
        WireGroup<String> group = follower.group();
        long renderedBytes = "{1 K0:A;}".length();
        assertThat(group.hold()).isTrue();
        assertThat(group.hold()).isTrue();
        house.channels.close("over");
        Eventually.holds("the rest is free", () -> house.budget.bytesUsed() == renderedBytes);
        group.release();
        assertThat(house.budget.bytesUsed()).isEqualTo(renderedBytes);
        group.release();
        // The wire lets go of its own hold when its renderer ends.
        Eventually.holds("all is free", () -> house.budget.bytesUsed() == 0);
        assertThat(group.hold()).as("it is off the books").isFalse();
        assertThat(group.slice(0, group.readable())).as("and still there").isNotEmpty();
    }

    @Test
    void aFollowerKeepsAWireButIsNoViewer() throws Exception {
        Feed feed = house.publish();
        feed.key(0, "A");
        Channel channel = house.channel();
        Follower follower = Follower.of(channel);
        follower.readTo("A;");
        house.pass(LINGER.multipliedBy(3));
        feed.inter(40, "a");
        assertThat(follower.readTo("a;")).isEqualTo("I40:a;");
        assertThat(channel.viewers().get("past")).isZero();
        follower.follower().close();
        house.pass(LINGER.plusNanos(1));
        assertThat(channel.viewers()).isEmpty();
    }

    @Test
    void closeEndsAWaitingFollower() throws Exception {
        Follower follower = Follower.of(house.channel());
        var read = new CompletableFuture<String>();
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        read.complete(follower.next());
                    } catch (InterruptedException e) {
                        read.completeExceptionally(e);
                    }
                });
        follower.follower().close();
        assertThat(read.get(10, TimeUnit.SECONDS)).isEqualTo(" closed");
    }
}
