package dev.millrace.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.amf.AmfFields;
import dev.millrace.amf.AmfValue;
import dev.millrace.bytes.ByteWriter;
import dev.millrace.e2e.RawClient;
import dev.millrace.e2e.ServerProgram;
import dev.millrace.rtmp.chunk.MessageType;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// RTMP clients that want the server to hold, or to do, more than they pay for. Twenty of each kind
/// play against a heap of 96 MB; the test is that it is enough, and that the server serves
/// afterwards. Who else is there meanwhile has to share the processors with them:
/// `docs/security.md` says so.
@Tag("slow")
class RtmpAttacksTest {
    private static final int CLIENTS = 20;
    private static final long ATTACK_NS = Duration.ofSeconds(2).toNanos();

    /// What a client does for as long as it is let, after a connect.
    private enum Attack {
        HALF_COMMANDS_ON_65000_CHUNK_STREAMS {
            @Override
            void step(RawClient client, int step) throws IOException {
                byte[] half = new byte[128];
                client.raw(
                        new ByteWriter()
                                .u8(1) // fmt 0, three bytes of chunk stream id
                                .u8(step & 0xFF)
                                .u8(step >> 8 & 0xFF)
                                .u24(0)
                                .u24(30_000)
                                .u8(MessageType.COMMAND)
                                .u32(0)
                                .bytes(half)
                                .toByteArray());
            }
        },
        DEEP_AMF {
            @Override
            void step(RawClient client, int step) throws IOException {
                var body = new ByteWriter().u8(2).u16(1).u8('x').u8(0).u32(0).u32(0);
                for (int depth = 0; depth < 5_000; depth++) {
                    body.u8(3).u16(1).u8('a');
                }
                client.message(MessageType.COMMAND, 0, 0, body.toByteArray());
            }
        },
        HUGE_AMF_COUNTS {
            @Override
            void step(RawClient client, int step) throws IOException {
                var body = new ByteWriter().u8(2).u16(1).u8('x').u8(0).u32(0).u32(0);
                body.u8(0x0A).u32(step % 2 == 0 ? 0x7FFF_FFFF : 60_000);
                for (int i = 0; i < 60_000 && body.size() < 30_000; i++) {
                    body.u8(5);
                }
                client.message(MessageType.COMMAND, 0, 0, body.toByteArray());
            }
        },
        AMF_REFERENCES {
            @Override
            void step(RawClient client, int step) throws IOException {
                var body = new ByteWriter().u8(2).u16(1).u8('x').u8(0).u32(0).u32(0);
                for (int i = 0; i < 900; i++) {
                    body.u8(7).u16(i);
                }
                client.message(MessageType.COMMAND, 0, 0, body.toByteArray());
            }
        },
        ENDLESS_COMMANDS {
            @Override
            void step(RawClient client, int step) throws IOException {
                client.call(0, "createStream", step + 2);
            }
        },
        ENDLESS_PLAYS {
            @Override
            void step(RawClient client, int step) throws IOException {
                client.call(1, "play", 0, AmfValue.of("nobody-" + step));
            }
        },
        ENDLESS_METADATA {
            @Override
            void step(RawClient client, int step) throws IOException {
                publish(client, step);
                var fields = new AmfFields();
                for (int i = 0; i < 500; i++) {
                    fields.put("key-" + step + "-" + i, "x".repeat(200));
                }
                client.data(1, AmfValue.of("onMetaData"), fields.toEcmaArray());
            }
        },
        FRAMES_OF_NOTHING {
            @Override
            void step(RawClient client, int step) throws IOException {
                publish(client, step);
                if (step == 0) {
                    client.raw(header(6, MessageType.VIDEO, 1_000)).raw(new byte[128]);
                    client.raw(header(4, MessageType.AUDIO, 0));
                }
                byte[] again = new byte[4_000];
                Arrays.fill(again, (byte) 0xC4); // format 3: the same once more
                client.raw(again);
            }
        },
        CHUNKS_OF_ONE_BYTE {
            @Override
            void step(RawClient client, int step) throws IOException {
                publish(client, step);
                if (step == 0) {
                    client.chunkSize(1);
                }
                client.message(MessageType.VIDEO, 1, 0, new byte[5_000]);
            }
        },
        CHUNK_SIZE_BACK_AND_FORTH {
            @Override
            void step(RawClient client, int step) throws IOException {
                client.chunkSize(step % 2 == 0 ? Integer.MAX_VALUE : 1);
            }
        },
        A_WINDOW_OF_ONE_BYTE {
            @Override
            void step(RawClient client, int step) throws IOException {
                byte[] one = {0, 0, 0, 1};
                client.message(MessageType.WINDOW_ACKNOWLEDGEMENT_SIZE, 0, 0, one);
            }
        },
        PINGS {
            @Override
            void step(RawClient client, int step) throws IOException {
                byte[] ping = {0, 6, 0, 0, 0, 0};
                client.message(MessageType.USER_CONTROL, 0, 0, ping);
            }
        };

        /// Sends a little more of it.
        abstract void step(RawClient client, int step) throws IOException;

        void publish(RawClient client, int step) throws IOException {
            if (step == 0) {
                client.call(1, "publish", 0, AmfValue.of("bad-" + client.localPort()));
                client.await("NetStream.Publish.Start");
            }
        }

        static byte[] header(int chunkStream, int type, int lengthBytes) {
            return new ByteWriter()
                    .u8(chunkStream)
                    .u24(0)
                    .u24(lengthBytes)
                    .u8(type)
                    .u32(0x0100_0000)
                    .toByteArray();
        }
    }

    @Test
    @DisplayName("B64, F1, F2: what is cheap to send is bounded, and nothing of it stays")
    void eachIsBoundedAndLeavesNothing() throws Exception {
        try (ServerProgram server =
                SmallServer.start("rtmp.idle_timeout=5s", "delivery.stall_timeout=5s")) {
            Attackers.run(Attack.values().length, 2, i -> attack(server, Attack.values()[i], 1));
            Usage before = Usage.whenQuiet(server, 0);
            for (Attack attack : Attack.values()) {
                attack(server, attack, CLIENTS);
                assertThat(server.program().isAlive())
                        .as(attack + server.program().output())
                        .isTrue();
            }
            Usage after = Usage.whenQuiet(server, 0);
            System.out.printf("%s, then %s%n", before, after);
            after.assertFlatSince(before);
            try (var good = new GoodStream(server)) {
                good.assertNothingIsLost();
            }
            SmallServer.assertHealthy(server);
        }
    }

    private static void attack(ServerProgram server, Attack attack, int clients) {
        long untilNs = System.nanoTime() + ATTACK_NS;
        Attackers.run(
                clients,
                clients,
                i -> {
                    try (var client = new RawClient(server.port("rtmp"))) {
                        client.connect("bad");
                        for (int step = 0; System.nanoTime() < untilNs; step++) {
                            attack.step(client, step);
                        }
                    } catch (IOException e) {
                        // Hung up on.
                    }
                });
    }
}
