package dev.millrace.rtsp.payload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.bytes.ProtocolException;
import dev.millrace.bytes.ProtocolException.Unsupported;
import dev.millrace.testkit.Hex;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class H264DepacketiserTest {
    private static final String SPS = "6742C00DD90141FB0110000003001000000303C0F142A480";
    private static final String PPS = "68CB83CB20";
    private static final String LARGER = "6742C028DA01E0089F97011000000300100000030320F1832A";
    private static final String CONFIG = "H.264 Constrained Baseline 1.3, 320x240";

    /// Slices that begin a picture: the first bit behind the header says "macroblock 0".
    private static final String IDR = "65 88AA";

    private static final String P = "41 9ABB";

    private static Feed described() throws ProtocolException {
        return feed(";sprop-parameter-sets=" + base64(SPS) + "," + base64(PPS));
    }

    private static Feed feed(String parameters) throws ProtocolException {
        return new Feed(
                "video 0 RTP/AVP 96",
                "rtpmap:96 H264/90000",
                "fmtp:96 packetization-mode=1" + parameters);
    }

    private static String base64(String hex) {
        return Base64.getEncoder().encodeToString(Hex.bytes(hex));
    }

    @Test
    void aPacketMayBeANalUnit() throws Exception {
        assertThat(described().marked(10, IDR).marked(20, P).seen())
                .containsExactly(CONFIG, "10 key 000000036588aa", "20 00000003419abb");
    }

    @Test
    void aFrameMayHaveSeveralSlices() throws Exception {
        assertThat(described().packet(10, IDR).marked(10, "65 44BB").seen())
                .containsExactly(CONFIG, "10 key 000000036588aa000000036544bb");
    }

    /// RFC 6184, 5.7.1, with padding behind the last unit.
    @Test
    void aPacketMayHaveSeveralUnits() throws Exception {
        Feed feed = feed("");
        feed.marked(10, "78 0018" + SPS + "0005" + PPS + "0002 09F0 0003" + IDR + "0000");
        assertThat(feed.seen()).containsExactly(CONFIG, "10 key 000000036588aa");
    }

    /// RFC 6184, 5.8.
    @Test
    void aUnitMayBeInSeveralPackets() throws Exception {
        Feed feed = described().packet(10, "7C 85 88").packet(10, "7C 05 AABB");
        assertThat(feed.marked(10, "7C 45 CC").seen())
                .containsExactly(CONFIG, "10 key 000000056588aabbcc");
    }

    @Test
    void whoForgetsTheMarkerIsUnderstood() throws Exception {
        Feed feed = described().packet(10, IDR).packet(20, P);
        assertThat(feed.seen()).containsExactly(CONFIG, "10 key 000000036588aa");
        assertThat(feed.end().seen()).containsExactly("20 00000003419abb");
    }

    @Test
    void someLeaveStartCodesIn() throws Exception {
        Feed feed = feed("").marked(10, "000001" + SPS + "000001" + PPS + "00000001" + IDR);
        assertThat(feed.seen()).containsExactly(CONFIG, "10 key 000000036588aa");
    }

    @Test
    void aLostPieceDropsTheFrameAndWhatDependsOnIt() throws Exception {
        Feed feed = described().marked(10, IDR);
        feed.packet(20, "5C 81 9A").lose(1).marked(20, "5C 41 CC");
        feed.marked(30, P).marked(40, IDR).marked(50, P);
        assertThat(feed.seen())
                .containsExactly(
                        CONFIG,
                        "10 key 000000036588aa",
                        "40 key 000000036588aa",
                        "50 00000003419abb");
        assertThat(feed.dropped()).isEqualTo(2);
    }

    @Test
    void aLostEndDropsTheFrame() throws Exception {
        Feed feed = described().packet(10, IDR).lose(1).marked(20, IDR);
        assertThat(feed.seen()).containsExactly(CONFIG, "20 key 000000036588aa");
    }

    /// It is not known whether something of the same picture was in front of it.
    @Test
    void aLostBeginningDropsTheFrame() throws Exception {
        Feed feed = described().marked(10, IDR).lose(1).marked(20, "65 44BB");
        assertThat(feed.marked(30, IDR).seen())
                .containsExactly(CONFIG, "10 key 000000036588aa", "30 key 000000036588aa");
    }

    @Test
    void piecesOutOfPlaceDropTheFrame() throws Exception {
        Feed feed = described().packet(10, "7C 05 AA").marked(10, "7C 45 BB");
        feed.packet(20, "7C 85 88").marked(20, IDR);
        feed.packet(30, "7C 85 88").marked(30, "7C 85 88");
        feed.marked(40, "7C 85 88");
        assertThat(feed.seen()).isEmpty();
        assertThat(feed.marked(50, IDR).seen()).containsExactly(CONFIG, "50 key 000000036588aa");
    }

    @Test
    void beginsWithAKeyFrame() throws Exception {
        Feed feed = described().marked(10, P).marked(20, P).marked(30, IDR);
        assertThat(feed.seen()).containsExactly(CONFIG, "30 key 000000036588aa");
        assertThat(feed.dropped()).isZero();
    }

    /// Encoders that refresh bit by bit have no IDR picture but the first. H.264, D.1.8.
    @Test
    void aRecoveryPointIsAKeyFrame() throws Exception {
        Feed feed = described().packet(10, "06 05021122 060184 80").marked(10, P);
        assertThat(feed.seen().getLast()).startsWith("10 key ");
    }

    @Test
    void parameterSetsInTheStreamAreAsGood() throws Exception {
        Feed feed = feed("").packet(10, SPS).packet(10, PPS).marked(10, IDR);
        assertThat(feed.seen()).containsExactly(CONFIG, "10 key 000000036588aa");
        feed.packet(20, SPS).packet(20, PPS).marked(20, IDR);
        assertThat(feed.seen()).containsExactly("20 key 000000036588aa");
    }

    @Test
    void otherParameterSetsAreAnotherConfiguration() throws Exception {
        Feed feed = described().marked(10, IDR);
        feed.seen();
        feed.marked(20, LARGER).packet(20, PPS).marked(20, IDR);
        assertThat(feed.seen())
                .containsExactly(
                        "H.264 Constrained Baseline 4.0, 1920x1080", "20 key 000000036588aa");
    }

    @Test
    void withoutParameterSetsNothingIsDecoded() throws Exception {
        assertThat(feed("").marked(10, IDR).seen()).isEmpty();
        assertThat(feed(";sprop-parameter-sets=!!,Zw==,").marked(10, IDR).seen()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"79, STAP-B", "7D 85 0000, FU-B", "7E, ''", "1C, FU-A without its header"})
    void otherPacketsDropTheFrame(String payload, String name) throws Exception {
        Feed feed = described().marked(10, payload).marked(20, IDR);
        assertThat(feed.seen()).as(name).containsExactly(CONFIG, "20 key 000000036588aa");
    }

    @Test
    void nothingInAPacketMeansNothing() throws Exception {
        assertThat(described().packet(10, "").marked(10, IDR).seen()).hasSize(2);
    }

    @Test
    void aFrameHasALimit() throws Exception {
        Feed feed = described();
        byte[] mebibyte = new byte[1 << 20];
        mebibyte[0] = 0x65;
        mebibyte[1] = (byte) 0x88;
        for (int i = 0; i < 9; i++) {
            feed.packet(10, i == 8, mebibyte);
        }
        assertThat(feed.seen()).isEmpty();
    }

    @Test
    void interleavedPacketsAreNotRead() {
        assertThatThrownBy(() ->
                        new Feed(
                                "video 0 RTP/AVP 96",
                                "rtpmap:96 H264/90000",
                                "fmtp:96 packetization-mode=2"))
                .isInstanceOf(Unsupported.class)
                .hasMessageContaining("packetization-mode 2");
    }
}
