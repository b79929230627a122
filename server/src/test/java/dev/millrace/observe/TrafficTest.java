package dev.millrace.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.channel.Channel;
import dev.millrace.channel.ChannelSettings;
import dev.millrace.channel.Channels;
import dev.millrace.channel.MemoryBudget;
import dev.millrace.media.TrackKind;
import dev.millrace.observe.Session.Role;
import dev.millrace.testing.Feed;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TrafficTest {
    private static final long SECOND_NS = 1_000_000_000;

    private final AtomicLong nowNs = new AtomicLong();
    private final Channels channels =
            new Channels(ChannelSettings.DEFAULT, new MemoryBudget(1 << 30), nowNs::get);
    private final Sessions sessions = new Sessions();
    private final Traffic traffic = new Traffic(channels, sessions);

    @Test
    void whatComesInAndGoesOutIsBitsPerSecond() {
        Feed feed = Feed.open(channels, sessions, "live/cam");
        Session viewer = viewer("live/cam");
        for (int second = 0; second < 10; second++) {
            pass(SECOND_NS);
            feed.session().bytesIn().add(1000);
            viewer.bytesOut().add(3000);
        }
        assertThat(traffic.total().bitrateIn()).isEqualTo(8000);
        assertThat(traffic.total().bitrateOut()).isEqualTo(24_000);
        assertThat(flow(feed.channel()).bitrateIn()).isEqualTo(8000);
        assertThat(flow(feed.channel()).bitrateOut()).isEqualTo(24_000);
    }

    @Test
    void samplesOnceASecondHoweverOftenItIsAsked() {
        Session session = open();
        pass(0);
        session.bytesIn().add(1000);
        pass(SECOND_NS / 4);
        assertThat(traffic.total().bytesIn()).isZero();
        pass(SECOND_NS * 3 / 4);
        assertThat(traffic.total().bytesIn()).isEqualTo(1000);
        assertThat(traffic.total().bitrateIn()).isEqualTo(8000);
    }

    @Test
    void publishersAndViewersCountWhereTheyBelong() {
        Feed feed = Feed.open(channels, sessions, "live/cam");
        Session viewer = viewer("live/cam");
        pass(SECOND_NS);
        feed.session().bytesIn().add(100);
        feed.session().bytesOut().add(20);
        viewer.bytesIn().add(3);
        viewer.bytesOut().add(4000);
        pass(SECOND_NS);
        assertThat(traffic.total().bytesIn()).isEqualTo(103);
        assertThat(traffic.total().bytesOut()).isEqualTo(4020);
        assertThat(flow(feed.channel()).bytesIn()).isEqualTo(100);
        assertThat(flow(feed.channel()).bytesOut()).isEqualTo(4000);
    }

    @Test
    void aVirtualHostKeepsWhatItsChannelsDid() {
        Feed feed = Feed.open(channels, sessions, "live/cam?vhost=tv.example.com");
        Session viewer = viewer("live/cam?vhost=tv.example.com");
        pass(SECOND_NS);
        feed.session().bytesIn().add(100);
        viewer.bytesOut().add(250);
        pass(SECOND_NS);
        feed.close();
        pass(ChannelSettings.DEFAULT.grace().toNanos() + 1);
        channels.tick();
        pass(SECOND_NS);
        Flow vhost = traffic.ofVhost("tv.example.com").orElseThrow();
        assertThat(vhost.bytesIn()).isEqualTo(100);
        assertThat(vhost.bytesOut()).isEqualTo(250);
        assertThat(traffic.ofVhost("radio.example.com")).isEmpty();
    }

    @Test
    void whatWasDoneBeforeAChangeIsNotLostNorCountedTwice() {
        Feed cam = Feed.open(channels, sessions, "live/cam");
        Feed dog = Feed.open(channels, sessions, "live/dog");
        pass(SECOND_NS);
        Session viewer = viewer("live/cam");
        viewer.bytesOut().add(100);
        viewer.engage(Role.VIEWER, "live/dog");
        viewer.bytesOut().add(20);
        viewer.disengage();
        viewer.bytesOut().add(3);
        sessions.close(viewer);
        assertThat(flow(cam.channel()).bytesOut()).isEqualTo(100);
        assertThat(flow(dog.channel()).bytesOut()).isEqualTo(20);
        assertThat(traffic.total().bytesOut()).isEqualTo(123);
        pass(SECOND_NS);
        assertThat(traffic.total().bytesOut()).isEqualTo(123);
    }

    @Test
    void skippedGroupsAddUpOverPausesAndLeaving() {
        Session viewer = viewer("live/cam");
        viewer.countSkipsBy(() -> 3);
        viewer.countSkipsBy(() -> 4); // as after a pause
        assertThat(viewer.skippedGroups()).isEqualTo(7);
        sessions.close(viewer);
        assertThat(traffic.skippedGroups()).isEqualTo(7);
    }

    @Test
    void tracksAreMeasuredForThePublisherWhoIsThere() {
        Feed feed = Feed.open(channels, sessions, "live/cam");
        pass(SECOND_NS);
        feed.send(50);
        pass(SECOND_NS);
        Channel channel = feed.channel();
        long videoBits = feed.publication().stats().bytes(TrackKind.VIDEO) * 8;
        long audioBits = feed.publication().stats().bytes(TrackKind.AUDIO) * 8;
        assertThat(videoBits).isPositive();
        assertThat(flow(channel).bitrate(TrackKind.VIDEO)).isEqualTo(videoBits);
        assertThat(flow(channel).bitrate(TrackKind.AUDIO)).isEqualTo(audioBits);
        assertThat(flow(channel).bitrate(TrackKind.DATA)).isZero();

        feed.close();
        pass(SECOND_NS);
        assertThat(flow(channel).bitrate(TrackKind.VIDEO)).isZero();

        Feed next = Feed.open(channels, sessions, "live/cam");
        pass(SECOND_NS);
        next.send(50);
        pass(SECOND_NS);
        assertThat(flow(channel).bitrate(TrackKind.VIDEO)).isEqualTo(videoBits);
    }

    @Test
    void flowsEndWithTheirChannels() {
        Feed feed = Feed.open(channels, sessions, "live/cam");
        Session stranger = viewer("live/nothing");
        pass(SECOND_NS);
        feed.send(10);
        stranger.bytesOut().add(10);
        pass(SECOND_NS);
        Channel gone = feed.channel();
        assertThat(flow(gone).bytesIn()).isPositive();

        feed.close();
        pass(ChannelSettings.DEFAULT.grace().toNanos() + 1);
        channels.tick();
        pass(SECOND_NS);
        assertThat(traffic.of(gone)).isEmpty();

        Feed next = Feed.open(channels, sessions, "live/cam");
        pass(SECOND_NS);
        assertThat(traffic.of(gone)).isEmpty();
        assertThat(flow(next.channel()).bytesIn()).isZero();
    }

    private void pass(long durationNs) {
        traffic.tick(nowNs.addAndGet(durationNs));
    }

    private ChannelFlow flow(Channel channel) {
        return traffic.of(channel).orElseThrow();
    }

    private Session open() {
        return sessions.open(
                new Session.Opening("rtmp", "127.0.0.1:50001", Instant.EPOCH, _ -> {}));
    }

    private Session viewer(String channel) {
        Session session = open();
        session.engage(Role.VIEWER, channel);
        return session;
    }
}
