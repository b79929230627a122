package dev.millrace.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.amf.AmfValue;
import dev.millrace.bytes.ByteWriter;
import dev.millrace.client.FlvFileReader;
import dev.millrace.client.MediaEvent;
import dev.millrace.gateway.rtmp.RtmpGateway;
import dev.millrace.media.Frame;
import dev.millrace.rtmp.chunk.MessageType;
import dev.millrace.testing.Waiting;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Clients that send what they must not, or nothing: each is hung up on, with one line in the log
/// and one more in a metric, and nobody else notices.
@Tag("slow")
class BadClientsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String CAM = "live/cam";

    /// What a client does wrong, what the log says of it, and which metric counts it.
    private enum Wrong {
        ANOTHER_PROTOCOL("broke the protocol: ", "protocol") {
            @Override
            void doTo(RawClient client) throws IOException {
                client.raw("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            }
        },
        GARBAGE("broke the protocol: chunk stream 63 begins with format 3", "protocol") {
            @Override
            void doTo(RawClient client) throws IOException {
                byte[] ones = new byte[100];
                Arrays.fill(ones, (byte) 0xFF);
                client.handshake().raw(ones);
            }
        },
        CHUNK_SIZE_OF_ZERO("broke the protocol: chunk size is 0", "protocol") {
            @Override
            void doTo(RawClient client) throws IOException {
                client.connect("live");
                control(client, 0);
            }
        },
        CHUNK_SIZE_WITH_THE_TOP_BIT("broke the protocol: chunk size is 2147483648", "protocol") {
            @Override
            void doTo(RawClient client) throws IOException {
                client.connect("live");
                control(client, 0x8000_0000);
            }
        },
        FRAME_OF_16_MB("broke the protocol: message length is 16777215", "protocol") {
            @Override
            void doTo(RawClient client) throws IOException {
                publish(client, "huge");
                client.raw(
                        new ByteWriter()
                                .u8(6) // fmt 0, chunk stream 6
                                .u24(0)
                                .u24(0xFF_FFFF)
                                .u8(MessageType.VIDEO)
                                .u32(0x0100_0000) // message stream 1, the other way round
                                .toByteArray());
            }
        },
        A_FRAME_THAT_STOPS_IN_THE_MIDDLE("sent nothing for ", "silent") {
            @Override
            void doTo(RawClient client) throws IOException {
                publish(client, "half");
                byte[] start = {0x12, 1, 2, 3}; // a key frame of Sorenson H.263
                client.raw(
                        new ByteWriter()
                                .u8(6)
                                .u24(0)
                                .u24(5000)
                                .u8(MessageType.VIDEO)
                                .u32(0x0100_0000)
                                .bytes(start)
                                .toByteArray());
            }
        },
        SILENCE("sent no connect command for ", "silent") {
            @Override
            void doTo(RawClient client) {}
        },
        SILENCE_AFTER_THE_HANDSHAKE("sent no connect command for ", "silent") {
            @Override
            void doTo(RawClient client) throws IOException {
                client.handshake();
            }
        },
        SILENCE_OF_A_PUBLISHER("sent nothing for ", "silent") {
            @Override
            void doTo(RawClient client) throws IOException {
                publish(client, "silent");
            }
        };

        final String reason;
        final String fault;

        Wrong(String reason, String fault) {
            this.reason = reason;
            this.fault = fault;
        }

        abstract void doTo(RawClient client) throws IOException;

        private static void control(RawClient client, int chunkBytes) throws IOException {
            byte[] body = new ByteWriter().u32(chunkBytes).toByteArray();
            client.message(MessageType.SET_CHUNK_SIZE, 0, 0, body);
        }

        private static void publish(RawClient client, String name) throws IOException {
            client.connect("live").call(1, "publish", 0, AmfValue.of(name));
            client.await("NetStream.Publish.Start");
        }
    }

    @Test
    void eachEndsAloneWithOneLineAndOneCount() throws IOException {
        Path clip = Clip.PICTURE_AND_SOUND.file();
        try (var log = new LogLines(RtmpGateway.class);
                var server =
                        new RunningServer(
                                "rtmp.handshake_timeout=2s",
                                "rtmp.idle_timeout=3s",
                                "channel.grace=500ms");
                var viewer = new Watcher(server.rtmp(CAM))) {
            Waiting.until("viewer waits", () -> server.viewers(CAM) == 1);
            try (var publisher = server.publish(clip, CAM)) {
                Waiting.until("published", () -> server.isPublished(CAM));
                misbehave(server, log);
                assertThat(publisher.await(PATIENCE)).as(publisher.output()).isZero();
            }
            viewer.awaitEnd();
            assertThat(viewer.frames())
                    .extracting(Frame::payload)
                    .containsExactlyElementsOf(payloads(clip));

            String metrics = server.get("metrics");
            for (String fault : List.of("protocol", "silent")) {
                long expected =
                        Arrays.stream(Wrong.values()).filter(w -> w.fault.equals(fault)).count();
                assertThat(metrics)
                        .contains(
                                "millrace_faults_total{fault=\"%s\"} %d.0\n"
                                        .formatted(fault, expected));
            }
        }
    }

    /// All at once, since some take a second.
    private static void misbehave(RunningServer server, LogLines log) throws IOException {
        var clients = new EnumMap<Wrong, RawClient>(Wrong.class);
        for (Wrong wrong : Wrong.values()) {
            var client = new RawClient(server.port("rtmp"));
            clients.put(wrong, client);
            wrong.doTo(client);
        }
        for (var entry : clients.entrySet()) {
            Wrong wrong = entry.getKey();
            try (RawClient client = entry.getValue()) {
                client.awaitEnd();
                Waiting.until(wrong + " is logged", () -> !left(client, log).isEmpty());
                assertThat(left(client, log))
                        .as(wrong.toString())
                        .singleElement()
                        .satisfies(line -> assertThat(line).contains(" left: " + wrong.reason));
            }
        }
    }

    /// What the log says of it, but for when it began and ended to publish.
    private static List<String> left(RawClient client, LogLines log) {
        return log.about(client.localPort()).stream()
                .filter(line -> !line.contains("publish"))
                .toList();
    }

    private static List<byte[]> payloads(Path clip) throws IOException {
        var payloads = new ArrayList<byte[]>();
        try (var source = new FlvFileReader(clip)) {
            for (var event = source.next();
                    !(event instanceof MediaEvent.Ended);
                    event = source.next()) {
                if (event instanceof MediaEvent.Media(Frame frame)) {
                    payloads.add(frame.payload());
                }
            }
        }
        return payloads;
    }
}
