package dev.millrace.flv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.bytes.ByteReader;
import dev.millrace.bytes.ProtocolException.Unsupported;
import dev.millrace.codec.AacConfig;
import dev.millrace.codec.Ac3Config;
import dev.millrace.codec.Av1Config;
import dev.millrace.codec.Codec;
import dev.millrace.codec.FlacConfig;
import dev.millrace.codec.H264Config;
import dev.millrace.codec.HevcConfig;
import dev.millrace.codec.Mp3Config;
import dev.millrace.codec.OpaqueConfig;
import dev.millrace.codec.OpusConfig;
import dev.millrace.codec.Vp9Config;
import dev.millrace.flv.FlvItem.Configuration;
import dev.millrace.flv.FlvItem.Ignored;
import dev.millrace.flv.FlvItem.NeedMore;
import dev.millrace.flv.FlvItem.Nothing;
import dev.millrace.flv.FlvItem.OtherTrack;
import dev.millrace.flv.FlvItem.Payload;
import dev.millrace.media.FrameHeader;
import dev.millrace.media.TrackKind;
import dev.millrace.testkit.Hex;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// [FlvDemuxer] with the bodies of enhanced RTMP, and with HEVC under its old number.
class ExDemuxerTest {
    private static final String AVCC = "01 64001F FF E0 00";
    private static final String HVCC = Records.HVCC;
    private static final String AV1C = Records.AV1C;
    private static final String VPCC = Records.VPCC;
    private static final String OPUS_HEAD = Records.OPUS_HEAD;
    private static final String STREAMINFO = Records.STREAMINFO;

    private final FlvDemuxer demuxer = new FlvDemuxer();

    private FlvItem read(TrackKind kind, String body) throws Exception {
        byte[] bytes = Hex.bytes(body);
        return demuxer.read(kind, 1_000, bytes.length, new ByteReader(bytes));
    }

    private FlvItem video(String body) throws Exception {
        return read(TrackKind.VIDEO, body);
    }

    private FlvItem audio(String body) throws Exception {
        return read(TrackKind.AUDIO, body);
    }

    private static FrameHeader picture(int ctsUs, boolean key, int lengthBytes) {
        return FrameHeader.video(1_000, ctsUs, key, lengthBytes);
    }

    private static Payload sound(Codec codec, int lengthBytes, int offset) {
        return new Payload(codec, FrameHeader.audio(1_000, lengthBytes), offset);
    }

    @Test
    void h264AndHevcHaveCompositionTimes() throws Exception {
        Codec h264 = H264Config.parse(Hex.bytes(AVCC));
        assertThat(video("90 61766331" + AVCC)).isEqualTo(new Configuration(h264));
        assertThat(video("91 61766331 000050 6588"))
                .isEqualTo(new Payload(h264, picture(80_000, true, 2), 8));
        assertThat(video("A3 61766331 4188")).isEqualTo(new Payload(h264, picture(0, false, 2), 5));
        Codec hevc = HevcConfig.parse(Hex.bytes(HVCC));
        assertThat(video("90 68766331" + HVCC)).isEqualTo(new Configuration(hevc));
        assertThat(video("A1 68766331 FFFFD8 0201"))
                .isEqualTo(new Payload(hevc, picture(-40_000, false, 2), 8));
        assertThat(video("B3 68766331 0201"))
                .isEqualTo(
                        new Payload(
                                hevc,
                                new FrameHeader(TrackKind.VIDEO, 1_000, 0, false, true, 2),
                                5));
    }

    @Test
    void av1AndVpHaveNone() throws Exception {
        Codec av1 = Av1Config.parse(Hex.bytes(AV1C));
        assertThat(video("90 61763031" + AV1C)).isEqualTo(new Configuration(av1));
        assertThat(video("91 61763031 1200")).isEqualTo(new Payload(av1, picture(0, true, 2), 5));
        Codec vp9 = Vp9Config.parse(Hex.bytes(VPCC));
        assertThat(video("90 76703039" + VPCC)).isEqualTo(new Configuration(vp9));
        assertThat(video("A1 76703039 8600")).isEqualTo(new Payload(vp9, picture(0, false, 2), 5));
        Codec vp8 = new OpaqueConfig(TrackKind.VIDEO, FourCc.VP8.code(), "VP8");
        assertThat(video("90 76703038" + VPCC)).isEqualTo(new Configuration(vp8));
        assertThat(video("91 76703038 5000")).isEqualTo(new Payload(vp8, picture(0, true, 2), 5));
    }

    @Test
    void av1MayBeginWithADescriptorOfMpegTs() throws Exception {
        // tag, length, marker and version, profile and level, flags, reserved and HDR bits
        assertThat(video("95 61763031 80 04 81 08 0C D0"))
                .isEqualTo(new Configuration(Av1Config.parse(Hex.bytes("81 08 0C 10"))));
        assertThat(video("95 61763031 81 04 81 08 0C D0")).isInstanceOf(Ignored.class);
        assertThat(video("95 68766331 80 04 81 08 0C D0")).isInstanceOf(Ignored.class);
    }

    @Test
    void soundWithAConfiguration() throws Exception {
        Codec aac = AacConfig.of(48_000, 2);
        assertThat(audio("90 6D703461 1190")).isEqualTo(new Configuration(aac));
        assertThat(audio("91 6D703461 2110")).isEqualTo(sound(aac, 2, 5));
        Codec opus = OpusConfig.parse(Hex.bytes(OPUS_HEAD));
        assertThat(audio("90 4F707573" + OPUS_HEAD)).isEqualTo(new Configuration(opus));
        assertThat(audio("91 4F707573 FC00")).isEqualTo(sound(opus, 2, 5));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "80000022", "664C6143 80000022"})
    void flacIsFlacWithAnyMarkerInFront(String marker) throws Exception {
        Codec flac = FlacConfig.parse(Hex.bytes("664C6143 80000022" + STREAMINFO));
        assertThat(audio("90 664C6143" + marker + STREAMINFO)).isEqualTo(new Configuration(flac));
        assertThat(audio("91 664C6143 FFF8")).isEqualTo(sound(flac, 2, 5));
    }

    @Test
    void soundWhoseFramesSayItAll() throws Exception {
        assertThat(audio("90 61632D33"))
                .isEqualTo(new Nothing("start of a sequence that needs no header"));
        Codec ac3 = new Ac3Config(false, 48_000, 2, false);
        assertThat(audio("91 61632D33 0B77480D0C40402F")).isEqualTo(sound(ac3, 8, 5));
        Codec eac3 = new Ac3Config(true, 48_000, 2, false);
        assertThat(audio("91 65632D33 0B7700BF34870000")).isEqualTo(sound(eac3, 8, 5));
        assertThat(audio("91 2E6D7033 FFFB9464 00"))
                .isEqualTo(sound(new Mp3Config(48_000, 2), 5, 5));
        assertThat(audio("91 61632D33 0B77")).isEqualTo(FlvDemuxer.NO_CONFIGURATION); // cut
    }

    @Test
    void framesStandInForAConfigurationThatIsNotSent() throws Exception {
        assertThat(audio("91 4F707573 FC00")) // stereo
                .isInstanceOfSatisfying(
                        Payload.class,
                        p -> assertThat(((OpusConfig) p.codec()).channels()).isEqualTo(2));
        assertThat(audio("91 664C6143 FFF8 CA18 00")) // 48 kHz, stereo, 16 bits
                .isInstanceOfSatisfying(
                        Payload.class,
                        p -> {
                            var flac = (FlacConfig) p.codec();
                            assertThat(flac.sampleRate()).isEqualTo(48_000);
                            assertThat(flac.channels()).isEqualTo(2);
                            assertThat(flac.bitDepth()).isEqualTo(16);
                        });
        assertThat(video("A1 76703039 86004092F0B140")).isEqualTo(FlvDemuxer.NO_CONFIGURATION);
        assertThat(video("91 76703039 824983420009F005960C"))
                .isInstanceOfSatisfying(
                        Payload.class,
                        p -> {
                            var vp9 = (Vp9Config) p.codec();
                            assertThat(vp9.profileName()).isEqualTo("Profile 0");
                            assertThat(vp9.picture().bitDepth()).isEqualTo(8);
                            assertThat(vp9.width()).isEqualTo(160);
                            assertThat(vp9.height()).isEqualTo(90);
                        });
    }

    @Test
    void aKeyFrameOfVp9AddsTheSize() throws Exception {
        video("90 76703039" + VPCC);
        Codec sized = ((Payload) video("91 76703039 824983420009F005960C")).codec();
        assertThat(((Vp9Config) sized).width()).isEqualTo(160);
        assertThat(((Payload) video("A1 76703039 8600")).codec()).isSameAs(sized);
        assertThat(video("90 76703039" + VPCC)).isEqualTo(new Configuration(sized)); // repeated
    }

    @ParameterizedTest
    @CsvSource({
        "VIDEO, 91 68766331 000000 0201",
        "VIDEO, A3 61766331 4188",
        "VIDEO, 91 61763031 1200",
        "AUDIO, 91 6D703461 2110",
        "AUDIO, 91 664C6143 FFF8 C008 00", // refers to a STREAMINFO
    })
    void otherFramesNeedTheirConfiguration(TrackKind kind, String body) throws Exception {
        assertThat(read(kind, body)).isEqualTo(FlvDemuxer.NO_CONFIGURATION);
    }

    @ParameterizedTest
    @CsvSource({
        "VIDEO, 92 68766331, end of sequence",
        "AUDIO, 92 4F707573, end of sequence",
        "VIDEO, D4 68766331 020009636F6C6F72496E666F03000009, meaning of the colours",
        "AUDIO, 94 61632D33 01 01 00000004, order of the channels",
        "VIDEO, D1 00, video info tag",
        "VIDEO, A3 68766331, empty tag",
        "VIDEO, A1 68766331 000000, empty tag",
    })
    void passesOverWhatHasNoPicture(TrackKind kind, String body, String what) throws Exception {
        assertThat(read(kind, body)).isEqualTo(new Nothing(what));
    }

    @ParameterizedTest
    @CsvSource({
        "VIDEO, 91, tag too short for its header",
        "VIDEO, 91 687663, tag too short for its header",
        "VIDEO, 91 68766331 00, tag too short for its header",
        "VIDEO, 97 FF 02, tag too short for its header",
        "AUDIO, 97 FF FFFF 00, enhanced header too long",
        "VIDEO, 96 11 68766331 00 000003 0102, tag too short for its header",
        "VIDEO, 96 11 68766331 00 00, tag too short for its header",
        "VIDEO, 90 68766331 02, 'hvcC has version 2, not 1'",
    })
    void ignoresWhatMakesNoSense(TrackKind kind, String body, String reason) throws Exception {
        assertThat(read(kind, body)).isEqualTo(new Ignored(reason));
    }

    /// B64: four characters that are nobody's, and a codec that later versions have.
    @Test
    void otherCodecsAreRefusedByNameAndNothingElseIs() throws Exception {
        assertThatThrownBy(() -> video("90 76766331 00"))
                .isInstanceOf(Unsupported.class)
                .hasMessage("enhanced RTMP codec vvc1");
        assertThatThrownBy(() -> audio("91 FF00FF00 00")).hasMessage("enhanced RTMP codec ????");
        assertThat(audio("AF 00 1190")).isInstanceOf(Configuration.class);
    }

    @Test
    void nanosecondsAreAddedToTheTime() throws Exception {
        audio("90 4F707573" + OPUS_HEAD);
        var payload = (Payload) audio("97 02 07A120 01 4F707573 FC00"); // 500,000 ns
        assertThat(payload.header().dtsUs()).isEqualTo(1_500);
        assertThat(payload.offset()).isEqualTo(10);
    }

    @Test
    void hevcHasANumberToo() throws Exception {
        Codec hevc = HevcConfig.parse(Hex.bytes(HVCC));
        assertThat(video("1C 01 000000 0201")).isEqualTo(FlvDemuxer.NO_CONFIGURATION);
        assertThat(video("1C 00 000000" + HVCC)).isEqualTo(new Configuration(hevc));
        assertThat(video("2C 01 000050 0201"))
                .isEqualTo(new Payload(hevc, picture(80_000, false, 2), 5));
        assertThat(video("27 01 000000 4188")).isEqualTo(FlvDemuxer.NO_CONFIGURATION);
        assertThat(video("91 68766331 000000 0201")).isInstanceOf(Payload.class);
    }

    @Test
    void ofOneTrackPerMessageTheFirstIsTaken() throws Exception {
        assertThat(video("96 00 68766331 00" + HVCC)).isInstanceOf(Configuration.class);
        assertThat(video("96 00 68766331 01" + HVCC)).isEqualTo(new OtherTrack(TrackKind.VIDEO));
        assertThat(video("96 03 68766331 01 0201")).isEqualTo(new OtherTrack(TrackKind.VIDEO));
        var payload = (Payload) video("96 03 68766331 00 0201");
        assertThat(payload.header()).isEqualTo(picture(0, true, 2));
        assertThat(payload.offset()).isEqualTo(7);
        assertThat(demuxer.otherTracks()).isEqualTo(1);
    }

    @Test
    void ofManyTracksInAMessageTheFirstIsTaken() throws Exception {
        String second = "02 000003 AABBCC";
        assertThat(audio("95 10 6D703461 01 000002 1190 02 000002 1208"))
                .isEqualTo(new Configuration(AacConfig.of(48_000, 2)));
        assertThat(demuxer.otherTracks()).isEqualTo(1);
        byte[] body = Hex.bytes("95 11 6D703461 01 000002 2110" + second);
        var payload =
                (Payload) demuxer.read(TrackKind.AUDIO, 1_000, body.length, new ByteReader(body));
        assertThat(payload.header().lengthBytes()).isEqualTo(2);
        assertThat(payload.frame(body).payload()).isEqualTo(Hex.bytes("2110"));
        // In another order, what stands before it is waited for and passed over.
        payload = (Payload) audio("95 11 6D703461" + second + "01 000002 2110");
        assertThat(payload.offset()).isEqualTo(17);
        assertThat(audio("95 11 6D703461" + second)).isEqualTo(new OtherTrack(TrackKind.AUDIO));
    }

    @Test
    void tracksOfSeveralCodecs() throws Exception {
        String opus = "4F707573 00 000013" + OPUS_HEAD;
        String flac = "664C6143 05 000022" + STREAMINFO;
        assertThat(audio("95 20" + flac + opus))
                .isEqualTo(new Configuration(OpusConfig.parse(Hex.bytes(OPUS_HEAD))));
        assertThat(audio("95 21 664C6143 05 000002 FFF8 4F707573 00 000002 FC00"))
                .isInstanceOf(Payload.class);
        assertThat(demuxer.otherTracks()).isEqualTo(1);
    }

    @Test
    void whatHasNoNumberComesFirst() throws Exception {
        video("96 00 68766331 02" + HVCC);
        assertThat(video("96 03 68766331 02 0201")).isInstanceOf(Payload.class);
        video("17 00 000000" + AVCC);
        assertThat(video("96 03 68766331 02 0201")).isEqualTo(new OtherTrack(TrackKind.VIDEO));
        assertThat(video("27 01 000000 4188")).isInstanceOf(Payload.class);
        assertThat(demuxer.otherTracks()).isEqualTo(1);
    }

    /// With the body `whole`, of which frames need `neededBytes` and nothing needs more.
    @ParameterizedTest
    @CsvSource({
        "VIDEO, 91 68766331 000050 02010000, 8",
        "VIDEO, A3 68766331 02010000, 5",
        "VIDEO, 92 68766331 0000, 5",
        "VIDEO, D1 00 0000, 2",
        "VIDEO, 97 02 0F423F 03 68766331 02010000, 10",
        "VIDEO, 96 13 68766331 00 000002 0201 01 000002 0201, 10",
        "VIDEO, 96 13 68766331 01 000002 0201 00 000002 0201, 16",
        "VIDEO, 96 23 61763031 01 000002 0201 68766331 00 000002 0201, 20",
        "VIDEO, 91 76703039 824983420009F005960C, 15",
        "AUDIO, 91 61632D33 0B77480D0C40402F 0000, 13",
        "AUDIO, 91 2E6D7033 FFFB9464 0000, 9",
        "AUDIO, 91 4F707573 FC00, 6",
        "AUDIO, 90 6D703461 1190, 7",
    })
    void asksForNoMoreThanItNeeds(TrackKind kind, String whole, int neededBytes) throws Exception {
        byte[] body = Hex.bytes(whole);
        FlvItem expected = withHevc().read(kind, 0, body.length, new ByteReader(body));
        for (int arrived = 0; arrived <= body.length; arrived++) {
            FlvItem item = withHevc().read(kind, 0, body.length, new ByteReader(body, 0, arrived));
            if (arrived >= neededBytes) {
                assertThat(item).isEqualTo(expected);
            } else {
                assertThat(item).isInstanceOf(NeedMore.class);
                int asked = ((NeedMore) item).prefixBytes();
                assertThat(asked).isGreaterThan(arrived).isLessThanOrEqualTo(neededBytes);
            }
        }
    }

    private static FlvDemuxer withHevc() throws Exception {
        var demuxer = new FlvDemuxer();
        byte[] bytes = Hex.bytes("90 68766331" + HVCC);
        demuxer.read(TrackKind.VIDEO, 0, bytes.length, new ByteReader(bytes));
        return demuxer;
    }
}
