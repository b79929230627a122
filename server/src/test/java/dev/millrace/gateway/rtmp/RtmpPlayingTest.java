package dev.millrace.gateway.rtmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.bandwidth.BandwidthSettings;
import dev.millrace.bandwidth.Measurements;
import dev.millrace.channel.ChannelSettings;
import dev.millrace.channel.Channels;
import dev.millrace.channel.MemoryBudget;
import dev.millrace.client.MediaEvent;
import dev.millrace.client.RejectedException;
import dev.millrace.client.RtmpPlayer;
import dev.millrace.delivery.Lanes;
import dev.millrace.entry.Entry;
import dev.millrace.gateway.Hub;
import dev.millrace.gateway.Vhosts;
import dev.millrace.net.Admission;
import dev.millrace.net.Housekeeper;
import dev.millrace.net.Listener;
import dev.millrace.observe.Sessions;
import dev.millrace.testing.TestPublisher;
import dev.millrace.testing.Waiting;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class RtmpPlayingTest {
    private static final int CHANNELS_MAX = 2;

    private final Channels channels =
            new Channels(settings(), new MemoryBudget(64L << 20), System::nanoTime);
    private final Sessions sessions = new Sessions();
    private final Lanes lanes = new Lanes(1);
    private final Housekeeper housekeeper = new Housekeeper();
    private final List<Listener> listeners = new ArrayList<>();

    @AfterEach
    void close() {
        listeners.forEach(Listener::close);
        channels.close("the test is over");
        sessions.list().forEach(session -> session.hangUp("the test is over"));
        housekeeper.close();
    }

    @Test
    void playersOfUnknownNamesMakeNoChannels() {
        Listener server = serve(Duration.ofSeconds(20));
        var players = new ArrayList<CompletableFuture<RtmpPlayer>>();
        for (int i = 0; i < 2 * CHANNELS_MAX; i++) {
            players.add(play(server, "live/unknown" + i));
        }
        Waiting.until("all wait", () -> waitingFor("live/unknown") == 2 * CHANNELS_MAX);
        assertThat(channels.list()).isEmpty();
        for (int i = 0; i < CHANNELS_MAX; i++) {
            TestPublisher.publication(channels, "live/cam" + i);
        }
        assertThat(channels.list()).hasSize(CHANNELS_MAX);
        assertThat(players).noneMatch(CompletableFuture::isDone);
    }

    @Test
    void aPlayerThatCameFirstGetsTheStream() throws Exception {
        Listener server = serve(Duration.ofSeconds(20));
        CompletableFuture<RtmpPlayer> player = play(server, "live/cam");
        Waiting.until("it waits", () -> waitingFor("live/cam") == 1);
        new TestPublisher(channels, "live/cam").write(Duration.ofMillis(500));
        try (RtmpPlayer playing = player.get()) {
            MediaEvent event = playing.next();
            while (!(event instanceof MediaEvent.Media)) {
                event = playing.next();
            }
        }
        Waiting.until("it left", () -> sessions.count() == 0);
    }

    @Test
    void aPlayerThatWaitedInVainIsToldSo() {
        Listener server = serve(Duration.ofMillis(300));
        assertThatThrownBy(() -> RtmpPlayer.connect(url(server, "live/nobody")))
                .isInstanceOfSatisfying(
                        RejectedException.class,
                        e -> {
                            assertThat(e.code()).isEqualTo("NetStream.Play.StreamNotFound");
                            assertThat(e.description()).startsWith("nobody publishes live/nobody");
                        });
        assertThat(sessions.refusedViewers().counts()).containsEntry("rtmp", 1L);
    }

    @Test
    void aPlayerThatWaitsCanBeHungUpOn() {
        Listener server = serve(Duration.ofMinutes(10));
        CompletableFuture<RtmpPlayer> player = play(server, "live/nobody");
        Waiting.until("it waits", () -> waitingFor("live/nobody") == 1);
        sessions.list().forEach(session -> session.hangUp("enough"));
        Waiting.until("it is told", player::isDone);
        Waiting.until("it is forgotten", () -> sessions.count() == 0);
    }

    private static ChannelSettings settings() {
        ChannelSettings usual = ChannelSettings.DEFAULT;
        return new ChannelSettings(
                usual.window(),
                usual.memoryBytes(),
                usual.groupMax(),
                usual.grace(),
                Duration.ZERO,
                usual.lagMax(),
                CHANNELS_MAX,
                false,
                false);
    }

    private Listener serve(Duration playWait) {
        RtmpSettings usual = RtmpSettings.DEFAULT;
        var settings =
                new RtmpSettings(
                        usual.chunkBytes(),
                        usual.handshakeTimeout(),
                        usual.idleTimeout(),
                        usual.stallTimeout(),
                        playWait,
                        usual.publishing(),
                        usual.banner());
        var place = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try {
            Listener listener =
                    Listener.open(
                            new Listener.Settings("rtmp", place, 100, Optional.empty()),
                            new Admission(Admission.Limits.NONE, System::nanoTime),
                            new RtmpGateway(
                                    new Hub(
                                            channels,
                                            lanes,
                                            sessions,
                                            housekeeper,
                                            () -> Vhosts.NONE,
                                            Entry.open(),
                                            "test"),
                                    settings,
                                    new Measurements(
                                            () -> new BandwidthSettings(Optional.empty(), 1, 0))));
            listeners.add(listener);
            return listener;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String url(Listener server, String channel) {
        return "rtmp://127.0.0.1:%d/%s".formatted(server.address().getPort(), channel);
    }

    private static CompletableFuture<RtmpPlayer> play(Listener server, String channel) {
        var player = new CompletableFuture<RtmpPlayer>();
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        player.complete(RtmpPlayer.connect(url(server, channel)));
                    } catch (IOException e) {
                        player.completeExceptionally(e);
                    }
                });
        return player;
    }

    private long waitingFor(String channel) {
        return sessions.list().stream()
                .filter(session -> session.channel().orElse("").startsWith(channel))
                .count();
    }
}
