package dev.millrace.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.observe.Session;
import dev.millrace.testing.Program;
import dev.millrace.testing.Waiting;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What goes wrong goes wrong alone: publishers that die, rivals, viewers that stop, garbage.
@Tag("slow")
class FaultsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final String CAM = "live/cam";

    @Test
    void aSecondPublisherIsToldWhyAndTheFirstGoesOn() throws IOException {
        try (var server = new RunningServer();
                var first = endless(server)) {
            Waiting.until("first publishes", () -> server.isPublished(CAM));
            try (var second = endless(server)) {
                assertThat(second.await(PATIENCE)).isNotZero();
                assertThat(second.output()).contains("is being published by");
            }
            assertThat(first.isAlive()).isTrue();
            assertThat(server.isPublished(CAM)).isTrue();
        }
    }

    @Test
    void aSecondPublisherTakesOverWhereThatIsThePolicy() throws IOException {
        try (var server = new RunningServer("rtmp.publish_policy=takeover");
                var first = endless(server)) {
            Waiting.until("first publishes", () -> server.isPublished(CAM));
            String before = publisher(server);
            try (var second = endless(server)) {
                Waiting.until(
                        "second publishes",
                        () -> server.isPublished(CAM) && !publisher(server).equals(before));
                assertThat(first.await(PATIENCE)).isNotZero();
                assertThat(first.output()).contains("another publisher took over");
                assertThat(second.isAlive()).isTrue();
            }
        }
    }

    @Test
    void playersGoOnWhenAKilledPublisherComesBack() throws IOException {
        try (var server = new RunningServer("channel.grace=5s");
                var player = Program.start(Packet.command(server.rtmp(CAM)))) {
            Waiting.until("player waits", () -> server.viewers(CAM) == 1);
            var killed = endless(server);
            Waiting.until(
                    "two groups",
                    () -> server.isPublished(CAM) && server.channel(CAM).kept().newest() >= 2);
            killed.kill();
            Waiting.until("publisher is gone", () -> !server.isPublished(CAM));
            try (var back = server.publish(Clip.PICTURE_AND_SOUND.file(), CAM)) {
                assertThat(back.await(PATIENCE)).isZero();
            }
            player.await(PATIENCE);

            List<Packet> seen = Packet.parse(player.output());
            List<Packet> again = Packet.of(Clip.PICTURE_AND_SOUND.file().toString());
            assertThat(seen).hasSizeGreaterThan(again.size());
            int before = seen.size() - again.size();
            assertThat(hashes(seen.subList(before, seen.size())))
                    .as("the second publication, from its first packet on")
                    .isEqualTo(hashes(again));
            // The kill may have torn the last packet.
            assertThat(hashes(seen.subList(0, before - 1)))
                    .as("the first publication")
                    .isEqualTo(hashes(again.subList(0, before - 1)));
            assertThat(steps(seen)).as("one timeline").allMatch(step -> step >= 0 && step < 1000);
        }
    }

    @Test
    void aStalledViewerHarmsNobodyAndIsDropped() throws IOException {
        try (var server = new RunningServer("delivery.stall_timeout=2s", "delivery.latency=low");
                var publisher = fast(server)) {
            Waiting.until("published", () -> server.isPublished(CAM));
            var stalled = new ArrayList<Socket>();
            for (int i = 0; i < 3; i++) {
                stalled.add(request(server));
            }
            try (var healthy = Program.start(Packet.command(server.rtmp(CAM)))) {
                Waiting.until("all watch", () -> server.viewers(CAM) >= 4);
                Waiting.until("stalled are dropped", () -> server.viewers(CAM) == 1);
                assertThat(healthy.isAlive()).isTrue();
                assertThat(publisher.isAlive()).isTrue();
            }
            for (Socket socket : stalled) {
                socket.close();
            }
        }
    }

    @Test
    void garbageEndsItsOwnConnectionOnly() throws IOException {
        var random = new Random(7);
        try (var server = new RunningServer();
                var publisher = endless(server)) {
            Waiting.until("published", () -> server.isPublished(CAM));
            for (int i = 0; i < 20; i++) {
                byte[] garbage = new byte[8 << 10];
                random.nextBytes(garbage);
                garbage[0] = 3; // the one byte that a handshake checks
                try (var socket = connect(server.port("rtmp"))) {
                    socket.getOutputStream().write(garbage);
                    socket.shutdownOutput();
                    drain(socket.getInputStream());
                } catch (IOException e) {
                    assertThat(e).hasMessageContaining("reset"); // hung up while we were writing
                }
            }
            Waiting.until(
                    "only the publisher is left",
                    () ->
                            server.server().sessions().list().stream()
                                    .allMatch(s -> s.role() == Session.Role.PUBLISHER));
            assertThat(publisher.isAlive()).isTrue();
        }
    }

    @Test
    void oneTooManyIsToldSoAndTheOthersGoOn() throws IOException {
        try (var server = new RunningServer("rtmp.connections_max=1");
                var first = new RawClient(server.port("rtmp")).connect("live")) {
            try (var second = Program.start(Packet.command(server.rtmp(CAM)))) {
                assertThat(second.await(PATIENCE)).isNotZero();
                assertThat(second.output()).contains("the server has too many connections");
            }
            first.call(0, "createStream", 2);
            assertThat(first.result(2).number(1, 0)).isEqualTo(1);
            assertThat(server.get("metrics"))
                    .contains("millrace_refused_connections_total{protocol=\"rtmp\"} 1.0\n");
        }
    }

    private static Program endless(RunningServer server) throws IOException {
        return Clip.PICTURE_AND_SOUND.publishEndlessly(server.rtmp(CAM));
    }

    /// Faster than time: it fills the buffers of whoever does not read.
    private static Program fast(RunningServer server) throws IOException {
        return Clip.PICTURE_AND_SOUND.publishEndlessly(server.rtmp(CAM), 60);
    }

    /// Asks for the stream as FLV, and takes nothing of it.
    private static Socket request(RunningServer server) throws IOException {
        var socket = new Socket();
        socket.setReceiveBufferSize(4 << 10);
        socket.connect(
                new java.net.InetSocketAddress(
                        InetAddress.getLoopbackAddress(), server.port("http")));
        String request = "GET /%s.flv HTTP/1.1\r\nHost: localhost\r\n\r\n".formatted(CAM);
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static Socket connect(int port) throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(20_000);
        return socket;
    }

    private static void drain(InputStream in) throws IOException {
        byte[] buffer = new byte[4 << 10];
        while (in.read(buffer) >= 0) {
            // Only its end matters.
        }
    }

    private static String publisher(RunningServer server) {
        return server.channel(CAM).publication().map(p -> p.publisher().id()).orElse("");
    }

    private static List<String> hashes(List<Packet> packets) {
        return packets.stream().map(Packet::hash).toList();
    }

    /// From each video packet to the next.
    private static List<Long> steps(List<Packet> packets) {
        long[] times =
                packets.stream()
                        .filter(p -> p.kind().equals("video"))
                        .mapToLong(Packet::dtsMs)
                        .toArray();
        var steps = new ArrayList<Long>();
        for (int i = 1; i < times.length; i++) {
            steps.add(times[i] - times[i - 1]);
        }
        return steps;
    }
}
