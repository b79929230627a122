package dev.millrace.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.channel.Publication;
import dev.millrace.flv.FlvReader;
import dev.millrace.flv.FlvTag;
import dev.millrace.media.FrameHeader;
import dev.millrace.observe.Fault;
import dev.millrace.observe.Session;
import dev.millrace.testing.FlvDownload;
import dev.millrace.testing.TestPublisher;
import dev.millrace.testing.Waiting;
import dev.millrace.testing.WebServer;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Viewers that take less than there is, next to one that does not notice.
final class SlowViewerTest {
    private static final String PATH = "/live/big.flv";
    private static final int FRAME_BYTES = 300_000;

    /// More than the buffers of a connection hold, at [#FRAME_BYTES] each.
    private static final int FRAMES = 60;

    @Test
    void whoTakesNothingIsDroppedAndNobodyElseNotices() throws IOException {
        try (WebServer server = server(Duration.ofSeconds(3));
                var good = new FlvDownload(server.uri(PATH))) {
            Publication camera = camera(server);
            good.awaitFrames(1);
            try (Socket bad = ask(server)) {
                Waiting.until("two viewers", () -> server.sessions.count() == 2);
                Session stalled = List.copyOf(server.sessions.list()).getLast();
                write(camera, 40_000);
                good.awaitFrames(FRAMES);
                Waiting.until("the stalled viewer is gone", () -> server.sessions.count() == 1);
                assertThat(server.sessions.list()).doesNotContain(stalled);
                assertThat(stalled.note()).isEqualTo("took nothing for 3000 ms");
                Waiting.until("it is counted", () -> server.sessions.faults(Fault.STALLED) == 1);
                assertThat(bad.isClosed()).as("by this end").isFalse();
            }
            assertThat(good.frames()).hasSize(FRAMES);
            assertThat(good.failure()).isEmpty();
        }
    }

    @Test
    void whoIsLateSkipsGroupsAndGoesOnAtAKeyFrame() throws Exception {
        try (WebServer server = server(Duration.ofSeconds(20))) {
            Publication camera = camera(server);
            try (Socket late = ask(server)) {
                Waiting.until("a viewer", () -> server.sessions.count() == 1);
                Session session = server.sessions.list().iterator().next();
                Waiting.until("its first bytes", () -> session.bytesOut().sum() > 0);
                write(camera, 1_000_000);
                List<FlvTag> pictures = readTo(late, (FRAMES - 1) * 1_000L);
                assertThat(session.skippedGroups()).isPositive();
                assertThat(session.note())
                        .matches(
                                "skipped \\d+ groups?: (they came all at once"
                                        + "|.+ [kM]bit/s link for a .+ [kM]bit/s channel)");
                assertThat(pictures).hasSize((int) (FRAMES - session.skippedGroups()));
            }
        }
    }

    private static WebServer server(Duration stallTimeout) {
        return new WebServer(
                WebServer.Options.USUAL.live(
                        new LiveSettings(Duration.ofSeconds(10), stallTimeout)));
    }

    /// Publishes pictures that are all large and all key frames, and sends the first.
    private static Publication camera(WebServer server) {
        Publication camera =
                new TestPublisher(server.channels, "live/big", TestPublisher.SMALL.withAudio(false))
                        .publication();
        picture(camera, 0);
        return camera;
    }

    private static void write(Publication camera, long stepUs) {
        for (int i = 1; i < FRAMES; i++) {
            picture(camera, i * stepUs);
        }
    }

    private static void picture(Publication camera, long dtsUs) {
        camera.write(
                FrameHeader.video(dtsUs, 0, true, FRAME_BYTES), ByteBuffer.allocate(FRAME_BYTES));
    }

    /// A connection that asks and then takes nothing. HTTP/1.0, so that what comes is the stream
    /// and nothing else.
    private static Socket ask(WebServer server) throws IOException {
        var socket = new Socket();
        socket.setReceiveBufferSize(4 << 10);
        socket.setSoTimeout(20_000);
        socket.connect(
                new InetSocketAddress(server.address().getAddress(), server.address().getPort()));
        String request = "GET %s HTTP/1.0\r\n\r\n".formatted(PATH);
        socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
        return socket;
    }

    /// Reads pictures until the one of this time.
    private static List<FlvTag> readTo(Socket viewer, long lastMs) throws Exception {
        InputStream in = new BufferedInputStream(viewer.getInputStream());
        skipHeaders(in);
        var reader = new FlvReader();
        var pictures = new ArrayList<FlvTag>();
        byte[] some = new byte[64 << 10];
        while (pictures.isEmpty() || pictures.getLast().timestampMs() < lastMs) {
            int length = in.read(some);
            assertThat(length).as("bytes of a stream that goes on").isPositive();
            reader.read(
                    some,
                    0,
                    length,
                    tag -> {
                        if (tag.body().length > FRAME_BYTES) {
                            pictures.add(tag);
                        }
                    });
        }
        return pictures;
    }

    private static void skipHeaders(InputStream in) throws IOException {
        for (int ends = 0; ends < 2; ) {
            ends =
                    switch (in.read()) {
                        case '\n' -> ends + 1;
                        case '\r' -> ends;
                        case -1 -> throw new AssertionError("no answer");
                        default -> 0;
                    };
        }
    }
}
