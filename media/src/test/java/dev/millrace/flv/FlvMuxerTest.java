package dev.millrace.flv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.bytes.ByteReader;
import dev.millrace.bytes.ByteWriter;
import dev.millrace.bytes.ProtocolException;
import dev.millrace.codec.AacConfig;
import dev.millrace.codec.Ac3Config;
import dev.millrace.codec.Codec;
import dev.millrace.codec.H264Config;
import dev.millrace.codec.Mp3Config;
import dev.millrace.codec.OpaqueConfig;
import dev.millrace.flv.FlvItem.Configuration;
import dev.millrace.flv.FlvItem.Ignored;
import dev.millrace.flv.FlvItem.NeedMore;
import dev.millrace.flv.FlvItem.Nothing;
import dev.millrace.flv.FlvItem.OtherTrack;
import dev.millrace.flv.FlvItem.Payload;
import dev.millrace.media.Frame;
import dev.millrace.media.FrameHeader;
import dev.millrace.media.MediaTime;
import dev.millrace.media.TrackKind;
import dev.millrace.testkit.Golden;
import dev.millrace.testkit.Hex;
import dev.millrace.testkit.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/// [FlvMuxer] and [FlvWriter].
class FlvMuxerTest {
    private static final String AVCC = "01 64001F FF E0 00";

    record Case(String name, Codec codec, FrameHeader frame, String header, String sequence) {
        @Override
        public String toString() {
            return name;
        }
    }

    static final List<Case> CASES = Stream.concat(numbered().stream(), named().stream()).toList();

    /// Codecs that the FLV specification has a number for.
    private static List<Case> numbered() {
        Codec h264;
        try {
            h264 = H264Config.parse(Hex.bytes(AVCC));
        } catch (ProtocolException e) {
            throw new AssertionError(e);
        }
        String h264Start = "17 00 000000" + AVCC;
        FrameHeader sound = FrameHeader.audio(0, 1);
        return List.of(
                new Case("key", h264, picture(80_000, true), "17 01 000050", h264Start),
                new Case("early", h264, picture(-40_000, false), "27 01 FFFFD8", h264Start),
                new Case(
                        "disposable",
                        h264,
                        new FrameHeader(TrackKind.VIDEO, 0, 0, false, true, 1),
                        "37 01 000000",
                        h264Start),
                new Case("AAC", AacConfig.of(8_000, 1), sound, "AF 01", "AF 00 1588"),
                new Case("MP3, 48 kHz", new Mp3Config(48_000, 2), sound, "2F", ""),
                new Case("MP3, 44.1 kHz", new Mp3Config(44_100, 1), sound, "2E", ""),
                new Case("MP3, 24 kHz", new Mp3Config(24_000, 2), sound, "2B", ""),
                new Case("MP3, 11 kHz", new Mp3Config(11_025, 1), sound, "26", ""),
                new Case("MP3, 8 kHz", new Mp3Config(8_000, 1), sound, "E2", ""),
                new Case(
                        "Sorenson",
                        new OpaqueConfig(TrackKind.VIDEO, 2, "Sorenson H.263"),
                        picture(0, true),
                        "12",
                        ""),
                new Case(
                        "G.711",
                        new OpaqueConfig(TrackKind.AUDIO, 7, 3, "G.711 A-law"),
                        sound,
                        "73",
                        ""),
                new Case("data", FlvDemuxer.DATA, FrameHeader.data(0, 1), "", ""));
    }

    /// Codecs that have four characters.
    private static List<Case> named() {
        FrameHeader sound = FrameHeader.audio(0, 1);
        return List.of(
                new Case(
                        "HEVC",
                        Records.hevc(),
                        picture(-40_000, false),
                        "A1 68766331 FFFFD8",
                        "90 68766331" + Records.HVCC),
                new Case(
                        "AV1",
                        Records.av1(),
                        picture(0, true),
                        "91 61763031",
                        "90 61763031" + Records.AV1C),
                new Case(
                        "VP9",
                        Records.vp9(),
                        new FrameHeader(TrackKind.VIDEO, 0, 0, false, true, 1),
                        "B1 76703039",
                        "90 76703039" + Records.VPCC),
                new Case(
                        "VP8",
                        new OpaqueConfig(TrackKind.VIDEO, FourCc.VP8.code(), "VP8"),
                        picture(0, true),
                        "91 76703038",
                        ""),
                new Case(
                        "Opus",
                        Records.opus(),
                        sound,
                        "91 4F707573",
                        "90 4F707573" + Records.OPUS_HEAD),
                new Case(
                        "FLAC",
                        Records.flac(),
                        sound,
                        "91 664C6143",
                        "90 664C6143" + Records.STREAMINFO));
    }

    private static FrameHeader picture(int ctsUs, boolean key) {
        return FrameHeader.video(0, ctsUs, key, 1);
    }

    @ParameterizedTest
    @FieldSource("CASES")
    void writesWhatStandsInFrontOfThePayload(Case c) {
        var out = new ByteWriter();
        FlvMuxer.writeFrameHeader(out, c.codec, c.frame);
        assertThat(out.toByteArray()).isEqualTo(Hex.bytes(c.header));
        assertThat(FlvMuxer.frameHeaderBytes(c.codec)).isEqualTo(out.size());
    }

    @ParameterizedTest
    @FieldSource("CASES")
    void writesSequenceHeaders(Case c) {
        var out = new ByteWriter();
        FlvMuxer.writeSequenceHeader(out, c.codec);
        assertThat(out.toByteArray()).isEqualTo(Hex.bytes(c.sequence));
        assertThat(FlvMuxer.sequenceHeaderBytes(c.codec)).isEqualTo(out.size());
    }

    @ParameterizedTest
    @FieldSource("CASES")
    void whatIsWrittenIsNamedTheSame(Case c) throws Exception {
        var demuxer = new FlvDemuxer();
        byte[] sequence = Hex.bytes(c.sequence);
        if (sequence.length > 0) {
            assertThat(demuxer.read(c.codec.kind(), 0, sequence.length, new ByteReader(sequence)))
                    .isEqualTo(new Configuration(c.codec));
        }
        byte[] body = Hex.bytes(c.header + "00");
        var item = (Payload) demuxer.read(c.codec.kind(), 0, body.length, new ByteReader(body));
        assertThat(item.header()).isEqualTo(c.frame);
        if (!(c.codec instanceof Mp3Config)) { // whose tag rounds the rate
            assertThat(item.codec()).isEqualTo(c.codec);
        }
    }

    @Test
    void soundThatSaysItAllInItsFrames() {
        assertThat(bytesOf(new Ac3Config(false, 48_000, 2, false))).isEqualTo("9161632d33");
        assertThat(bytesOf(new Ac3Config(true, 48_000, 7, true))).isEqualTo("9165632d33");
    }

    private static String bytesOf(Codec codec) {
        var out = new ByteWriter();
        FlvMuxer.writeSequenceHeader(out, codec);
        FlvMuxer.writeFrameHeader(out, codec, FrameHeader.audio(0, 1));
        return Hex.text(out.toByteArray());
    }

    @Test
    void theLegacyFormHasANumberForHevcAndForNoOther() {
        var out = new ByteWriter();
        FlvMuxer.writeSequenceHeader(out, Records.hevc(), FlvForm.LEGACY);
        assertThat(out.toByteArray()).isEqualTo(Hex.bytes("1C 00 000000" + Records.HVCC));
        out.clear();
        FlvMuxer.writeFrameHeader(out, Records.hevc(), picture(80_000, true), FlvForm.LEGACY);
        assertThat(out.toByteArray()).isEqualTo(Hex.bytes("1C 01 000050"));
        assertThat(FlvMuxer.frameHeaderBytes(Records.hevc(), FlvForm.LEGACY)).isEqualTo(5);
        assertThat(CASES)
                .filteredOn(c -> !FlvForm.LEGACY.carries(c.codec))
                .extracting(Case::name)
                .containsExactly("AV1", "VP9", "VP8", "Opus", "FLAC");
        assertThatThrownBy(() -> FlvMuxer.frameHeaderBytes(Records.opus(), FlvForm.LEGACY))
                .hasMessageContaining("Opus");
    }

    @ParameterizedTest
    @FieldSource("CASES")
    void whatHasANumberLooksTheSameInBothForms(Case c) {
        assertThat(FlvForm.ENHANCED.carries(c.codec)).isTrue();
        if (!FlvForm.needsFourCc(c.codec)) {
            var out = new ByteWriter();
            FlvMuxer.writeSequenceHeader(out, c.codec, FlvForm.LEGACY);
            FlvMuxer.writeFrameHeader(out, c.codec, c.frame, FlvForm.LEGACY);
            assertThat(out.toByteArray()).isEqualTo(Hex.bytes(c.sequence + c.header));
        }
    }

    @Test
    void presentationTimesAreRoundedOnce() {
        Codec h264 =
                CASES.stream()
                        .map(Case::codec)
                        .filter(H264Config.class::isInstance)
                        .findFirst()
                        .orElseThrow();
        Seeds.forEach(random -> {
            long dtsUs = random.nextLong(1L << 40);
            int ctsUs = random.nextInt(-1_000_000, 1_000_000);
            var frame = FrameHeader.video(dtsUs, ctsUs, true, 0);
            var out = new ByteWriter();
            FlvMuxer.writeFrameHeader(out, h264, frame);
            int ctsMs = VideoTagHeader.decode(new ByteReader(out.toByteArray())).ctsMs();
            assertThat(MediaTime.usToMs(dtsUs) + ctsMs).isEqualTo(MediaTime.usToMs(frame.ptsUs()));
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "h264-bframes-aac.flv",
                "h264-video-only.flv",
                "mp3-audio-only.flv",
                "sorenson-speex.flv"
            })
    void framesOfAFileAreWrittenBackByteByByte(String name) throws Exception {
        byte[] wire = Golden.sample(getClass(), name);
        var reader = new FlvReader();
        var tags = new ArrayList<FlvTag>();
        reader.read(wire, 0, wire.length, tags::add);
        var out = new ByteWriter();
        var writer = new FlvWriter(out);
        FlvFileHeader file = reader.fileHeader().orElseThrow();
        writer.fileHeader(file.hasAudio(), file.hasVideo());
        var demuxer = new FlvDemuxer();
        for (FlvTag tag : tags) {
            long dtsUs = MediaTime.msToUs(tag.timestampMs());
            byte[] body = tag.body();
            switch (demuxer.read(tag.kind(), dtsUs, body.length, new ByteReader(body))) {
                case Configuration(var codec) -> writer.sequenceHeader(codec, dtsUs);
                case Payload payload -> writer.frame(payload.codec(), payload.frame(body));
                case Nothing _, OtherTrack _, Ignored _ -> writer.tag(tag);
                case NeedMore more -> throw new AssertionError(more);
            }
        }
        assertThat(out.toByteArray()).isEqualTo(wire);
    }

    @Test
    void aFrameThatIsStillArrivingIsWrittenInPieces() {
        var out = new ByteWriter();
        var writer = new FlvWriter(out);
        Codec aac = AacConfig.of(48_000, 2);
        writer.beginFrame(aac, FrameHeader.audio(4_294_967_336_000L, 3));
        out.put(Hex.bytes("21 10"));
        out.put(Hex.bytes("05"));
        writer.endFrame();
        assertThat(out.toByteArray())
                .isEqualTo(
                        Hex.bytes(
                                """
                                08 000005 000028 00 000000 // 2^32 + 40 ms, wrapped
                                AF 01 21 10 05
                                00000010
                                """));
        var whole = new ByteWriter();
        new FlvWriter(whole)
                .frame(
                        aac,
                        new Frame(FrameHeader.audio(4_294_967_336_000L, 3), Hex.bytes("211005")));
        assertThat(whole.toByteArray()).isEqualTo(out.toByteArray());
    }

    @Test
    void codecsWithoutConfigurationGetNoTag() {
        var out = new ByteWriter();
        new FlvWriter(out).sequenceHeader(new Mp3Config(44_100, 2), 0);
        assertThat(out.size()).isZero();
    }
}
