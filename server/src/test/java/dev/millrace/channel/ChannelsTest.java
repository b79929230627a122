package dev.millrace.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.millrace.bytes.ProtocolException.OverLimit;
import dev.millrace.channel.Channels.Policy;
import dev.millrace.media.ChannelName;
import dev.millrace.media.Route;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ChannelsTest {
    private static final Duration GRACE = House.SETTINGS.grace();

    private final House house = new House();

    @Test
    void aChannelIsFoundOnceSomeoneCame() throws Exception {
        assertThat(house.channels.find(House.CAM)).isEmpty();
        Channel channel = house.channels.join(House.CAM);
        assertThat(house.channels.find(House.CAM)).contains(channel);
        assertThat(house.channels.join(House.CAM)).isSameAs(channel);
        assertThat(house.publish().publication().channel()).isSameAs(channel);
        assertThat(channel.name()).isEqualTo(House.CAM);
    }

    @Test
    void listsByName() throws Exception {
        for (String name : List.of("c", "a", "b")) {
            house.channels.join(House.name(name));
        }
        assertThat(house.channels.list())
                .extracting(channel -> channel.name().stream())
                .containsExactly("a", "b", "c");
    }

    @Test
    void listsNamesThatLookAlike() throws Exception {
        house.channels.join(new ChannelName(ChannelName.DEFAULT_VHOST, "v/live", "cam"));
        house.channels.join(new ChannelName("v", "live", "cam"));
        assertThat(house.channels.list()).hasSize(2);
    }

    @Test
    void aSecondPublisherIsRefused() throws Exception {
        Feed first = house.publish();
        assertThatExceptionOfType(ChannelBusyException.class)
                .isThrownBy(() -> house.publish("second", Policy.REJECT))
                .withMessage("live/cam is being published by 192.0.2.1:5000");
        assertThat(first.publisher().dismissals()).isEmpty();
        assertThat(house.channel().publication()).contains(first.publication());
    }

    @Test
    void aSecondPublisherMayTakeOver() throws Exception {
        Feed first = house.publish();
        Feed second = house.publish("second", Policy.TAKEOVER);
        assertThat(first.publisher().dismissals()).containsExactly("another publisher took over");
        assertThat(first.publication().isRevoked()).isTrue();
        assertThat(house.channel().publication()).contains(second.publication());
        first.close();
        assertThat(house.channel().publication()).contains(second.publication());
    }

    @Test
    void whoLeftInTimeIsNotDismissed() throws Exception {
        Feed first = house.publish();
        first.close();
        house.publish("second", Policy.TAKEOVER);
        assertThat(first.publisher().dismissals()).isEmpty();
    }

    @Test
    void aSilentPublisherYields() throws Exception {
        Feed first = house.publish();
        house.pass(House.STALE.minusNanos(1));
        assertThatExceptionOfType(ChannelBusyException.class)
                .isThrownBy(() -> house.publish("second", Policy.REJECT));
        house.pass(Duration.ofNanos(1));
        Feed second = house.publish("third", Policy.REJECT);
        assertThat(first.publisher().dismissals()).hasSize(1);
        assertThat(house.channel().publication()).contains(second.publication());
    }

    @Test
    void aPublisherThatIsHeardDoesNotYield() throws Exception {
        Feed first = house.publish();
        house.pass(House.STALE);
        first.publication().heard(house.clock.getAsLong());
        assertThatExceptionOfType(ChannelBusyException.class)
                .isThrownBy(() -> house.publish("second", Policy.REJECT));
    }

    @Test
    void aChannelOutlivesItsPublisherByTheGracePeriod() throws Exception {
        Feed first = house.publish();
        house.pass(GRACE.multipliedBy(10));
        Channel channel = house.channel();
        first.close();
        house.pass(GRACE);
        assertThat(house.channels.find(House.CAM)).contains(channel);
        assertThat(channel.ended()).isFalse();
        house.pass(Duration.ofNanos(1));
        assertThat(house.channels.find(House.CAM)).isEmpty();
        assertThat(channel.ended()).isTrue();
    }

    @Test
    void viewersDoNotProlongTheGracePeriod() throws Exception {
        house.publish().key(0, "A").close();
        Channel channel = house.channel();
        try (Subscription viewer = channel.subscribe()) {
            house.pass(GRACE.plusNanos(1));
            assertThat(Transcript.of(viewer)).endsWith("end");
        }
    }

    @Test
    void aPublisherThatComesBackInTimeContinues() throws Exception {
        Feed first = house.publish();
        first.close();
        house.pass(GRACE);
        house.publish();
        house.pass(GRACE.multipliedBy(10));
        assertThat(house.channels.find(House.CAM)).contains(first.publication().channel());
    }

    @Test
    void aNewChannelFollowsAnEndedOne() throws Exception {
        Feed first = house.publish();
        first.key(0, "A").close();
        house.pass(GRACE.plusNanos(1));
        Feed second = house.publish();
        assertThat(second.publication().channel()).isNotSameAs(first.publication().channel());
        second.key(0, "B");
        assertThat(Transcript.of(second.publication().channel().subscribe())).isEqualTo("[1 K0(B)");
    }

    @Test
    void aChannelWithoutPublisherStaysWhileSomeoneWaits() throws Exception {
        Channel channel = house.channel();
        Subscription viewer = channel.subscribe();
        house.pass(GRACE.multipliedBy(10));
        assertThat(house.channels.find(House.CAM)).contains(channel);
        viewer.close();
        house.pass(Duration.ofSeconds(1));
        assertThat(house.channels.find(House.CAM)).isEmpty();
    }

    @Test
    void aChannelThatNobodyWaitedForStaysForTheGracePeriod() throws Exception {
        house.channel();
        house.pass(GRACE);
        assertThat(house.channels.find(House.CAM)).isPresent();
        house.pass(Duration.ofNanos(1));
        assertThat(house.channels.find(House.CAM)).isEmpty();
    }

    @Test
    void awaitsAPublisher() throws Exception {
        assertThat(house.channels.await(House.CAM, Route.DIRECT, Duration.ofMillis(1)))
                .isInstanceOf(Arrival.Absent.class);
        assertThat(house.channels.list()).as("who waits makes no channel").isEmpty();
        var waiting = new CompletableFuture<Arrival>();
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        waiting.complete(
                                house.channels.await(
                                        House.CAM, Route.DIRECT, Duration.ofSeconds(10)));
                    } catch (InterruptedException e) {
                        waiting.completeExceptionally(e);
                    }
                });
        Feed feed = house.publish();
        Channel channel = feed.publication().channel();
        assertThat(waiting.get(10, TimeUnit.SECONDS)).isEqualTo(new Arrival.Here(channel));
        feed.close();
        assertThat(house.channels.await(House.CAM, Route.DIRECT, Duration.ZERO))
                .as("in the grace period")
                .isEqualTo(new Arrival.Here(channel));
    }

    @Test
    void aChannelThatIsOnlyWaitedForIsNotPublished() throws Exception {
        house.channel();
        assertThat(house.channels.await(House.CAM, Route.DIRECT, Duration.ZERO))
                .isInstanceOf(Arrival.Absent.class);
    }

    @Test
    void demandIsToldOfEveryViewerAndSaysHowLongToWait() throws Exception {
        var asked = new ArrayList<ChannelName>();
        var prospect = new AtomicReference<Demand.Prospect>();
        house.channels.demand((name, _) -> {
            asked.add(name);
            return Optional.ofNullable(prospect.get());
        });
        Duration late = Duration.ofMillis(1);
        prospect.set(new Demand.Prospect.Coming(late));
        assertThat(house.channels.await(House.CAM, Route.DIRECT, Duration.ofDays(1)))
                .isInstanceOfSatisfying(
                        Arrival.Absent.class,
                        absent -> assertThat(absent.retryAfter()).isPresent());
        var refused =
                new Demand.Prospect.Refused("it is broken", "source-failed", Duration.ofSeconds(7));
        prospect.set(refused);
        assertThat(house.channels.await(House.CAM, Route.DIRECT, Duration.ofDays(1)))
                .isEqualTo(
                        new Arrival.Absent(
                                "it is broken",
                                "source-failed",
                                Optional.of(refused.retryAfter())));
        Feed feed = house.publish();
        assertThat(house.channels.await(House.CAM, Route.DIRECT, Duration.ZERO))
                .isEqualTo(new Arrival.Here(feed.publication().channel()));
        assertThat(asked).containsExactly(House.CAM, House.CAM, House.CAM);
    }

    @Test
    void whatIsBeingFetchedAgainIsNotWhatWasLeftOfIt() throws Exception {
        house.publish().close();
        house.channels.demand(
                (_, _) -> Optional.of(new Demand.Prospect.Coming(Duration.ofMillis(1))));
        assertThat(house.channels.await(House.CAM, Route.DIRECT, Duration.ZERO))
                .as("in the grace period")
                .isInstanceOf(Arrival.Absent.class);
    }

    @Test
    void thereAreOnlySoManyChannels() throws Exception {
        for (String name : List.of("a", "b", "c")) {
            house.channels.join(House.name(name));
        }
        assertThatExceptionOfType(OverLimit.class)
                .isThrownBy(() -> house.channels.join(House.name("d")))
                .withMessage("there are 3 channels, the most allowed (channel.count_max)");
        assertThatExceptionOfType(OverLimit.class).isThrownBy(house::publish);
        house.channels.join(House.name("a"));
    }

    @Test
    void nobodyMayPublishWhenMemoryIsSpent() throws Exception {
        var poor = new House(House.SETTINGS, 3 << 20);
        Feed feed = poor.publish();
        feed.large(0, true, 4 << 20);
        assertThatExceptionOfType(OverLimit.class)
                .isThrownBy(() -> poor.publish("second", Policy.TAKEOVER))
                .withMessage(
                        "channels hold 4 MiB, the most allowed is 3 MiB (channel.memory_total)");
        feed.close();
        poor.pass(GRACE.plusNanos(1));
        poor.publish();
    }

    @Test
    void closingEndsEverythingAndSaysWhy() throws Exception {
        Feed feed = house.publish();
        feed.key(0, "A");
        Channel waiting = house.channels.join(House.name("waiting"));
        house.channels.close("the server is stopping");
        assertThat(feed.publisher().dismissals()).containsExactly("the server is stopping");
        assertThat(feed.publication().isRevoked()).isTrue();
        assertThat(feed.publication().channel().publication()).isEqualTo(Optional.empty());
        assertThat(waiting.ended()).isTrue();
        assertThat(house.channels.list()).isEmpty();
        assertThat(house.budget.bytesUsed()).isZero();
        house.channels.close("again");
        assertThat(feed.publisher().dismissals()).hasSize(1);
        assertThat(house.budget.bytesUsed()).isZero();
    }

    @Test
    void saysWhatIsKept() throws Exception {
        Channel channel = house.channel();
        assertThat(channel.kept()).isEqualTo(new Channel.KeptGroups(0, 0, 0));
        house.publish().gop(0, "A").gop(80, "B");
        assertThat(channel.kept()).isEqualTo(new Channel.KeptGroups(2, 2, 120_000));
    }

    @Test
    void saysHowOftenTimesWereChanged() throws Exception {
        Feed feed = house.publish();
        feed.key(90_000, "A").key(0, "B");
        assertThat(feed.publication().channel().repairs().total()).isEqualTo(1);
    }
}
