package dev.millrace.rtsp.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.testkit.Hex;
import org.junit.jupiter.api.Test;

class ReceptionTest {
    private final Reception reception = new Reception(90_000);
    private final RtcpWriter writer = new RtcpWriter(0x0A0B_0C0D, "ab");

    private void receive(int sequence, int timestamp, long nowMs) {
        reception.packet(
                new RtpPacket(false, 96, sequence, timestamp, 0x1111_1111, new byte[0]), nowMs);
    }

    @Test
    void countsWhatIsLostAcrossTheEndOfNumbers() {
        receive(65_534, 0, 0);
        receive(65_535, 3_600, 40);
        receive(2, 14_400, 160);
        assertThat(reception.lost()).isEqualTo(2);
        assertThat(reception.report(160))
                .isEqualTo(new ReportBlock(0x1111_1111, 256 * 2 / 5, 2, 0x1_0002, 0, 0, 0));
        receive(3, 18_000, 200);
        assertThat(reception.report(200).fractionLost()).isZero();
        receive(1, 10_800, 200); // late, not lost
        assertThat(reception.lost()).isEqualTo(1);
    }

    /// RFC 3550, A.8: the average of how much later than the one before each packet is.
    @Test
    void measuresJitter() {
        receive(1, 0, 0);
        receive(2, 3_600, 56); // 16 ms late
        assertThat(reception.report(56).jitter()).isEqualTo(90);
    }

    @Test
    void saysHowLongAgoTheLastReportWas() {
        receive(1, 0, 0);
        reception.senderReport(new RtcpItem.SenderReport(1, 0x1234_5678_9ABC_DEF0L, 0), 1_000);
        ReportBlock block = reception.report(1_500);
        assertThat(block.lastReport()).isEqualTo(0x5678_9ABC);
        assertThat(block.sinceLastReport()).isEqualTo(32_768);
    }

    @Test
    void aSenderThatBeginsAnewIsCountedAnew() {
        receive(1, 0, 0);
        receive(9, 0, 0);
        reception.packet(new RtpPacket(false, 96, 5, 0, 2, new byte[0]), 0);
        assertThat(reception.lost()).isZero();
    }

    @Test
    void writesReports() {
        assertThat(Hex.text(writer.report(reception, 0)))
                .isEqualTo("80c900010a0b0c0d" + "81ca00030a0b0c0d0102616200000000");
        receive(7, 0, 0);
        assertThat(Hex.text(writer.bye(reception, 0)))
                .isEqualTo(
                        "81c900070a0b0c0d11111111000000000000000700000000"
                                + "0000000000000000"
                                + "81ca00030a0b0c0d0102616200000000"
                                + "81cb00010a0b0c0d");
    }
}
