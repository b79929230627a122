package dev.millrace.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.channel.Channels.Policy;
import dev.millrace.channel.Subscription.From;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SubscriptionTest {
    private final House house = new House(House.settings(400_000, Duration.ZERO, 3));

    @Test
    void startsAtTheNewestIndependentGroup() throws Exception {
        Feed feed = house.publish();
        feed.gop(0, "A").gop(80, "B").inter(10_080, "c");
        assertThat(Transcript.of(house.channel().subscribe()))
                .isEqualTo("[2 K80(B) I120(b) ] [3~ I10080(c)");
    }

    @Test
    void startsAtTheOldestGroupIfAsked() throws Exception {
        house.publish().gop(0, "A").gop(80, "B");
        assertThat(Transcript.of(house.channel().subscribe(From.OLDEST)))
                .isEqualTo("[1 K0(A) I40(a) ] [2 K80(B) I120(b)");
    }

    @Test
    void waitsForTheFirstPublisher() throws Exception {
        Subscription reader = house.channel().subscribe();
        assertThat(Transcript.of(reader)).isEmpty();
        house.publish().key(0, "A");
        assertThat(Transcript.of(reader)).isEqualTo("[1 K0(A)");
    }

    @Test
    void isToldHowManyGroupsItMissed() throws Exception {
        Feed feed = house.publish();
        feed.key(0, "A");
        Subscription reader = house.channel().subscribe();
        assertThat(Transcript.of(reader)).isEqualTo("[1 K0(A)");
        for (int i = 1; i <= 20; i++) {
            feed.key(i * 1000L, "B");
        }
        assertThat(Transcript.of(reader)).isEqualTo("] [21-19 K20000(B)");
    }

    @Test
    void finishesAGroupThatHasLeftTheWindow() throws Exception {
        Feed feed = house.publish();
        feed.key(0, "A").inter(40, "a");
        Subscription reader = house.channel().subscribe();
        reader.poll(); // stands in group 1
        for (int i = 1; i <= 20; i++) {
            feed.key(i * 1000L, "B");
        }
        assertThat(Transcript.of(reader)).isEqualTo("K0(A) I40(a) ] [21-19 K20000(B)");
    }

    @Test
    void leavingAndComingBack() throws Exception {
        Feed first = house.publish();
        first.key(0, "A");
        Subscription reader = house.channel().subscribe();
        assertThat(Transcript.of(reader)).isEqualTo("[1 K0(A)");
        first.close();
        assertThat(Transcript.of(reader)).isEqualTo("] left");
        assertThat(Transcript.of(reader)).as("told once").isEmpty();
        Feed second = house.publish();
        assertThat(Transcript.of(reader)).isEmpty();
        second.key(0, "B");
        second.close();
        assertThat(Transcript.of(reader)).isEqualTo("[2 K40(B) ] left");
        house.pass(Duration.ofSeconds(16));
        assertThat(Transcript.of(reader)).isEqualTo("end");
        assertThat(Transcript.of(reader)).as("and stays so").isEqualTo("end");
    }

    @Test
    void aSuccessorInTimeIsOnlyAnotherGroup() throws Exception {
        Feed first = house.publish();
        first.key(0, "A");
        Subscription reader = house.channel().subscribe();
        assertThat(Transcript.of(reader)).isEqualTo("[1 K0(A)");
        Feed second = house.publish("second", Policy.TAKEOVER);
        second.publication().configure(FakeConfig.VIDEO);
        second.key(0, "B");
        assertThat(Transcript.of(reader)).isEqualTo("] [2 K40(B)");
    }

    @Test
    void aPublisherWithoutMediaIsNotNoticed() throws Exception {
        Subscription waiting = house.channel().subscribe();
        house.publish().close();
        assertThat(Transcript.of(waiting)).isEmpty();
        house.publish().key(0, "A").close();
        house.publish().close();
        assertThat(Transcript.of(waiting)).isEqualTo("[1 K0(A) ] left");
    }

    @Test
    void whoComesWhileNobodyPublishesIsToldAfterThePast() throws Exception {
        house.publish().key(0, "A").close();
        Subscription late = house.channel().subscribe();
        assertThat(Transcript.of(late)).isEqualTo("[1 K0(A) ] left");
        house.publish().key(0, "B");
        assertThat(Transcript.of(late)).isEqualTo("[2 K40(B)");
    }

    @Test
    void theEndComesAfterEverything() throws Exception {
        Feed feed = house.publish();
        feed.gop(0, "A");
        Subscription reader = house.channel().subscribe(From.OLDEST);
        feed.begin(80, true, 4);
        feed.append("BC");
        house.channels.close("over");
        assertThat(Transcript.of(reader)).isEqualTo("[1 K0(A) I40(a) ] [2 K80(BC00!) ] left end");
    }

    @Test
    void whoComesAfterTheEndReadsTheRest() throws Exception {
        Channel channel = house.channel();
        house.publish().gop(0, "A");
        house.channels.close("over");
        assertThat(Transcript.of(channel.subscribe())).isEqualTo("[1 K0(A) I40(a) ] left end");
    }

    @Test
    void awaitReturnsWhenThereIsSomething() throws Exception {
        Feed feed = house.publish();
        Subscription reader = house.channel().subscribe();
        CompletableFuture<String> read = awaitAndRead(reader);
        feed.begin(0, true, 1);
        assertThat(read.get(10, TimeUnit.SECONDS)).isEqualTo("[1 K0(");
        read = awaitAndRead(reader);
        feed.append("A");
        assertThat(read.get(10, TimeUnit.SECONDS)).isEqualTo("A)");
        read = awaitAndRead(reader);
        feed.close();
        assertThat(read.get(10, TimeUnit.SECONDS)).isEqualTo("] left");
        read = awaitAndRead(reader);
        house.pass(Duration.ofSeconds(16));
        assertThat(read.get(10, TimeUnit.SECONDS)).isEqualTo("end");
    }

    @Test
    void awaitReturnsWhenClosed() throws Exception {
        Subscription reader = house.channel().subscribe();
        CompletableFuture<String> read = awaitAndRead(reader);
        reader.close();
        assertThat(read.get(10, TimeUnit.SECONDS)).isEmpty();
        assertThat(house.channel().bell().size()).isZero();
    }

    @Test
    void awaitTakesNothingAway() throws Exception {
        house.publish().key(0, "A");
        Subscription reader = house.channel().subscribe();
        reader.await();
        reader.await();
        assertThat(Transcript.of(reader)).isEqualTo("[1 K0(A)");
    }

    @Test
    void anInterruptEndsTheWait() throws Exception {
        Subscription reader = house.channel().subscribe();
        var interrupted = new CompletableFuture<Boolean>();
        Thread thread =
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                reader.await();
                                interrupted.complete(false);
                            } catch (InterruptedException e) {
                                interrupted.complete(true);
                            }
                        });
        thread.interrupt();
        assertThat(interrupted.get(10, TimeUnit.SECONDS)).isTrue();
    }

    private static CompletableFuture<String> awaitAndRead(Subscription reader) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        reader.await();
                        return Transcript.of(reader);
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                },
                task -> Thread.ofVirtual().start(task));
    }
}
