package dev.millrace.rtmp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.amf.AmfValue;
import dev.millrace.amf.AmfValue.AmfBoolean;
import dev.millrace.amf.AmfValue.AmfNull;
import dev.millrace.rtmp.chunk.MessageType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlayCommandsTest {
    private final ServerHarness server = new ServerHarness();

    @BeforeEach
    void connect() {
        server.receive(ClientBytes.connectedTo("live").bytes());
    }

    private String told(ClientBytes client) {
        return server.mark().receive(client.bytes()).text();
    }

    private static ClientBytes play(AmfValue... arguments) {
        AmfValue[] all = new AmfValue[2 + arguments.length];
        all[0] = AmfNull.NULL;
        all[1] = AmfValue.of("cam");
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        return new ClientBytes().command(1, "play", 0, all);
    }

    @Test
    void startsWithResetAndStart() {
        assertThat(told(new ClientBytes().call(0, "createStream", 2).call(1, "play", 3, "cam")))
                .isEqualTo(
                        """
                        < 0 _result, 2, null, 1
                        play 1 h live/cam ? from -2000 for -1 reset true
                        < 0 UserControl 0 1
                        < 1 onStatus, 0, null, {level=status code=NetStream.Play.Reset \
                        description=Playing and resetting stream. details=cam}
                        < 1 onStatus, 0, null, {level=status code=NetStream.Play.Start \
                        description=Started playing stream. details=cam}
                        """);
    }

    @ParameterizedTest
    @CsvSource({
        "-2, -1, -2000, -1", // as the specification has it, in seconds
        "-1, -1, -1000, -1",
        "-2000, -1, -2000, -1", // as FFmpeg and librtmp have it, in milliseconds
        "-1000, -1000, -1000, -1",
        "0, 10000, 0, 10000",
        "5000, -2, 5000, -1",
    })
    void startAndDuration(double start, double duration, String startMs, String durationMs) {
        assertThat(told(play(AmfValue.of(start), AmfValue.of(duration))))
                .startsWith(
                        "play 1 h live/cam ? from %s for %s reset true\n"
                                .formatted(startMs, durationMs));
    }

    @Test
    void withoutResetNothingIsReset() {
        for (AmfValue no : new AmfValue[] {AmfValue.of(false), AmfValue.of(0)}) {
            assertThat(told(play(AmfValue.of(-2), AmfValue.of(-1), no)))
                    .contains("reset false\n")
                    .doesNotContain("Play.Reset");
        }
    }

    @Test
    void refusalSaysWhyOnTheStream() {
        assertThat(told(new ClientBytes().call(1, "play", 3, "denied")))
                .endsWith(
                        """
                        < 1 onStatus, 0, null, {level=error code=NetStream.Play.StreamNotFound \
                        description=No.}
                        """);
        assertThat(told(new ClientBytes().call(1, "closeStream", 0))).isEqualTo("\n");
    }

    @Test
    void againAfterCloseAndAfterDelete() {
        server.receive(play().bytes());
        assertThat(told(new ClientBytes().call(1, "closeStream", 0)))
                .isEqualTo("StopPlay[streamId=1]\n");
        assertThat(told(play())).startsWith("play 1");
        var delete = new ClientBytes().command(0, "deleteStream", 0, AmfNull.NULL, AmfValue.of(1));
        assertThat(told(delete)).isEqualTo("StopPlay[streamId=1]\n");
        assertThat(told(new ClientBytes().call(0, "createStream", 5)))
                .isEqualTo("< 0 _result, 5, null, 1\n");
    }

    @Test
    void aSecondPlaySwitches() {
        server.receive(play().bytes());
        assertThat(told(play())).startsWith("StopPlay[streamId=1]\nplay 1");
        var publish = new ClientBytes().call(1, "publish", 3, "cam");
        assertThat(told(publish)).startsWith("StopPlay[streamId=1]\npublish 1");
        assertThat(told(play())).startsWith("unpublish 1\nplay 1");
    }

    @Test
    void falseEndsIt() {
        server.receive(play().bytes());
        var stop = new ClientBytes().command(1, "play", 0, AmfNull.NULL, new AmfBoolean(false));
        assertThat(told(stop)).isEqualTo("StopPlay[streamId=1]\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"pause", "pauseRaw"})
    void pausesAndGoesOn(String name) {
        server.receive(play().bytes());
        assertThat(told(pause(name, true)))
                .isEqualTo(
                        """
                        pause 1 true at 1500
                        < 0 UserControl 1 1
                        < 1 onStatus, 0, null, {level=status code=NetStream.Pause.Notify \
                        description=Paused stream.}
                        """);
        assertThat(told(pause(name, false)))
                .isEqualTo(
                        """
                        pause 1 false at 1500
                        < 0 UserControl 0 1
                        < 1 onStatus, 0, null, {level=status code=NetStream.Unpause.Notify \
                        description=Unpaused stream.}
                        """);
    }

    private static ClientBytes pause(String name, boolean paused) {
        return new ClientBytes()
                .command(1, name, 0, AmfNull.NULL, AmfValue.of(paused), AmfValue.of(1500));
    }

    @Test
    void seekingIsNotPossibleAndNoError() {
        server.receive(play().bytes());
        assertThat(told(new ClientBytes().command(1, "seek", 0, AmfNull.NULL, AmfValue.of(9))))
                .isEqualTo(
                        """
                        < 1 onStatus, 0, null, {level=warning code=NetStream.Seek.Failed \
                        description=A live stream has no other position.}
                        """);
    }

    @Test
    void tracksAreWantedOrNot() {
        server.receive(play().bytes());
        var client =
                new ClientBytes()
                        .command(1, "receiveAudio", 0, AmfNull.NULL, AmfValue.of(false))
                        .command(1, "receiveVideo", 0, AmfNull.NULL, AmfValue.of(true));
        assertThat(told(client))
                .isEqualTo(
                        """
                        Receive[streamId=1, kind=AUDIO, wanted=false]
                        Receive[streamId=1, kind=VIDEO, wanted=true]
                        """);
    }

    @Test
    void whoDoesNotPlayCannotPauseSeekOrChoose() {
        var client =
                pause("pause", true)
                        .call(1, "seek", 0)
                        .command(1, "receiveAudio", 0, AmfNull.NULL, AmfValue.of(false));
        assertThat(told(client)).isEqualTo("\n");
    }

    @Test
    void whatOtherPlayersAskFirst() {
        var client = new ClientBytes().call(0, "FCSubscribe", 2, "cam");
        assertThat(told(client.call(1, "getStreamLength", 3, "cam")))
                .isEqualTo(
                        """
                        < 0 _result, 2, null, undefined
                        < 0 onFCSubscribe, 0, null, {level=status code=NetStream.Play.Start \
                        description=Subscribed.}
                        < 0 _result, 3, null, 0
                        """);
    }

    @Test
    void theBufferIsReported() {
        var client = new ClientBytes().control(MessageType.USER_CONTROL, "0003 00000001 00000BB8");
        assertThat(told(client)).isEqualTo("BufferLength[streamId=1, lengthMs=3000]\n");
    }

    @Test
    void mediaOfAPlayerIsNobodys() {
        server.receive(play().bytes());
        var client = new ClientBytes().video(1, 0, "17").data(1, 0, AmfValue.of("onCuePoint"));
        assertThat(told(client)).isEqualTo("\n");
    }

    @Test
    void anOwnerTellsWhatHappens() {
        server.receive(play().bytes());
        server.mark();
        server.answer(server.session.streamEof(1));
        server.answer(
                server.session.status(1, "status", "NetStream.Play.UnpublishNotify", "Gone."));
        server.answer(server.session.streamBegin(1));
        server.answer(server.session.ping(0x1_0000_0007L));
        assertThat(server.text())
                .isEqualTo(
                        """
                        < 0 UserControl 1 1
                        < 1 onStatus, 0, null, {level=status \
                        code=NetStream.Play.UnpublishNotify description=Gone.}
                        < 0 UserControl 0 1
                        < 0 UserControl 6 7
                        """);
    }
}
