package dev.millrace.rtsp.payload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.bytes.ProtocolException;
import dev.millrace.bytes.ProtocolException.Unsupported;
import dev.millrace.testkit.Hex;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class HevcDepacketiserTest {
    private static final String VPS = "40010C01FFFF01600000030090000003000003003F959809";
    private static final String SPS =
            "42010101600000030090000003000003003FA00502016965959A4932BC05A02000007D20000EA601";
    private static final String PPS = "4401C172B46240";
    private static final String IDR = "2601 AABB"; // IDR_W_RADL, the first slice of its picture
    private static final String TRAIL = "0201 D0CC";

    private static Feed described() throws ProtocolException {
        return feed(
                "sprop-vps=%s; sprop-sps=%s; sprop-pps=%s"
                        .formatted(base64(VPS), base64(SPS), base64(PPS)));
    }

    private static Feed feed(String parameters) throws ProtocolException {
        return new Feed("video 0 RTP/AVP 96", "rtpmap:96 H265/90000", "fmtp:96 " + parameters);
    }

    private static String base64(String hex) {
        return Base64.getEncoder().encodeToString(Hex.bytes(hex));
    }

    @Test
    void aPacketMayBeANalUnit() throws Exception {
        Feed feed = described().marked(10, IDR).marked(20, TRAIL);
        assertThat(feed.seen().subList(1, 3))
                .containsExactly("10 key 000000042601aabb", "20 000000040201d0cc");
    }

    /// RFC 7798, 4.4.2.
    @Test
    void aPacketMayHaveSeveralUnits() throws Exception {
        Feed feed = feed("");
        feed.marked(10, "6001 0018" + VPS + "0028" + SPS + "0007" + PPS + "0004" + IDR + "0000");
        assertThat(feed.seen()).hasSize(2).last().isEqualTo("10 key 000000042601aabb");
    }

    /// RFC 7798, 4.4.3.
    @Test
    void aUnitMayBeInSeveralPackets() throws Exception {
        Feed feed = described().packet(10, "6201 93 AA").packet(10, "6201 13 BB");
        assertThat(feed.marked(10, "6201 53 CC").seen().getLast())
                .isEqualTo("10 key 000000052601aabbcc");
    }

    @Test
    void aLostPieceDropsTheFrame() throws Exception {
        Feed feed = described().packet(10, "6201 93 AA").lose(1).marked(10, "6201 53 CC");
        feed.marked(20, TRAIL).marked(30, IDR);
        assertThat(feed.seen()).hasSize(2).last().isEqualTo("30 key 000000042601aabb");
    }

    @Test
    void otherPacketsDropTheFrame() throws Exception {
        Feed feed = described().marked(10, "6401 00").marked(20, "62").marked(30, "26");
        assertThat(feed.marked(40, IDR).seen()).hasSize(2);
    }

    @Test
    void delimitersAreLeftOut() throws Exception {
        Feed feed = described().packet(10, "4601 50").packet(10, "").marked(10, IDR);
        assertThat(feed.seen().getLast()).isEqualTo("10 key 000000042601aabb");
    }

    @Test
    void interleavedPacketsAreNotRead() {
        assertThatThrownBy(() -> feed("sprop-max-don-diff=1"))
                .isInstanceOf(Unsupported.class)
                .hasMessageContaining("sprop-max-don-diff");
    }
}
