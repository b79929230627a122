package dev.millrace.rtsp.rtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.millrace.bytes.ByteReader;
import dev.millrace.bytes.ProtocolException;
import dev.millrace.bytes.ProtocolException.Malformed;
import dev.millrace.bytes.ProtocolException.Unsupported;
import dev.millrace.testkit.Hex;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RtpPacketTest {
    private static RtpPacket packet(String hex) throws ProtocolException {
        return RtpPacket.parse(new ByteReader(Hex.bytes(hex)));
    }

    private static List<RtcpItem> control(String hex) throws ProtocolException {
        return RtcpItem.parse(new ByteReader(Hex.bytes(hex)));
    }

    @Test
    void readsAPacket() throws Exception {
        RtpPacket packet = packet("80 E0 FFFE 80000001 DEADBEEF 010203");
        assertThat(packet.marker()).isTrue();
        assertThat(packet.payloadType()).isEqualTo(96);
        assertThat(packet.sequence()).isEqualTo(0xFFFE);
        assertThat(packet.timestamp()).isEqualTo(0x8000_0001);
        assertThat(packet.ssrc()).isEqualTo(0xDEAD_BEEF);
        assertThat(packet.payload()).containsExactly(1, 2, 3);
    }

    @Test
    void passesOverListsExtensionsAndPadding() throws Exception {
        RtpPacket packet =
                packet(
                        """
                        B2 60 0001 00000002 00000003
                        AAAAAAAA BBBBBBBB            // two contributing sources
                        BEDE 0001 10FF0000           // an extension of one word
                        0405 000003                  // padding of three bytes
                        """);
        assertThat(packet.marker()).isFalse();
        assertThat(packet.payload()).containsExactly(4, 5);
    }

    @ParameterizedTest
    @CsvSource({
        "40 60 0001 00000002 00000003, 'RTP of version 1, not 2'",
        "80 60 0001 00000002, needs",
        "81 60 0001 00000002 00000003, needs",
        "90 60 0001 00000002 00000003 BEDE0001, needs",
    })
    void refusesOthers(String hex, String message) {
        assertThatThrownBy(() -> packet(hex)).hasMessageContaining(message);
    }

    @Test
    void paddingMayBeAllThereIs() throws Exception {
        assertThat(packet("A0 60 0001 00000002 00000003 0102").payload()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"00", "04"})
    void paddingIsNotMoreThanThereIs(String last) {
        assertThatThrownBy(() -> packet("A0 60 0001 00000002 00000003 0102" + last))
                .isInstanceOf(Malformed.class)
                .hasMessageStartingWith("RTP padding");
    }

    /// A sender's report, its description, and its farewell in one packet.
    @Test
    void readsReportsAndFarewells() throws Exception {
        List<RtcpItem> items =
                control(
                        """
                        80 C8 0006 11111111 83AA7E80 80000000 00015F90 00000001 00000002
                        81 CA 0003 11111111 01 02 6162 00000000
                        81 CB 0001 11111111
                        80 CC 0000
                        """);
        assertThat(items)
                .containsExactly(
                        new RtcpItem.SenderReport(0x1111_1111, 0x83AA_7E80_8000_0000L, 90_000),
                        new RtcpItem.Bye(List.of(0x1111_1111)));
        var report = (RtcpItem.SenderReport) items.getFirst();
        assertThat(report.isTimed()).isTrue();
        assertThat(report.ntpUs()).isEqualTo(2_208_988_800L * 1_000_000 + 500_000); // 1970
    }

    @Test
    void aReportMayHaveNoTime() throws Exception {
        var report =
                (RtcpItem.SenderReport)
                        control("80 C8 0006 11111111 0000000000000000 00000001 00000000 00000000")
                                .getFirst();
        assertThat(report.isTimed()).isFalse();
    }

    @Test
    void refusesOtherControl() {
        assertThatThrownBy(() -> control("40 C8 0000")).isInstanceOf(Unsupported.class);
        assertThatThrownBy(() -> control("80 C8 0006")).isInstanceOf(Malformed.class);
        assertThatThrownBy(() -> control("80 C8 0000")).isInstanceOf(Malformed.class);
        assertThatThrownBy(() -> control("80 CC 0000".repeat(33)))
                .hasMessageContaining("number of packets");
    }

    /// Any bytes are packets or a fault.
    @FuzzTest(maxDuration = "5s")
    void neverThrowsAnythingElse(byte[] wire) {
        try {
            RtpPacket packet = RtpPacket.parse(new ByteReader(wire));
            assertThat(packet.payload().length).isLessThan(wire.length);
        } catch (ProtocolException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
        try {
            assertThat(RtcpItem.parse(new ByteReader(wire))).hasSizeLessThan(33);
        } catch (ProtocolException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }
}
