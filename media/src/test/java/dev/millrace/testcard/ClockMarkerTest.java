package dev.millrace.testcard;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class ClockMarkerTest {
    private static final byte[] AT_258 =
            HexFormat.of()
                    .parseHex(
                            "00000024" // length of the NAL unit
                                    + "060520" // SEI, user data, 32 bytes
                                    + "52544d504c4f41444c4154454e435931" // identifier
                                    + "30303030303030303030303030313032" // 0000000000000102
                                    + "80");

    @Test
    void isWrittenOverTheBlank() {
        byte[] payload = ClockMarker.blank();
        assertThat(ClockMarker.write(payload, 258)).isTrue();
        assertThat(payload).isEqualTo(AT_258);
    }

    @Test
    void isFoundAgain() {
        for (long clockNs : new long[] {1, 258, 1_234_567_890_123_456L, Long.MAX_VALUE, -1}) {
            byte[] payload = Arrays.copyOf(ClockMarker.blank(), 1000);
            ClockMarker.write(payload, clockNs);
            assertThat(ClockMarker.find(payload)).hasValue(clockNs);
        }
    }

    @Test
    void isFoundBehindWhatTransportStreamsPutInFront() {
        byte[] payload = new byte[500];
        System.arraycopy(AT_258, 0, payload, 100, AT_258.length);
        assertThat(ClockMarker.find(payload, 20, 480)).hasValue(258);
        assertThat(ClockMarker.find(payload, 120, 380)).isEmpty();
    }

    @Test
    void isNotFoundWhereThereIsNone() {
        assertThat(ClockMarker.find(new byte[0])).isEmpty();
        assertThat(ClockMarker.find(new byte[1000])).isEmpty();
        assertThat(ClockMarker.find(ClockMarker.blank())).as("never written").isEmpty();
        assertThat(ClockMarker.find(Arrays.copyOf(AT_258, AT_258.length - 2))).isEmpty();
        byte[] notHex = AT_258.clone();
        notHex[30] = 'x';
        assertThat(ClockMarker.find(notHex)).isEmpty();
        byte[] late = new byte[ClockMarker.SEARCH_BYTES_MAX + AT_258.length];
        System.arraycopy(AT_258, 0, late, ClockMarker.SEARCH_BYTES_MAX, AT_258.length);
        assertThat(ClockMarker.find(late)).as("too far inside").isEmpty();
    }

    @Test
    void isNotWrittenIntoOtherFrames() {
        byte[] payload =
                "0123456789012345678901234567890123456789".getBytes(StandardCharsets.UTF_8);
        byte[] before = payload.clone();
        assertThat(ClockMarker.write(payload, 1)).isFalse();
        assertThat(ClockMarker.write(new byte[3], 1)).isFalse();
        assertThat(payload).isEqualTo(before);
    }
}
