package dev.millrace.rtmp;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.millrace.amf.AmfValue;
import dev.millrace.rtmp.ServerSession.Phase;
import dev.millrace.rtmp.SessionEffect.MediaBegin;
import dev.millrace.rtmp.SessionEffect.MediaBytes;
import dev.millrace.rtmp.chunk.MessageType;
import dev.millrace.testkit.Hex;
import dev.millrace.testkit.Seeds;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is no command: media on its way, protocol control, faults.
class ServerSessionTest {
    private final ServerHarness server = new ServerHarness();

    /// A server that has someone publish on stream 1.
    private ServerHarness publishing() {
        server.receive(ClientBytes.connectedTo("live").call(1, "publish", 2, "cam").bytes());
        return server.mark();
    }

    @Test
    void aFrameIsSeenFromItsFirstByteOn() {
        ServerSession session = publishing().session;
        List<ServerEffect> begun = session.receive(buffer("06 000064 000005 09 01000000 17"), 0);
        assertThat(begun)
                .containsExactly(
                        new MediaBegin(1, dev.millrace.media.TrackKind.VIDEO, 100, 5),
                        new MediaBytes(buffer("17")));
        assertThat(session.receive(buffer("01"), 0)).containsExactly(new MediaBytes(buffer("01")));
    }

    @Test
    void payloadIsNotCopied() {
        ServerSession session = publishing().session;
        byte[] wire = Hex.bytes("06 000064 000002 09 01000000 1701");
        List<ServerEffect> effects = session.receive(ByteBuffer.wrap(wire), 0);
        wire[wire.length - 1] = 0x55;
        assertThat(effects.get(1)).isEqualTo(new MediaBytes(buffer("1755")));
    }

    @Test
    void messagesThatTakeTurnsComeOutOneByOne() {
        var client =
                new ClientBytes()
                        .chunkSize(2)
                        .raw("06 000064 000005 09 01000000 A1A2") // video, 5 bytes
                        .raw("04 000050 000003 08 01000000 B1B2 C4 B3") // audio in between, whole
                        .raw("C6 A3A4")
                        .raw("05 000051 000004 12 01000000 0200 C5 0178") // data "x" in between
                        .raw("07 000065 000003 09 01000000 C1C2") // video, not whole
                        .raw("C6 A5")
                        .raw("C7 C3");
        publishing().receive(client.bytes());
        assertThat(server.text())
                .isEqualTo(
                        """
                        1 VIDEO at 100: [a1a2a3a4a5]
                        1 AUDIO at 80: [b1b2b3]
                        data 1 at 81: x
                        1 VIDEO at 101: [c1c2c3]
                        """);
    }

    @Test
    void commandsAreObeyedWhileAFrameIsOnItsWay() {
        var client =
                new ClientBytes()
                        .raw("06 000064 000085 09 01000000")
                        .raw("A1".repeat(128))
                        .control(MessageType.USER_CONTROL, "0006 00001234")
                        .call(0, "_checkbw", 3)
                        .raw("C6 A2A3A4A5A6");
        publishing().receive(client.bytes());
        assertThat(server.log.subList(0, 2))
                .containsExactly("< 0 UserControl 7 4660", "< 0 _result, 3, null, undefined");
        assertThat(server.log.getLast()).startsWith("1 VIDEO at 100: 133 bytes");
    }

    @Test
    void endingAPublishAbortsItsFrame() {
        var client =
                new ClientBytes()
                        .raw("06 000064 000085 09 01000000")
                        .raw("A1".repeat(128))
                        .call(1, "closeStream", 0)
                        .raw("C6 A2A3A4A5A6")
                        .video(1, 140, "17");
        publishing().receive(client.bytes());
        assertThat(server.log).containsExactly("1 VIDEO at 100: aborted", "unpublish 1");
    }

    @Test
    void anAbortedFrameIsForgotten() {
        var client =
                new ClientBytes()
                        .raw("06 000064 000085 09 01000000")
                        .raw("A1".repeat(128))
                        .control(MessageType.ABORT, "00000006")
                        .video(1, 140, "17");
        publishing().receive(client.bytes());
        assertThat(server.log.getFirst()).isEqualTo("1 VIDEO at 100: aborted");
        assertThat(server.log.get(1)).startsWith("1 VIDEO at 140: [17]");
    }

    @Test
    void emptyFramesAreFrames() {
        publishing().receive(new ClientBytes().audio(1, 5, "").video(1, 6, "").bytes());
        assertThat(server.log).containsExactly("1 AUDIO at 5: []", "1 VIDEO at 6: []");
    }

    @Test
    void dataComesWithoutItsEnvelopes() {
        var client =
                new ClientBytes()
                        .data(1, 7, AmfValue.of("@setDataFrame"), AmfValue.of("onMetaData"))
                        .data(1, 8, AmfValue.of("onCuePoint"), AmfValue.of(1))
                        .message(5, MessageType.DATA_AMF3, 1, 9, Hex.bytes("00 02 0001 78"))
                        .message(5, MessageType.DATA_AMF3, 1, 10, Hex.bytes("02 0001 79"))
                        .data(1, 11, AmfValue.of("@clearDataFrame"), AmfValue.of("onMetaData"))
                        .message(5, MessageType.DATA, 1, 12, new byte[0]);
        publishing().receive(client.bytes());
        assertThat(server.log)
                .containsExactly(
                        "data 1 at 7: onMetaData",
                        "data 1 at 8: onCuePoint, 1",
                        "data 1 at 9: x",
                        "data 1 at 10: y");
    }

    @Test
    void aggregatesAreTakenApart() {
        String parts =
                """
                09 000002 000064 00 000000 1701 0000000D
                16 000000 000064 00 000000 0000000B // an aggregate in it: no
                14 000000 000064 00 000000 0000000B // a command in it: no
                12 000004 000070 00 000000 02000178 0000000F
                08 000000 00006E 00 000000 0000000B
                """;
        byte[] body = Hex.bytes(parts);
        var client = new ClientBytes().message(6, MessageType.AGGREGATE, 1, 1000, body);
        publishing().receive(client.bytes());
        assertThat(server.log)
                .containsExactly(
                        "1 VIDEO at 1000: [1701]", "data 1 at 1012: x", "1 AUDIO at 1010: []");
    }

    @Test
    void unknownMessagesAreNobodys() {
        var client = new ClientBytes().message(5, 99, 1, 0, new byte[500]).video(1, 0, "17");
        publishing().receive(client.bytes());
        assertThat(server.log).hasSize(1);
    }

    @Test
    void acknowledgesEverythingReceivedOnceAWindow() {
        String every1000 = "000003E8";
        publishing().receive(new ClientBytes().control(5, every1000).bytes());
        assertThat(server.log).containsExactly(acknowledgement()); // 3 KB of handshake
        server.mark().receive(new ClientBytes().video(1, 0, "17".repeat(900)).bytes());
        assertThat(server.log).hasSize(1);
        server.mark().receive(new ClientBytes().video(1, 0, "17".repeat(900)).bytes());
        assertThat(server.log).hasSize(2).contains(acknowledgement());
        server.mark().receive(new ClientBytes().video(1, 0, "17".repeat(900)).bytes());
        assertThat(server.log).hasSize(1);
    }

    private String acknowledgement() {
        return "< 0 Acknowledgement " + server.session.bytesReceived();
    }

    @Test
    void pingsAreAnsweredAndOddEventsIgnored() {
        var client =
                new ClientBytes()
                        .control(MessageType.USER_CONTROL, "0006 CAFEBABE")
                        .control(MessageType.USER_CONTROL, "0006 CA")
                        .control(MessageType.USER_CONTROL, "0003 00000001")
                        .control(MessageType.USER_CONTROL, "00FF")
                        .control(MessageType.USER_CONTROL, "07")
                        .control(MessageType.ACKNOWLEDGEMENT, "");
        publishing().receive(client.bytes());
        assertThat(server.log).containsExactly("< 0 UserControl 7 -889275714");
    }

    @Test
    void aLimitOfOurBandwidthIsConfirmedOnce() {
        String limit = "002625A0 02";
        var client =
                new ClientBytes()
                        .control(MessageType.SET_PEER_BANDWIDTH, limit)
                        .control(MessageType.SET_PEER_BANDWIDTH, limit);
        publishing().receive(client.bytes());
        assertThat(server.log).containsExactly("< 0 WindowAckSize 2500000");
    }

    @ParameterizedTest
    @CsvSource({
        "02 000000 000004 01 00000000 00000000, chunk size is 0",
        "02 000000 000003 01 00000000 000000, needs 2 more bytes",
        "02 000000 000101 01 00000000, control message length is 257",
        "03 000000 010001 14 00000000, command length is 65537",
        "05 000000 100001 12 01000000, data message length is 1048577",
        "06 000000 FFFFFF 09 01000000, message length is 16777215",
        "03 000000 000001 14 00000000 05, a command without a name",
        "9F 000000, chunk stream 31 begins with format 2",
    })
    void faultsEndTheSession(String wire, String fault) {
        publishing().receive(Hex.bytes(wire));
        assertThat(server.text()).startsWith("hangup: " + fault);
        assertThat(server.session.phase()).isEqualTo(Phase.CLOSED);
        assertThat(server.mark().receive(new ClientBytes().video(1, 0, "17").bytes()).log)
                .isEmpty();
    }

    @Test
    void whatCameBeforeAFaultIsNotLost() {
        var client =
                new ClientBytes().video(1, 5, "17").raw("02 000000 000004 01 00000000 00000000");
        publishing().receive(client.bytes());
        assertThat(server.log).hasSize(2);
        assertThat(server.log.getFirst()).startsWith("1 VIDEO at 5");
        assertThat(server.log.getLast()).startsWith("hangup");
    }

    @Test
    void interleavedFramesThatNeverEndHaveALimit() {
        int chunkBytes = 6 << 20;
        publishing().receive(new ClientBytes().chunkSize(chunkBytes).bytes());
        byte[] part = new byte[chunkBytes];
        for (String id : List.of("06", "07", "08")) { // the first is open and passes through
            server.receive(Hex.bytes(id + "000000 700000 09 01000000")).receive(part);
        }
        assertThat(server.log.getLast())
                .isEqualTo(
                        "hangup: bytes of interleaved messages is 12583424,"
                                + " more than the limit of 8388608");
    }

    /// 65,000 chunk streams with half a message each would be 4 GB: the number of chunk streams has
    /// a limit, and before it what a stranger may leave unfinished.
    @Test
    void commandsThatNeverEndHaveALimit() {
        byte[] handshake = new ClientBytes().handshake().bytes();
        server.receive(handshake);
        byte[] half = new byte[128];
        for (int id = 3; id < 64 && server.log.isEmpty(); id++) {
            String header = "%02X 000000 001000 14 00000000".formatted(id);
            server.receive(Hex.bytes(header)).receive(half);
            for (int chunk = 1; chunk < 16; chunk++) {
                server.receive(new byte[] {(byte) (0xC0 | id)}).receive(half);
            }
        }
        assertThat(server.log.getLast())
                .isEqualTo(
                        "hangup: bytes of interleaved messages is 65664,"
                                + " more than the limit of 65536");
    }

    @Test
    void chunkStreamsHaveALimit() {
        publishing();
        for (int id = 64; id < 64 + 200; id++) {
            server.receive(Hex.bytes("00 %02X 000000 000000 08 01000000".formatted(id - 64)));
        }
        assertThat(server.log.getLast())
                .isEqualTo("hangup: number of chunk streams is 129, more than the limit of 128");
    }

    /// One byte on the wire each: format 3 repeats the empty message before it.
    @Test
    void messagesOfNothingHaveALimit() {
        publishing();
        server.receive(Hex.bytes("06 000000 000100 09 01000000")).receive(new byte[128]); // open
        server.receive(Hex.bytes("04 000000 000000 08 01000000"));
        byte[] empties = new byte[40_000];
        java.util.Arrays.fill(empties, (byte) 0xC4);
        server.receive(empties);
        assertThat(server.log.getLast()).startsWith("hangup: bytes of interleaved messages");
    }

    @Test
    void otherProtocolsAreNamed() {
        server.receive("GET / HTTP/1.1\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        assertThat(server.log).containsExactly("hangup: HTTP on the port of RTMP");
    }

    @Test
    void cutsInTheStreamDoNotMatter() {
        Seeds.forEach(random -> {
            byte[] wire = RandomPublisher.wire(random);
            List<String> whole = events(new ServerHarness().receive(wire));
            int step = random.nextInt(1, 3000);
            var cut = new ServerHarness();
            cut.receive(wire, () -> random.nextInt(1, step + 1));
            assertThat(events(cut)).isEqualTo(whole);
        });
    }

    /// F2: whatever a client sends behind its handshake.
    @FuzzTest(maxDuration = "5s")
    void survivesAnything(byte[] afterHandshake) {
        byte[] wire = new ClientBytes().handshake().raw(Hex.text(afterHandshake)).bytes();
        var random = new Random(afterHandshake.length);
        List<String> whole = events(new ServerHarness().receive(wire));
        var cut = new ServerHarness().receive(wire, () -> random.nextInt(1, 2000));
        assertThat(events(cut)).isEqualTo(whole);
    }

    /// Without our answers, which depend on how far the client has come when the owner gives them,
    /// and whether a window has gone by.
    private static List<String> events(ServerHarness server) {
        return server.log.stream().filter(line -> !line.startsWith("<")).toList();
    }

    private static ByteBuffer buffer(String hex) {
        return ByteBuffer.wrap(Hex.bytes(hex));
    }
}
