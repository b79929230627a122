package dev.millrace.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.amf.AmfValue;
import dev.millrace.client.RtmpPublisher;
import dev.millrace.e2e.RawClient;
import dev.millrace.e2e.ServerProgram;
import dev.millrace.testcard.TestCard;
import dev.millrace.testing.TestPublisher;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Many connections, many requests, many names: what is served afterwards is what was served
/// before, and what is held as well. Against a heap of 96 MB.
@Tag("slow")
class FloodTest {
    private static final int AT_ONCE = 32;

    /// Requests of a hundred that are waited for.
    private static final int WAITING = 2;

    /// Both ends are on this machine, and each needs a descriptor: `ulimit -n` is 20 000 here.
    private static final int SILENT = 10_000;

    @Test
    @DisplayName("10,000 connections that never speak are held, then closed")
    void silentConnections() throws Exception {
        try (ServerProgram server = SmallServer.start("http.idle_timeout=10s");
                var good = new GoodStream(server)) {
            beSilent(server, SILENT / 10); // pools of threads have their size after that
            Usage before = Usage.whenQuiet(server, 3);
            beSilent(server, SILENT);
            Usage after = Usage.whenQuiet(server, 3);
            System.out.printf("%s, then %s%n", before, after);
            after.assertFlatSince(before);
            good.assertNothingIsLost();
            SmallServer.assertHealthy(server);
        }
    }

    private static void beSilent(ServerProgram server, int count) throws Exception {
        Queue<Socket> silent = new ConcurrentLinkedQueue<>();
        for (String protocol : List.of("rtmp", "http")) {
            int port = server.port(protocol);
            long startNs = System.nanoTime();
            Attackers.run(count / 2, AT_ONCE, i -> silent.add(Attackers.connect(port)));
            System.out.printf(
                    "%d silent connections to %s in %d ms%n",
                    count / 2, protocol, (System.nanoTime() - startNs) / 1_000_000);
        }
        for (Socket socket : silent) {
            Attackers.drain(socket);
            socket.close();
        }
    }

    @Test
    @DisplayName("10,000 connects and disconnects leave nothing behind")
    void churn() throws Exception {
        try (ServerProgram server = SmallServer.start();
                var good = new GoodStream(server)) {
            churn(server, 1_000);
            Usage before = Usage.whenQuiet(server, 3);
            churn(server, 10_000);
            Usage after = Usage.whenQuiet(server, 3);
            System.out.printf("%s, then %s%n", before, after);
            after.assertFlatSince(before);
            good.assertNothingIsLost();
            SmallServer.assertHealthy(server);
        }
    }

    @Test
    @DisplayName("B22: 1,000 publish/stop rounds on fresh names; resident memory returns to +-5 %")
    void publishAndStop() throws Exception {
        try (ServerProgram server = SmallServer.start()) {
            // The heap finds its size, and Java compiles what it will.
            Attackers.run(3_000, 8, i -> publish(server, "warm/" + i));
            Usage before = settled(server);
            Attackers.run(1_000, 8, i -> publish(server, "fresh/" + i));
            Usage after = settled(server);
            System.out.printf("%s, then %s%n", before, after);
            after.assertFlatSince(before);
            assertThat(after.residentKb()).isLessThan(before.residentKb() * 105 / 100);
            assertThat(Usage.sum(Usage.metrics(server), "millrace_channels", "")).isZero();
            SmallServer.assertHealthy(server);
        }
    }

    @Test
    @DisplayName("B69: 100,000 requests for unknown channels are held nowhere")
    void unknownNames() throws Exception {
        try (ServerProgram server = SmallServer.start();
                var good = new GoodStream(server)) {
            askForUnknown(server, 5_000);
            Usage before = Usage.whenQuiet(server, 3);
            int series = Usage.metrics(server).split("\n", -1).length;
            int logged = server.program().output().length();
            askForUnknown(server, 98_000);
            Attackers.run(200, 200, i -> playUnknown(server, i, 5));
            Usage after = Usage.whenQuiet(server, 3);
            System.out.printf("%s, then %s%n", before, after);
            after.assertFlatSince(before);
            String metrics = Usage.metrics(server);
            assertThat(metrics.split("\n", -1).length).isLessThan(series + 10);
            assertThat(metrics).doesNotContain("unknown-");
            assertThat(Usage.sum(metrics, "millrace_channels", "")).isEqualTo(1);
            assertThat(server.program().output().length() - logged).isLessThan(1 << 20);
            good.assertNothingIsLost();
            SmallServer.assertHealthy(server);
        }
    }

    private static void churn(ServerProgram server, int rounds) {
        byte[] request =
                "GET /api/v2/server HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
                        .getBytes(StandardCharsets.US_ASCII);
        Attackers.run(
                rounds,
                AT_ONCE,
                i -> {
                    if (i % 2 == 0) {
                        try (Socket socket = Attackers.connect(server.port("http"))) {
                            Attackers.send(socket, request);
                            assertThat(Attackers.drain(socket)).isNotEmpty();
                        }
                    } else {
                        try (var client = new RawClient(server.port("rtmp"))) {
                            client.connect("churn");
                        }
                    }
                });
    }

    private static void publish(ServerProgram server, String channel) throws IOException {
        var card = new TestCard(TestPublisher.SMALL, 0);
        try (var publisher = RtmpPublisher.connect(server.rtmp(channel))) {
            publisher.configure(card.videoConfig());
            publisher.configure(card.audioConfig().orElseThrow());
            for (int i = 0; i < 30; i++) {
                publisher.send(card.next());
            }
        }
    }

    /// When the channels are gone too.
    private static Usage settled(ServerProgram server) {
        dev.millrace.testing.Waiting.until(
                "no channel is left",
                () -> Usage.sum(Usage.metrics(server), "millrace_channels", "") == 0);
        return Usage.whenQuiet(server, 0);
    }

    /// A hundred requests at a time on a connection, each for a name of its own. Two of them are
    /// waited for, since a player may come before its publisher; the others are answered at once.
    private static void askForUnknown(ServerProgram server, int requests) {
        int pipelined = 100;
        Attackers.run(
                requests / pipelined,
                200,
                i -> {
                    try (Socket socket = Attackers.connect(server.port("http"))) {
                        var in = new BufferedInputStream(socket.getInputStream());
                        Attackers.send(socket, batch(i, pipelined));
                        for (int n = 0; n < pipelined; n++) {
                            boolean hasBody = n < WAITING || n % 5 == 3;
                            assertThat(readAnswer(in, hasBody)).startsWith("HTTP/1.1 404 ");
                        }
                    }
                });
    }

    private static byte[] batch(int number, int size) {
        List<String> forms = List.of(".m3u8", ".flv", ".ts", "/1790000000.ts", "/index.m3u8");
        var text = new StringBuilder();
        for (int i = 0; i < size; i++) {
            String form = forms.get(i % 5);
            boolean isSegment = form.startsWith("/1");
            text.append(i < WAITING || isSegment ? "GET" : "HEAD")
                    .append(" /live/unknown-%d-%d%s".formatted(number, i, form))
                    .append(i % 7 == 0 ? "?vhost=unknown-" + i : "")
                    .append(" HTTP/1.1\r\nHost: x\r\nUser-Agent: unknown-" + number + "\r\n\r\n");
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static void playUnknown(ServerProgram server, int number, int plays)
            throws IOException {
        try (var client = new RawClient(server.port("rtmp"))) {
            client.connect("live");
            for (int i = 0; i < plays; i++) {
                client.call(1, "play", 0, AmfValue.of("unknown-%d-%d".formatted(number, i)));
                client.await("NetStream.Play.StreamNotFound");
            }
        }
    }

    /// Status line and headers; the body is read and dropped.
    private static String readAnswer(InputStream in, boolean hasBody) throws IOException {
        var head = new StringBuilder();
        while (head.length() < 4 || !head.substring(head.length() - 4).equals("\r\n\r\n")) {
            int c = in.read();
            if (c < 0) {
                throw new IOException("hung up after " + head);
            }
            head.append((char) c);
        }
        if (!hasBody) {
            return head.toString();
        }
        String lower = head.toString().toLowerCase(java.util.Locale.ROOT);
        int at = lower.indexOf("content-length: ") + "content-length: ".length();
        in.skipNBytes(Integer.parseInt(lower.substring(at, lower.indexOf('\r', at))));
        return head.toString();
    }
}
