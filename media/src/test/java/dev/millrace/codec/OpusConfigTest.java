package dev.millrace.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.millrace.bytes.ProtocolException;
import dev.millrace.bytes.ProtocolException.Malformed;
import dev.millrace.testkit.Hex;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpusConfigTest {
    private static final String MAGIC = "4F70757348656164 ";

    /// What libopus wrote through FFmpeg.
    record Case(
            String name,
            String head,
            int channels,
            String layout,
            int streams,
            int coupled,
            String mapping) {
        @Override
        public String toString() {
            return name;
        }
    }

    static final List<Case> CASES =
            List.of(
                    new Case("mono", "01 01 3801 80BB0000 0000 00", 1, "mono", 1, 0, "00"),
                    new Case("stereo", "01 02 3801 80BB0000 0000 00", 2, "stereo", 1, 1, "0001"),
                    new Case(
                            "5.1",
                            "01 06 3801 80BB0000 0000 01 04 02 000401020305",
                            6,
                            "5.1",
                            4,
                            2,
                            "000401020305"),
                    new Case(
                            "7.1",
                            "01 08 3801 80BB0000 0000 01 05 03 0006010203040507",
                            8,
                            "7.1",
                            5,
                            3,
                            "0006010203040507"),
                    new Case(
                            "four of their own",
                            "01 04 3801 80BB0000 0000 FF 04 00 00010203",
                            4,
                            "discrete",
                            4,
                            0,
                            "00010203"));

    @ParameterizedTest
    @FieldSource("CASES")
    void readsWhatEncodersWrite(Case c) throws Exception {
        byte[] head = Hex.bytes(MAGIC + c.head);
        OpusConfig config = OpusConfig.parse(head);
        assertThat(config.channels()).isEqualTo(c.channels);
        assertThat(config.channelLayout()).isEqualTo(c.layout);
        assertThat(config.streams()).isEqualTo(c.streams);
        assertThat(config.coupledStreams()).isEqualTo(c.coupled);
        assertThat(config.mapping()).isEqualTo(Hex.bytes(c.mapping));
        assertThat(config.preSkip()).isEqualTo(312);
        assertThat(config.outputSampleRate()).isEqualTo(48_000);
        assertThat(config.rfc6381()).isEqualTo("opus");
        assertThat(config.record()).isEqualTo(head).isNotSameAs(head);
        assertThat(config).isEqualTo(OpusConfig.parse(head)).hasSameHashCodeAs(config);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void theUsualLayoutsCanBeMade(int channels) {
        OpusConfig config = OpusConfig.of(channels);
        assertThat(config.channels()).isEqualTo(channels);
        assertThat(config.isUsual()).isTrue();
        assertThat(config.streams() + config.coupledStreams()).isEqualTo(channels);
    }

    @Test
    void othersAreNotUsual() throws Exception {
        byte[] discrete = Hex.bytes(MAGIC + CASES.getLast().head);
        assertThat(OpusConfig.parse(discrete).isUsual()).isFalse();
        byte[] crossed = Hex.bytes(MAGIC + "01 02 3801 80BB0000 0000 01 01 01 0100");
        assertThat(OpusConfig.parse(crossed).isUsual()).isFalse();
        byte[] surround = Hex.bytes(MAGIC + CASES.get(2).head);
        assertThat(OpusConfig.parse(surround).isUsual()).isTrue();
        assertThatThrownBy(() -> OpusConfig.of(9)).isInstanceOf(RuntimeException.class);
    }

    @ParameterizedTest
    @FieldSource("CASES")
    void everyCutIsMalformed(Case c) {
        byte[] head = Hex.bytes(MAGIC + c.head);
        for (int length = 0; length < head.length; length++) {
            byte[] cut = Arrays.copyOf(head, length);
            assertThatThrownBy(() -> OpusConfig.parse(cut)).isInstanceOf(Malformed.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "4F70757354616773 01 02 3801 80BB0000 0000 00", // OpusTags
                MAGIC + "10 02 3801 80BB0000 0000 00", // a version of another kind
                MAGIC + "01 00 3801 80BB0000 0000 00", // no channels
                MAGIC + "01 03 3801 80BB0000 0000 00", // three without a mapping
                MAGIC + "01 02 3801 80BB0000 0000 01 00 00 0001", // no streams
                MAGIC + "01 02 3801 80BB0000 0000 01 01 02 0001", // more pairs than streams
                MAGIC + "01 02 3801 80BB0000 0000 01 FF 01 0001", // more than 255 channels
            })
    void refuses(String wire) {
        assertThatThrownBy(() -> OpusConfig.parse(Hex.bytes(wire))).isInstanceOf(Malformed.class);
    }

    @FuzzTest(maxDuration = "5s")
    void neverThrowsAnythingElse(byte[] head) {
        try {
            OpusConfig config = OpusConfig.parse(head);
            assertThat(config.channels()).isBetween(1, 255);
            assertThat(config.mapping()).hasSize(config.channels());
            assertThat(config.channelLayout()).isNotNull();
        } catch (ProtocolException e) {
            assertThat(e.getMessage()).isNotEmpty();
        }
    }
}
