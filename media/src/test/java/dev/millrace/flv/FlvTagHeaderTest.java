package dev.millrace.flv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.bytes.ByteReader;
import dev.millrace.bytes.ByteWriter;
import dev.millrace.bytes.ProtocolException;
import dev.millrace.bytes.ProtocolException.Malformed;
import dev.millrace.media.TrackKind;
import dev.millrace.testkit.Hex;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class FlvTagHeaderTest {
    record Case(String wire, FlvTagHeader header) {}

    static final List<Case> CASES =
            List.of(
                    new Case("09 0006F0 000050 00 000000", video(1776, 80)),
                    new Case("08 000000 000000 00 000000", audio(0, 0)),
                    new Case("09 FFFFFF FFFFFF FF 000000", video(0xFF_FFFF, 0xFFFF_FFFFL)),
                    new Case("08 000002 000001 01 000000", audio(2, 0x0100_0001)),
                    new Case(
                            "32 000001 000000 00 000000",
                            new FlvTagHeader(FlvTagHeader.SCRIPT, true, 1, 0)),
                    new Case("1F 000001 000000 00 000000", new FlvTagHeader(31, false, 1, 0)));

    private static FlvTagHeader video(int bodyBytes, long timestampMs) {
        return new FlvTagHeader(TrackKind.VIDEO, bodyBytes, timestampMs);
    }

    private static FlvTagHeader audio(int bodyBytes, long timestampMs) {
        return new FlvTagHeader(TrackKind.AUDIO, bodyBytes, timestampMs);
    }

    @ParameterizedTest
    @FieldSource("CASES")
    void decodes(Case c) throws Exception {
        assertThat(FlvTagHeader.decode(new ByteReader(Hex.bytes(c.wire)))).isEqualTo(c.header);
    }

    @ParameterizedTest
    @FieldSource("CASES")
    void encodes(Case c) {
        var out = new ByteWriter();
        c.header.encode(out);
        assertThat(out.toByteArray()).isEqualTo(Hex.bytes(c.wire));
    }

    @Test
    void onlyThreeTypesAreKinds() {
        assertThat(video(0, 0).kind()).contains(TrackKind.VIDEO);
        assertThat(audio(0, 0).kind()).contains(TrackKind.AUDIO);
        assertThat(new FlvTagHeader(18, false, 0, 0).kind()).contains(TrackKind.DATA);
        assertThat(new FlvTagHeader(15, false, 0, 0).kind()).isEmpty();
    }

    @Test
    void timestampsOfAnySizeAreWrapped() {
        assertThat(video(0, (1L << 32) + 7).timestampMs()).isEqualTo(7);
        assertThat(video(0, -1).timestampMs()).isEqualTo(0xFFFF_FFFFL);
    }

    @Test
    void fileHeadersSayWhatIsInside() throws Exception {
        for (int flags = 0; flags < 4; flags++) {
            var header = new FlvFileHeader((flags & 1) != 0, (flags & 2) != 0);
            var out = new ByteWriter();
            header.encode(out);
            assertThat(FlvFileHeader.decode(new ByteReader(out.toByteArray()))).isEqualTo(header);
        }
        var out = new ByteWriter();
        new FlvFileHeader(true, true).encode(out);
        assertThat(out.toByteArray()).isEqualTo(Hex.bytes("464C56 01 05 00000009"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "46575301 05 00000009", // FWS: a film
                "464C5601 05 00000008", // header shorter than itself
                "464C5601 05 0000", // cut
            })
    void refusesOtherFiles(String wire) {
        assertThatThrownBy(() -> FlvFileHeader.decode(new ByteReader(Hex.bytes(wire))))
                .isInstanceOf(Malformed.class);
    }

    @Test
    void refusesAnEndlessFileHeader() {
        assertThatThrownBy(() ->
                        FlvFileHeader.decode(new ByteReader(Hex.bytes("464C5601 05 FFFFFFFF"))))
                .isInstanceOf(ProtocolException.OverLimit.class);
    }
}
