package dev.millrace.rtmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.millrace.amf.AmfFields;
import dev.millrace.amf.AmfValue;
import dev.millrace.amf.AmfValue.AmfNull;
import dev.millrace.media.TrackKind;
import dev.millrace.rtmp.ClientSession.Role;
import dev.millrace.rtmp.chunk.MessageType;
import dev.millrace.rtmp.message.Outgoing;
import dev.millrace.testkit.Hex;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A client against the words of a server; [ClientBytes] can say what servers say, too.
class ClientSessionTest {
    private static final AmfFields OK = new AmfFields().put("code", "ok");

    private static ClientHarness publisher() {
        return greeted(new ClientHarness("rtmp://h/live/cam?key=1", Role.PUBLISH));
    }

    private static ClientHarness player() {
        return greeted(new ClientHarness("rtmp://h:19350/live/eu/cam", Role.PLAY));
    }

    /// After a handshake with a simple server.
    private static ClientHarness greeted(ClientHarness client) {
        return client.receive(new ClientBytes().handshake().bytes());
    }

    private static String told(ClientHarness client, ClientBytes server) {
        return client.mark().receive(server.bytes()).text();
    }

    private static ClientBytes result(double transactionId, AmfValue... arguments) {
        return new ClientBytes().command(0, "_result", transactionId, arguments);
    }

    private static ClientBytes status(String level, String code) {
        AmfFields fields = Outgoing.statusFields(level, code, "Because.");
        return new ClientBytes().command(1, "onStatus", 0, AmfNull.NULL, fields.toObject());
    }

    @Test
    void publishes() {
        var client = publisher();
        assertThat(client.text())
                .isEqualTo(
                        """
                        > 0 connect, 1, {app=live type=nonprivate \
                        flashVer=FMLE/3.0 (compatible; Millrace) tcUrl=rtmp://h/live \
                        fourCcList=(avc1 hvc1 av01 vp09 vp08 mp4a .mp3 Opus ac-3 ec-3 fLaC) \
                        videoFourCcInfoMap={avc1=6 hvc1=6 av01=6 vp09=6 vp08=6} \
                        audioFourCcInfoMap={mp4a=6 .mp3=6 Opus=6 ac-3=6 ec-3=6 fLaC=6} capsEx=14}
                        """);
        assertThat(told(client, result(1, OK.toObject(), OK.toObject())))
                .isEqualTo(
                        """
                        > 0 SetChunkSize 60000
                        > 0 releaseStream, 2, null, cam?key=1
                        > 0 FCPublish, 3, null, cam?key=1
                        > 0 createStream, 4, null
                        """);
        assertThat(told(client, result(2, AmfNull.NULL).call(0, "_error", 3))).isEqualTo("\n");
        assertThat(told(client, result(4, AmfNull.NULL, AmfValue.of(7))))
                .isEqualTo("> 7 publish, 5, null, cam?key=1, live\n");
        assertThat(told(client, status("status", "NetStream.Publish.Start")))
                .isEqualTo("Publishing[streamId=7]\n");
        client.mark().send(client.session.close());
        assertThat(client.text())
                .isEqualTo(
                        """
                        > 0 FCUnpublish, 6, null, cam?key=1
                        > 0 deleteStream, 7, null, 7
                        """);
    }

    @Test
    void remembersWhatTheServerTakes() {
        var client = publisher();
        told(client, result(1, OK.toObject(), OK.toObject()));
        assertThat(client.session.server()).isEqualTo(Capabilities.NONE);
        var enhanced = publisher();
        AmfFields answer = new AmfFields().put("capsEx", Capabilities.MULTITRACK);
        told(enhanced, result(1, answer.toObject(), OK.toObject()));
        assertThat(enhanced.session.server())
                .isEqualTo(new Capabilities(true, Set.of(), Capabilities.MULTITRACK));
    }

    @Test
    void plays() {
        var client = player();
        assertThat(client.text())
                .contains("{app=live/eu ", " tcUrl=rtmp://h:19350/live/eu ", " videoFunction=1")
                .contains(" fourCcList=(avc1 hvc1 ", " videoFourCcInfoMap={avc1=5 hvc1=5 ");
        assertThat(told(client, result(1, OK.toObject(), OK.toObject())))
                .isEqualTo("> 0 SetChunkSize 60000\n> 0 createStream, 4, null\n");
        assertThat(told(client, result(4, AmfNull.NULL, AmfValue.of(1))))
                .isEqualTo("> 1 play, 5, null, cam, -2000\n> 0 UserControl 3 1\n");
        assertThat(told(client, status("status", "NetStream.Play.Reset")))
                .isEqualTo(
                        "Status[streamId=1, level=status, code=NetStream.Play.Reset,"
                                + " description=Because.]\n");
        assertThat(told(client, status("status", "NetStream.Play.Start")))
                .isEqualTo("Playing[streamId=1]\n");
        assertThat(
                        told(
                                client,
                                new ClientBytes()
                                        .data(1, 0, AmfValue.of("|RtmpSampleAccess"))
                                        .data(1, 0, AmfValue.of("onMetaData"))
                                        .audio(1, 20, "AF01")
                                        .video(5, 40, "1701")))
                .isEqualTo(
                        """
                        data 1 at 0: onMetaData
                        1 AUDIO at 20: [af01]
                        1 VIDEO at 40: [1701]
                        """);
        assertThat(told(client, status("error", "NetStream.Play.Failed"))).contains("Status[");
        client.mark().send(client.session.close());
        assertThat(client.text()).isEqualTo("> 0 deleteStream, 7, null, 1\n");
    }

    private static ClientHarness live(ClientHarness client) {
        return client.receive(result(1, OK.toObject(), OK.toObject()).bytes())
                .receive(result(4, AmfNull.NULL, AmfValue.of(1)).bytes())
                .receive(status("status", "NetStream.Publish.Start").bytes())
                .mark();
    }

    @Test
    void writesMedia() {
        var client = live(publisher());
        client.send(client.session.media(TrackKind.AUDIO, 0x0100_0000, buffer("AF01")));
        client.send(client.session.media(TrackKind.VIDEO, 40, buffer("1701")));
        client.send(client.session.media(TrackKind.VIDEO, 80, ByteBuffer.allocate(70_000)));
        client.send(client.session.data(0, buffer("02 000A 6F6E4D65746144617461")));
        client.send(client.session.data(0, buffer("02 000A 6F6E437565506F696E74")));
        assertThat(client.log)
                .containsExactly(
                        "> 1 type 8, [af01]",
                        "> 1 type 9, [1701]",
                        "> 1 type 9, 70000 bytes a6a9c8dc",
                        "> 1 @setDataFrame, onMetaData",
                        "> 1 onCuePoint");
        List<ByteBuffer> slices =
                client.session.media(TrackKind.VIDEO, 80, ByteBuffer.allocate(70_000));
        assertThat(slices.stream().map(ByteBuffer::remaining))
                .containsExactly(12, 60_000, 1, 10_000);
    }

    @Test
    void writesNothingTooEarlyOrTooLong() {
        var early = publisher();
        assertThatThrownBy(() -> early.session.media(TrackKind.AUDIO, 0, buffer("AF")))
                .isInstanceOf(IllegalStateException.class);
        var client = live(publisher());
        assertThatThrownBy(() -> client.session.media(TrackKind.DATA, 0, buffer("")))
                .isInstanceOf(IllegalArgumentException.class);
        ByteBuffer tooLong = ByteBuffer.allocate(0x100_0000);
        assertThatThrownBy(() -> client.session.media(TrackKind.VIDEO, 0, tooLong))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({"1, connect", "4, createStream"})
    void errorsOfTheConversationReject(double transactionId, String what) {
        var client = publisher();
        if (transactionId == 4) {
            client.receive(result(1, OK.toObject(), OK.toObject()).bytes());
        }
        AmfFields fields = Outgoing.statusFields("error", what, "No.");
        var error =
                new ClientBytes()
                        .command(0, "_error", transactionId, AmfNull.NULL, fields.toObject());
        assertThat(told(client, error))
                .isEqualTo(
                        "Rejected[code=%s, description=No., redirect=Optional.empty]\n"
                                .formatted(what));
        assertThat(told(client, result(4, AmfNull.NULL, AmfValue.of(1)))).isEqualTo("\n");
        assertThat(client.session.close().hasRemaining()).isFalse();
    }

    @Test
    void anErrorStatusRejects() {
        var client =
                player().receive(result(1, OK.toObject(), OK.toObject()).bytes())
                        .receive(result(4, AmfNull.NULL, AmfValue.of(1)).bytes());
        assertThat(told(client, status("error", "NetStream.Play.StreamNotFound")))
                .isEqualTo(
                        "Rejected[code=NetStream.Play.StreamNotFound, description=Because.,"
                                + " redirect=Optional.empty]\n");
    }

    @Test
    void aRejectionMayNameAnotherPlace() {
        AmfValue elsewhere =
                new AmfFields().put("code", 302).put("redirect", "rtmp://other/live").toObject();
        AmfFields fields =
                Outgoing.statusFields("error", "NetConnection.Connect.Rejected", "Go there.")
                        .put("ex", elsewhere);
        var error = new ClientBytes().command(0, "_error", 1, AmfNull.NULL, fields.toObject());
        assertThat(told(publisher(), error)).contains("redirect=Optional[rtmp://other/live/cam");
    }

    @Test
    void obeysProtocolControl() {
        var server =
                new ClientBytes()
                        .control(MessageType.WINDOW_ACKNOWLEDGEMENT_SIZE, "00000400")
                        .control(MessageType.SET_PEER_BANDWIDTH, "002625A0 02")
                        .control(MessageType.USER_CONTROL, "0006 00000007")
                        .command(0, "onBWDone", 0, AmfNull.NULL)
                        .command(0, "_onbwcheck", 9, AmfNull.NULL)
                        .chunkSize(4096)
                        .data(1, 0, AmfValue.of("x".repeat(3000)));
        assertThat(told(publisher(), server))
                .isEqualTo(
                        """
                        > 0 WindowAckSize 2500000
                        > 0 UserControl 7 7
                        > 0 _result, 9, null
                        > 0 Acknowledgement %d
                        """
                                .formatted(1 + 2 * 1536 + server.bytes().length));
    }

    @Test
    void aBrokenServerIsHungUpOn() {
        var server = new ClientBytes().raw("02 000000 000004 01 00000000 00000000");
        assertThat(told(publisher(), server)).startsWith("hangup: chunk size is 0");
        assertThat(told(publisher().receive(server.bytes()), status("status", "x")))
                .isEqualTo("\n");
    }

    /// F2: whatever a server sends behind its handshake.
    @FuzzTest(maxDuration = "5s")
    void survivesAnything(byte[] afterHandshake) {
        for (Role role : Role.values()) {
            byte[] wire = new ClientBytes().handshake().raw(Hex.text(afterHandshake)).bytes();
            List<String> whole = events(new ClientHarness("rtmp://h/live/cam", role).receive(wire));
            var random = new Random(afterHandshake.length);
            var cut = new ClientHarness("rtmp://h/live/cam", role);
            cut.receive(wire, () -> random.nextInt(1, 2000));
            assertThat(events(cut)).isEqualTo(whole);
        }
    }

    /// Without acknowledgements, which depend on where a window ends.
    private static List<String> events(ClientHarness client) {
        return client.log.stream().filter(line -> !line.contains("Acknowledgement")).toList();
    }

    private static ByteBuffer buffer(String hex) {
        return ByteBuffer.wrap(Hex.bytes(hex));
    }
}
