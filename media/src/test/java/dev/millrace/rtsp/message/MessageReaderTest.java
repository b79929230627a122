package dev.millrace.rtsp.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.millrace.bytes.ProtocolException;
import dev.millrace.bytes.ProtocolException.Malformed;
import dev.millrace.bytes.ProtocolException.OverLimit;
import dev.millrace.testkit.Hex;
import dev.millrace.testkit.Seeds;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessageReaderTest {
    /// Everything that travels over a connection, with the liberties that servers take.
    private static final byte[] WIRE =
            latin1(
                    """
                    RTSP/1.0 200 OK\r
                    CSeq: 1\r
                    Public: OPTIONS,\r
                     DESCRIBE\r
                    \r
                    $\0\0\4abcd$\1\0\0\r
                    rtsp/1.0 401
                    cseq:2
                    nonsense
                    Content-Length: 5

                    \r\n$xy\
                    OPTIONS rtsp://127.0.0.1/cam RTSP/1.0\r
                    \r
                    """);

    private static byte[] latin1(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static List<String> read(byte[] wire, Random cuts) throws ProtocolException {
        var reader = new MessageReader();
        var seen = new ArrayList<String>();
        for (int at = 0; at < wire.length; ) {
            int length = Math.min(wire.length - at, 1 + cuts.nextInt(1 << cuts.nextInt(1, 12)));
            byte[] piece = Arrays.copyOfRange(wire, at, at + length);
            reader.read(piece, length, message -> seen.add(words(message)));
            at += length;
        }
        return seen;
    }

    private static List<String> readWhole(byte[] wire) throws ProtocolException {
        var seen = new ArrayList<String>();
        new MessageReader().read(wire, wire.length, message -> seen.add(words(message)));
        return seen;
    }

    private static String words(RtspMessage message) {
        return switch (message) {
            case RtspMessage.Packet(var channel, var bytes) ->
                    "%d: %s".formatted(channel, Hex.text(bytes));
            case RtspMessage.Response(var status, var reason, var headers, var body) ->
                    "%d %s [%s] %s".formatted(status, reason, headers, Hex.text(body));
            case RtspMessage.Request(var method, var url, var headers, var body) ->
                    "%s %s [%s] %s".formatted(method, url, headers, Hex.text(body));
        };
    }

    @Test
    void readsMessagesAndPackets() throws Exception {
        assertThat(readWhole(WIRE))
                .containsExactly(
                        "200 OK [CSeq: 1\r\nPublic: OPTIONS, DESCRIBE\r\n] ",
                        "0: 61626364",
                        "1: ",
                        "401  [cseq: 2\r\nContent-Length: 5\r\n] 0d0a247879",
                        "OPTIONS rtsp://127.0.0.1/cam [] ");
    }

    @Test
    void cutsDoNotMatter() throws Exception {
        List<String> whole = readWhole(WIRE);
        Seeds.forEach(random -> assertThat(read(WIRE, random)).isEqualTo(whole));
    }

    @Test
    void readsBackWhatIsWritten() throws Exception {
        var headers = new Headers().with("CSeq", "7").with("Session", "a;timeout=9");
        var wire =
                List.of(
                        new RtspMessage.Packet(3, new byte[70]).encode(),
                        new RtspMessage.Request("PLAY", "rtsp://h/", headers, new byte[0]).encode(),
                        new RtspMessage.Response(200, "OK", headers, latin1("v=0")).encode());
        var seen = new ArrayList<String>();
        var reader = new MessageReader();
        for (byte[] message : wire) {
            reader.read(message, message.length, read -> seen.add(words(read)));
        }
        assertThat(seen)
                .containsExactly(
                        "3: " + "00".repeat(70),
                        "PLAY rtsp://h/ [CSeq: 7\r\nSession: a;timeout=9\r\n] ",
                        "200 OK [CSeq: 7\r\nSession: a;timeout=9\r\nContent-Length: 3\r\n] 763d30");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    <html>                    | begins with 0x3C, which is neither RTSP nor a packet
                    HTTP/1.1 400 Bad Request~ | "HTTP/1.1 400 Bad Request", which is not RTSP
                    RTSP/1.0 99 Low~          | which is not RTSP
                    RTSP/1.0 200 OK^~         | a line with control characters
                    RTSP/1.0 200 OK~Content-Length: -1~~ | Content-Length is "-1", not a number
                    """)
    void refusesWhatIsNotRtsp(String text, String message) {
        byte[] wire = latin1(text.replace("~", "\r\n").replace('^', '\7'));
        assertThatThrownBy(() -> readWhole(wire))
                .isInstanceOf(Malformed.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource({
        "1, length of a line",
        "100, number of headers",
    })
    void hasLimits(int lines, String what) {
        String header = "a: " + "b".repeat(17_000 / lines) + "\r\n";
        byte[] wire = latin1("RTSP/1.0 200 OK\r\n" + header.repeat(lines));
        assertThatThrownBy(() -> readWhole(wire))
                .isInstanceOf(OverLimit.class)
                .hasMessageContaining(what);
    }

    @Test
    void aBodyHasALimit() {
        byte[] wire = latin1("RTSP/1.0 200 OK\r\nContent-Length: 262145\r\n\r\n");
        assertThatThrownBy(() -> readWhole(wire)).hasMessageContaining("size of a body is 262145");
    }

    @Test
    void theLongestPacketAndTheLongestBodyFit() throws Exception {
        byte[] packet = new RtspMessage.Packet(1, new byte[0xFFFF]).encode();
        var answer = new RtspMessage.Response(200, "", new Headers(), new byte[256 << 10]).encode();
        byte[] wire = Arrays.copyOf(packet, packet.length + answer.length);
        System.arraycopy(answer, 0, wire, packet.length, answer.length);
        assertThat(read(wire, new Random(1))).isEqualTo(readWhole(wire)).hasSize(2);
    }

    /// Any bytes are messages or a fault, however they are cut.
    @FuzzTest(maxDuration = "5s")
    void splitInvariantAndNeverThrowsAnythingElse(byte[] wire) {
        assertThat(outcome(wire, false)).isEqualTo(outcome(wire, true));
    }

    private static String outcome(byte[] wire, boolean cut) {
        try {
            return (cut ? read(wire, new Random(wire.length)) : readWhole(wire)).toString();
        } catch (ProtocolException e) {
            return e.getClass().getSimpleName();
        }
    }
}
