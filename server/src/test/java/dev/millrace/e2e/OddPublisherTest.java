package dev.millrace.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.amf.AmfValue;
import dev.millrace.codec.H264Config;
import dev.millrace.codec.HevcConfig;
import dev.millrace.media.Frame;
import dev.millrace.media.TrackKind;
import dev.millrace.observe.Session;
import dev.millrace.rtmp.chunk.MessageType;
import dev.millrace.testing.Waiting;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Publishers that send what is rare, old or wrong, byte by byte. What is good of it reaches a
/// player.
@Tag("slow")
class OddPublisherTest {
    private static final String CAM = "live/cam";

    /// Baseline, 16x16, without parameter sets.
    private static final String AVCC = "01 42C00A FF E0 00";

    private static final String HVCC = "01 01 60000000 900000000000 1E F000 FC FD F8 F8 0000 0F 00";

    private RunningServer server;
    private Watcher viewer;
    private RawClient client;

    @BeforeEach
    void publish() throws IOException {
        server = new RunningServer("delivery.latency=low");
        viewer = new Watcher(server.rtmp(CAM));
        Waiting.until("viewer waits", () -> server.viewers(CAM) == 1);
        client = new RawClient(server.port("rtmp")).connect("live");
        client.call(1, "publish", 2, AmfValue.of("cam"), AmfValue.of("live"));
        client.await("NetStream.Publish.Start");
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        viewer.close();
        server.close();
    }

    private void video(int atMs, String body) throws IOException {
        client.message(MessageType.VIDEO, 1, atMs, bytes(body));
    }

    private void audio(int atMs, String body) throws IOException {
        client.message(MessageType.AUDIO, 1, atMs, bytes(body));
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    /// The frames of a kind that came: time in microseconds, and payload.
    private List<String> seen(TrackKind kind, int count) {
        Waiting.until(count + " frames", () -> viewer.frames(kind).size() >= count);
        return viewer.frames(kind).stream().map(OddPublisherTest::words).toList();
    }

    private static String words(Frame frame) {
        return "%d %s"
                .formatted(
                        frame.header().dtsUs() / 1_000, HexFormat.of().formatHex(frame.payload()));
    }

    private String note() {
        return server.server().sessions().list().stream()
                .filter(session -> session.role() == Session.Role.PUBLISHER)
                .map(Session::note)
                .findFirst()
                .orElseThrow();
    }

    @Test
    @DisplayName("B64: a wrong codec id, garbage for four characters, empty tags: good frames pass")
    void whatMakesNoSenseIsPassedOver() throws IOException {
        video(0, "");
        video(0, "1F 00"); // codec 15
        video(0, "91 FF00FF00 0102"); // a codec that nobody knows
        video(0, "98 68766331 0102"); // a packet type that nobody knows
        video(0, "17");
        video(0, "17 00 000000" + AVCC);
        video(0, "17 00 000000" + AVCC); // B21, B64: repeated
        video(0, "17 01 000000 00000002 6501");
        video(40, "27 01 000000"); // an empty picture
        audio(40, "");
        audio(40, "D0 00"); // sound format 13
        video(40, "27 01 000000 00000002 4102");
        video(80, "27 01 000000 00000002 4103");
        // The first of them, of a codec that is only carried, has the time 0.
        assertThat(seen(TrackKind.VIDEO, 3)).contains("1 000000026501", "40 000000024102");
        assertThat(viewer.configurations(TrackKind.VIDEO))
                .filteredOn(H264Config.class::isInstance)
                .hasSize(1);
        assertThat(server.isPublished(CAM)).isTrue();
    }

    @Test
    @DisplayName("B64: aggregate messages, and extended timestamps in chunks of type 3")
    void messagesInOddEnvelopes() throws IOException {
        video(0, "17 00 000000" + AVCC);
        // Two tags, each with its size behind it; times count from the first.
        client.message(
                MessageType.AGGREGATE,
                1,
                1_000,
                bytes(
                        "09 00000B 000010 00 000001 17 01 000000 00000002 6501 00000016"
                                + "09 00000B 000038 00 000001 27 01 000000 00000002 4102"
                                + "00000016"));
        assertThat(seen(TrackKind.VIDEO, 2)).containsExactly("0 000000026501", "40 000000024102");
        byte[] large = new byte[300];
        large[0] = 0x27;
        large[1] = 1;
        large[7] = 1;
        large[8] = 0x23; // a NAL unit of 291 bytes
        client.message(MessageType.VIDEO, 1, 0x0100_0000, large);
        assertThat(seen(TrackKind.VIDEO, 3)).hasSize(3);
        assertThat(viewer.frames(TrackKind.VIDEO).getLast().payload()).hasSize(295);
    }

    @Test
    @DisplayName("B18: HEVC under its old number")
    void hevcByNumber() throws IOException {
        video(0, "1C 00 000000" + HVCC);
        video(0, "1C 01 000028 00000003 260102");
        video(40, "2C 01 000000 00000003 020103");
        assertThat(seen(TrackKind.VIDEO, 2))
                .containsExactly("0 00000003260102", "40 00000003020103");
        assertThat(viewer.frames(TrackKind.VIDEO).getFirst().header().ctsUs()).isEqualTo(40_000);
        assertThat(viewer.configurations(TrackKind.VIDEO))
                .singleElement()
                .isInstanceOf(HevcConfig.class);
    }

    @Test
    void ofSeveralTracksTheFirstIsTakenAndTheOthersAreCounted() throws IOException {
        video(0, "96 00 68766331 00" + HVCC); // one track each
        video(0, "96 00 68766331 01" + HVCC);
        video(0, "96 03 68766331 01 00000003 260109");
        video(0, "96 03 68766331 00 00000003 260101");
        video(40, "A6 13 68766331 00 000007 00000003 020102 01 000007 00000003 020109");
        video(80, "A6 23 68766331 01 000007 00000003 020109 68766331 00 000007 00000003 020103");
        assertThat(seen(TrackKind.VIDEO, 3))
                .containsExactly("0 00000003260101", "40 00000003020102", "80 00000003020103");
        assertThat(server.get("api/v2/channels/" + CAM)).contains("\"otherTracks\":1");
        assertThat(note()).contains("tracks beside the first of each kind");
    }

    @Test
    void nanosecondsAndWhatElseMayStandInFront() throws IOException {
        video(0, "90 68766331" + HVCC);
        video(0, "93 68766331 00000003 260101");
        video(40, "A7 02 07A120 03 68766331 00000003 020102"); // 0.5 ms later
        video(80, "A7 00 AB 13 68766331 00000003 020103"); // a modifier of type 1
        assertThat(seen(TrackKind.VIDEO, 3)).first().isEqualTo("0 00000003260101");
        assertThat(viewer.frames(TrackKind.VIDEO))
                .extracting(frame -> frame.header().dtsUs() / 1_000)
                .satisfies(times -> assertThat(times.get(1)).isBetween(40L, 41L));
        assertThat(seen(TrackKind.VIDEO, 3)).last().isEqualTo("80 00000003020103");
    }

    @Test
    @DisplayName("B21: a new configuration, another codec, and back: the player stays")
    void anotherCodecInMidStream() throws IOException {
        video(0, "17 00 000000" + AVCC);
        video(0, "17 01 000000 00000002 6501");
        seen(TrackKind.VIDEO, 1);
        video(40, "17 00 000000 01 42C00B FF E0 00"); // another level
        video(40, "17 01 000000 00000002 6502");
        video(80, "90 68766331" + HVCC);
        video(80, "93 68766331 00000003 260103");
        video(120, "90 61766331" + AVCC); // H.264 under its four characters
        video(120, "91 61766331 000000 00000002 6504");
        video(160, "91 76703038 500105"); // VP8 needs no configuration
        assertThat(seen(TrackKind.VIDEO, 5))
                .containsExactly(
                        "0 000000026501",
                        "40 000000026502",
                        "80 00000003260103",
                        "120 000000026504",
                        "160 500105");
        assertThat(viewer.configurations(TrackKind.VIDEO))
                .extracting(codec -> codec.codecName())
                .containsExactly("H.264", "H.264", "HEVC", "H.264", "VP8");
        assertThat(viewer.isOver()).isFalse();
    }

    @Test
    void soundMayComeInAnyForm() throws IOException {
        audio(0, "90 6D703461 1190"); // AAC, named
        audio(0, "91 6D703461 2110");
        audio(20, "AF 00 1190"); // the same, by number
        audio(20, "AF 01 2111");
        audio(40, "91 2E6D7033 FFFB9464 00"); // MP3, named
        assertThat(seen(TrackKind.AUDIO, 3)).containsExactly("0 2110", "20 2111", "40 fffb946400");
        assertThat(viewer.configurations(TrackKind.AUDIO))
                .extracting(codec -> codec.codecName())
                .containsExactly("AAC", "MP3");
    }
}
