package dev.millrace.rtmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.amf.AmfFields;
import dev.millrace.amf.AmfValue;
import dev.millrace.rtmp.ServerSession.Phase;
import dev.millrace.rtmp.chunk.MessageType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectCommandsTest {
    private final ServerHarness server = new ServerHarness();

    private String told(ClientBytes client) {
        return server.mark().receive(client.bytes()).text();
    }

    @Test
    void successComesWithWindowBandwidthAndChunkSize() {
        assertThat(told(ClientBytes.connectedTo("live")))
                .isEqualTo(
                        """
                        connect h live ?
                        < 0 WindowAckSize 2500000
                        < 0 SetPeerBandwidth 2500000 type 2
                        < 0 SetChunkSize 60000
                        < 0 _result, 1, {fmsVer=FMS/3,5,3,888 capabilities=127 mode=1}, \
                        {level=status code=NetConnection.Connect.Success \
                        description=Connection succeeded. objectEncoding=0 \
                        data=[version=3,5,3,888]}
                        < 0 onBWDone, 0, null
                        """);
        assertThat(server.session.phase()).isEqualTo(Phase.CONNECTED);
        assertThat(server.session.chunkBytes()).isEqualTo(60_000);
    }

    @Test
    void refusalSaysWhy() {
        assertThat(told(ClientBytes.connectedTo("denied")))
                .isEqualTo(
                        """
                        connect h denied ?
                        < 0 _error, 1, null, {level=error \
                        code=NetConnection.Connect.Rejected description=No.}
                        """);
        assertThat(server.session.phase()).isEqualTo(Phase.CLOSED);
        assertThat(told(new ClientBytes().call(0, "createStream", 2))).isEqualTo("\n");
    }

    @Test
    void theEncodingOfObjectsIsEchoed() {
        AmfFields fields = new AmfFields().put("app", "live").put("objectEncoding", 3);
        assertThat(told(new ClientBytes().handshake().command(0, "connect", 1, fields.toObject())))
                .contains(" objectEncoding=3 ");
    }

    @Test
    void whoKnowsEnhancedRtmpIsAnsweredInKind() {
        AmfFields fields = new AmfFields().put("app", "live").put("capsEx", 0);
        assertThat(told(new ClientBytes().handshake().command(0, "connect", 1, fields.toObject())))
                .contains(
                        "mode=1 fourCcList=(avc1 hvc1 av01 vp09 vp08 mp4a .mp3 Opus ac-3 ec-3 fLaC)"
                                + " videoFourCcInfoMap={avc1=4 hvc1=4 av01=4 vp09=4 vp08=4}"
                                + " audioFourCcInfoMap={mp4a=4 .mp3=4 Opus=4 ac-3=4 ec-3=4 fLaC=4}"
                                + " capsEx=14}");
    }

    @Test
    void commandsComeInTheEnvelopeOfAmf3Too() {
        server.receive(ClientBytes.connectedTo("live").bytes());
        var client = new ClientBytes();
        for (String envelope : new String[] {"00", ""}) {
            client.raw("03 000000 0000%s 11 00000000".formatted(envelope.isEmpty() ? "19" : "1A"));
            client.raw(envelope + "02 000C 63726561746553747265616D");
            client.raw("00 4000000000000000 05");
        }
        assertThat(told(client)).isEqualTo("< 0 _result, 2, null, 1\n< 0 _result, 2, null, 2\n");
    }

    @Test
    void aSecondConnectIsRefused() {
        server.receive(ClientBytes.connectedTo("live").bytes());
        assertThat(told(new ClientBytes().connect("other")))
                .isEqualTo(
                        "< 0 _error, 1, null, {level=error code=NetConnection.Connect.Failed"
                                + " description=Already connected.}\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"createStream", "publish", "play", "releaseStream", "nonsense"})
    void nothingElseComesBeforeConnect(String name) {
        assertThat(told(new ClientBytes().handshake().call(0, name, 2, "cam")))
                .isEqualTo(
                        "< 0 _error, 2, null, {level=error code=NetConnection.Call.Prohibited"
                                + " description=Connect first.}\n");
        assertThat(server.session.phase()).isEqualTo(Phase.CONNECTING);
    }

    @Test
    void bandwidthChecksAreAnswered() {
        server.receive(ClientBytes.connectedTo("live").bytes());
        assertThat(told(new ClientBytes().call(0, "_checkbw", 5)))
                .isEqualTo("< 0 _result, 5, null, undefined\n");
    }

    @Test
    void unknownCommandsAreRefusedIfAnAnswerIsWanted() {
        server.receive(ClientBytes.connectedTo("live").bytes());
        assertThat(told(new ClientBytes().call(0, "dance", 9)))
                .isEqualTo(
                        "< 0 _error, 9, null, {level=error code=NetConnection.Call.Failed"
                                + " description=Unknown command.}\n");
        assertThat(told(new ClientBytes().call(0, "dance", 0).call(0, "_result", 4)))
                .isEqualTo("\n");
    }

    @Test
    void anEmptyCommandIsNothing() {
        server.receive(ClientBytes.connectedTo("live").bytes());
        assertThat(told(new ClientBytes().message(3, MessageType.COMMAND, 0, 0, new byte[0])))
                .isEqualTo("\n");
    }

    @Test
    void commandsBehindAConnectThatIsNotYetAnsweredAreAnsweredToo() {
        var client =
                ClientBytes.connectedTo("live")
                        .call(0, "releaseStream", 2, "cam")
                        .call(0, "FCPublish", 3, "cam")
                        .call(0, "FCSubscribe", 4, "cam")
                        .call(0, "dance", 5)
                        .call(0, "createStream", 6)
                        .call(1, "publish", 7, "cam", "live")
                        .video(1, 0, "17")
                        .call(0, "FCUnpublish", 8, "cam");
        assertThat(told(client))
                .contains(
                        """
                        < 0 onBWDone, 0, null
                        < 0 _result, 2, null, undefined
                        < 0 _result, 3, null, undefined
                        < 0 _result, 4, null, undefined
                        < 0 onFCSubscribe, 0, null, {level=status code=NetStream.Play.Start \
                        description=Subscribed.}
                        < 0 _error, 5, null, {level=error code=NetConnection.Call.Failed \
                        description=Unknown command.}
                        < 0 _result, 6, null, 1
                        publish 1 h live/cam ? live
                        """)
                .contains("1 VIDEO at 0: [")
                .endsWith(
                        """
                        unpublish 1
                        < 0 _result, 8, null, undefined
                        < 0 onFCUnpublish, 0, null, {code=NetStream.Unpublish.Success \
                        description=Stopped publishing.}
                        """);
    }

    @Test
    void anOwnerAnswersOnlyWhatWasAsked() {
        assertThatThrownBy(() -> server.session.acceptConnect())
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> server.session.rejectConnect("a", "b"))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void whatACommandObjectIsDoesNotMatter() {
        assertThat(told(new ClientBytes().handshake().command(0, "connect", 1, AmfValue.of("x"))))
                .startsWith("connect   ?\n< 0 WindowAckSize");
    }
}
