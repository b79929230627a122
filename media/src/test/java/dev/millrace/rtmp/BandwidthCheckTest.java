package dev.millrace.rtmp;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.millrace.amf.AmfFields;
import dev.millrace.amf.AmfValue;
import dev.millrace.amf.AmfValue.AmfNull;
import dev.millrace.bytes.ByteWriter;
import dev.millrace.rtmp.chunk.ChunkReader;
import dev.millrace.rtmp.chunk.MessageType;
import dev.millrace.rtmp.message.Command;
import dev.millrace.rtmp.message.Outgoing;
import dev.millrace.testkit.Hex;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BandwidthCheckTest {
    private final ServerHarness server = new ServerHarness();

    private static ClientBytes client() {
        return ClientBytes.connectedTo("check");
    }

    @Test
    void theServerAnswersAsSrsDoes() {
        server.receive(client().bytes());
        assertThat(server.log.getFirst()).isEqualTo("connect h check ?");
        assertThat(String.join("\n", server.log))
                .contains("NetConnection.Connect.Success")
                .doesNotContain("onBWDone"); // which SRS says when it measures nothing
    }

    @Test
    void callsAreToldAndNothingElseIsPossible() {
        server.receive(client().bytes()).mark();
        server.receive(
                new ClientBytes()
                        .call(0, BandwidthCheck.STARTING_PLAY, 0)
                        .call(0, "createStream", 2)
                        .call(1, "publish", 3, "cam")
                        .video(1, 0, "17 01 000000")
                        .call(0, BandwidthCheck.FINAL, 0)
                        .bytes());
        assertThat(server.log)
                .containsExactly(
                        "says onSrsBandCheckStartingPlayBytes",
                        "says createStream",
                        "says publish",
                        "says finalClientPacket");
    }

    /// SRS makes each longer than the one before; commands are refused from 32 KiB on otherwise.
    @Test
    void noiseMayHaveAnyLengthAndIsNotTold() {
        server.receive(client().bytes()).mark();
        var noise = new AmfFields();
        for (int i = 0; i < 3_000; i++) {
            noise.put(String.valueOf(i), "SRS band check data from client's publishing......");
        }
        server.receive(
                new ClientBytes()
                        .command(0, BandwidthCheck.PUBLISHING, 0, AmfNull.NULL, noise.toObject())
                        .call(0, BandwidthCheck.STOP_PUBLISH, 0)
                        .bytes());
        assertThat(server.log).containsExactly("says onSrsBandCheckStopPublishBytes");
    }

    /// Flash has a strict array of text, and an envelope if it is told to speak AMF 3.
    @Test
    void noiseOfFlashIsNoise() {
        server.receive(client().bytes()).mark();
        var text = new ByteWriter();
        Command.of(BandwidthCheck.PUBLISHING, 0, AmfNull.NULL).encode(text);
        String array = "0A 00000001 02 0003 536E53";
        server.receive(
                new ClientBytes()
                        .message(
                                3,
                                MessageType.COMMAND_AMF3,
                                0,
                                0,
                                Hex.bytes("00" + Hex.text(text.toByteArray()) + array))
                        .call(0, BandwidthCheck.STOPPED_PUBLISH, 0)
                        .bytes());
        assertThat(server.log).containsExactly("says onSrsBandCheckStoppedPublishBytes");
    }

    @Test
    void whatIsLongAndNoNoiseIsRefused() {
        server.receive(client().bytes()).mark();
        server.receive(new ClientBytes().call(0, "hello", 0, "x".repeat(5_000)).bytes());
        assertThat(server.log).containsExactly("hangup: a command of more than 4096 bytes");
    }

    @Test
    void noiseIsAsLongAsItSays() {
        var body = new ByteWriter();
        BandwidthCheck.noise(BandwidthCheck.PLAYING, 1_000, new Random(1)).encode(body);
        assertThat(body.size()).isBetween(1_000, 1_100);
    }

    /// As clients of SRS say it, in the application or in the tcUrl.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "app                               | rtmp://h/app                        |",
                "app                               | rtmp://h/app?key=k1                 | k1",
                "app?key=k1                        | rtmp://h/app                        | k1",
                "app?vhost=v                       | rtmp://h/app?key=k1,vhost=v         | k1",
                "app?key=k1,vhost=v                | rtmp://h/app?key=k1,vhost=v         | k1",
                "app...vhost...v...key...k1        | rtmp://h/app                        | k1",
                "app?a=1&key=a%2Fb&c=2             | rtmp://h/app                        | a/b",
                "app?monkey=k1                     | rtmp://h/app?vhost=key              |",
            })
    void theKeyIsFound(String app, String tcUrl, String key) {
        AmfValue fields = new AmfFields().put("app", app).put("tcUrl", tcUrl).toObject();
        assertThat(ConnectRequest.of(fields).parameter("key")).isEqualTo(Optional.ofNullable(key));
    }

    /// Nothing of a stream is asked for, and long noise of the server is passed over.
    @Test
    void theClientIsThereForTheCheckOnly() throws Exception {
        var client =
                new ClientSession(
                        RtmpUrl.parse("rtmp://h/app?key=k1"),
                        ClientSession.Role.CHECK,
                        ClientSettings.DEFAULT,
                        new Random(1));
        var session = new ServerSession(ServerSettings.DEFAULT, new Random(2));
        List<ServerEffect> asked = new ArrayList<>(session.receive(client.start(0), 0));
        var toClient = new ByteWriter();
        List<String> heard = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            for (ServerEffect effect : asked) {
                switch (effect) {
                    case SessionEffect.Send(var bytes) -> toClient.bytes(bytes);
                    case ServerEffect.Connect _ ->
                            toClient.bytes(session.acceptCheck())
                                    .bytes(
                                            session.call(
                                                    BandwidthCheck.noise(
                                                            BandwidthCheck.PLAYING,
                                                            BandwidthCheck.NOISE_BYTES_MAX,
                                                            new Random(3)),
                                                    BandwidthCheck.call(BandwidthCheck.STOP_PLAY)));
                    default -> throw new AssertionError("the client asks for " + effect);
                }
            }
            var toServer = new ByteWriter();
            client.receive(toClient.toBuffer(), 0)
                    .forEach(effect -> {
                        switch (effect) {
                            case SessionEffect.Send(var bytes) -> toServer.bytes(bytes);
                            case ClientEffect.CheckCall(var command) -> heard.add(command.name());
                            default -> throw new AssertionError("the client does " + effect);
                        }
                    });
            toClient.clear();
            asked = new ArrayList<>(session.receive(toServer.toBuffer(), 0));
        }
        assertThat(heard).containsExactly(BandwidthCheck.STOP_PLAY);
        assertThat(client.close().hasRemaining()).isFalse();
    }

    @Test
    void callsOfTheConnectionGoWhereSrsHasThem() {
        byte[] wire = new byte[12];
        new Outgoing(ChunkReader.DEFAULT_CHUNK_BYTES)
                .call(BandwidthCheck.call(BandwidthCheck.FINAL))
                .toBuffer()
                .get(wire);
        assertThat(wire[0]).isEqualTo((byte) 5); // chunk stream
        assertThat(wire[7]).isEqualTo((byte) MessageType.COMMAND);
        assertThat(Hex.text(wire)).matches(".*00000000.*"); // message stream 0
    }

    /// Whatever comes in a check, cut wherever it may be: nothing but calls, answers and one end.
    @FuzzTest(maxDuration = "5s")
    void survivesAnything(byte[] afterConnect) {
        byte[] connect = client().bytes();
        var random = new Random(afterConnect.length);
        var harness = new ServerHarness().receive(connect);
        List<String> whole = events(harness.receive(afterConnect));
        var cut =
                new ServerHarness()
                        .receive(connect)
                        .receive(afterConnect, () -> random.nextInt(1, 2000));
        assertThat(events(cut)).isEqualTo(whole);
        assertThat(whole).allMatch(line -> line.matches("(?s)(connect|says|hangup: ).*"));
    }

    private static List<String> events(ServerHarness server) {
        return server.log.stream().filter(line -> !line.startsWith("<")).toList();
    }
}
