package dev.millrace.flv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.bytes.ByteReader;
import dev.millrace.bytes.ByteWriter;
import dev.millrace.bytes.ProtocolException;
import dev.millrace.bytes.ProtocolException.Unsupported;
import dev.millrace.media.TrackKind;
import dev.millrace.testkit.Hex;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

class ExTagHeaderTest {
    record Case(String wire, ExTagHeader header) {}

    static final List<Case> CASES =
            List.of(
                    video("90 68766331", 1, ExPacketType.SEQUENCE_START, FourCc.HEVC),
                    video("A1 61766331", 2, ExPacketType.CODED_FRAMES, FourCc.H264),
                    video("92 76703039", 1, ExPacketType.SEQUENCE_END, FourCc.VP9),
                    video("B3 68766331", 3, ExPacketType.CODED_FRAMES_X, FourCc.HEVC),
                    video("D4 61763031", 5, ExPacketType.METADATA, FourCc.AV1), // no command
                    video("95 61763031", 1, ExPacketType.MPEG2TS_SEQUENCE_START, FourCc.AV1),
                    video("C1 76703038", 4, ExPacketType.CODED_FRAMES, FourCc.VP8),
                    audio("90 4F707573", ExPacketType.SEQUENCE_START, FourCc.OPUS),
                    audio("91 61632D33", ExPacketType.CODED_FRAMES, FourCc.AC3),
                    audio("91 65632D33", ExPacketType.CODED_FRAMES, FourCc.EAC3),
                    audio("92 664C6143", ExPacketType.SEQUENCE_END, FourCc.FLAC),
                    audio("94 6D703461", ExPacketType.MULTICHANNEL_CONFIG, FourCc.AAC),
                    audio("91 2E6D7033", ExPacketType.CODED_FRAMES, FourCc.MP3),
                    new Case("D1 00", header(TrackKind.VIDEO, 5, 0, Optional.empty(), 0)),
                    new Case( // one track of hvc1
                            "96 01 68766331",
                            header(
                                    TrackKind.VIDEO,
                                    1,
                                    0,
                                    Optional.of(Multitrack.ONE_TRACK),
                                    0x6876_6331)),
                    new Case( // many tracks of mp4a
                            "95 11 6D703461",
                            header(
                                    TrackKind.AUDIO,
                                    0,
                                    0,
                                    Optional.of(Multitrack.MANY_TRACKS),
                                    0x6D70_3461)),
                    new Case( // many tracks, each with its own codec
                            "95 21",
                            header(TrackKind.AUDIO, 0, 0, Optional.of(Multitrack.MANY_CODECS), 0)),
                    new Case( // 999,999 ns later
                            "97 02 0F423F 01 61763031",
                            header(TrackKind.VIDEO, 1, 999_999, Optional.empty(), 0x6176_3031)),
                    new Case( // and of the one track with number
                            "97 02 000001 05 01 4F707573",
                            header(
                                    TrackKind.AUDIO,
                                    0,
                                    1,
                                    Optional.of(Multitrack.ONE_TRACK),
                                    0x4F70_7573)));

    private static Case video(String wire, int frameType, ExPacketType type, FourCc codec) {
        return new Case(wire, new ExTagHeader(TrackKind.VIDEO, frameType, type, codec));
    }

    private static Case audio(String wire, ExPacketType type, FourCc codec) {
        return new Case(wire, new ExTagHeader(TrackKind.AUDIO, 0, type, codec));
    }

    private static ExTagHeader header(
            TrackKind kind, int frameType, int offsetNs, Optional<Multitrack> many, int fourCc) {
        return new ExTagHeader(kind, frameType, ExPacketType.CODED_FRAMES, offsetNs, many, fourCc);
    }

    @ParameterizedTest
    @FieldSource("CASES")
    void decodes(Case c) throws Exception {
        byte[] wire = Hex.bytes(c.wire);
        var in = new ByteReader(wire);
        assertThat(ExTagHeader.isEnhanced(c.header.kind(), wire[0])).isTrue();
        assertThat(ExTagHeader.decode(c.header.kind(), in)).isEqualTo(c.header);
        assertThat(in.hasRemaining()).isFalse();
    }

    @ParameterizedTest
    @FieldSource("CASES")
    void encodes(Case c) {
        var out = new ByteWriter();
        c.header.encode(out);
        assertThat(out.toByteArray()).isEqualTo(Hex.bytes(c.wire));
    }

    @ParameterizedTest
    @FieldSource("CASES")
    void itsLengthIsKnownStepByStep(Case c) throws Exception {
        byte[] wire = Hex.bytes(c.wire);
        for (int arrived = 1; arrived < wire.length; arrived++) {
            assertThat(lengthBytes(c.header.kind(), wire, arrived))
                    .isGreaterThan(arrived)
                    .isLessThanOrEqualTo(wire.length);
        }
        assertThat(lengthBytes(c.header.kind(), wire, wire.length)).isEqualTo(wire.length);
    }

    private static int lengthBytes(TrackKind kind, byte[] wire, int arrived)
            throws ProtocolException {
        return ExTagHeader.lengthBytes(kind, new ByteReader(wire, 0, arrived));
    }

    @Test
    void modifiersOfLaterVersionsAndLongOnesArePassedOver() throws Exception {
        String unknown = "97 00 AB 17"; // what says type 1, and another modifier is next
        String huge = " FF 0100" + "00".repeat(257) + "07"; // 257 bytes of TimestampOffsetNano
        String real = " 02 000002 01 61763031";
        byte[] wire = Hex.bytes(unknown + huge + real);
        assertThat(lengthBytes(TrackKind.VIDEO, wire, wire.length)).isEqualTo(wire.length);
        assertThat(ExTagHeader.decode(TrackKind.VIDEO, new ByteReader(wire)))
                .isEqualTo(header(TrackKind.VIDEO, 1, 2, Optional.empty(), FourCc.AV1.code()));
    }

    @ParameterizedTest
    @CsvSource({
        "VIDEO, 98 68766331, enhanced RTMP packet type 8",
        "AUDIO, 93 4F707573, enhanced RTMP packet type 3",
        "VIDEO, 96 31 68766331, multitrack type 3",
        "VIDEO, 96 06 68766331, enhanced RTMP packet type 6",
        "AUDIO, 95 07 4F707573, enhanced RTMP packet type 7",
    })
    void whatMayMeanSomethingLaterIsRefusedByName(TrackKind kind, String wire, String why) {
        assertThatThrownBy(() -> ExTagHeader.decode(kind, new ByteReader(Hex.bytes(wire))))
                .isInstanceOf(Unsupported.class)
                .hasMessage(why);
    }

    @Test
    void fourCharactersFromThePeerAreFitForALogLine() {
        assertThat(FourCc.text(0x0A1B_5B41)).isEqualTo("???A");
        assertThat(FourCc.text(FourCc.MP3.code())).isEqualTo(".mp3");
        assertThat(FourCc.FLAC.text()).isEqualTo("fLaC");
    }
}
