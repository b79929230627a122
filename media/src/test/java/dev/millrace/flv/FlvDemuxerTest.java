package dev.millrace.flv;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.millrace.bytes.ByteReader;
import dev.millrace.bytes.ProtocolException;
import dev.millrace.codec.AacConfig;
import dev.millrace.codec.Codec;
import dev.millrace.codec.H264Config;
import dev.millrace.codec.Mp3Config;
import dev.millrace.codec.OpaqueConfig;
import dev.millrace.flv.FlvItem.Configuration;
import dev.millrace.flv.FlvItem.Ignored;
import dev.millrace.flv.FlvItem.NeedMore;
import dev.millrace.flv.FlvItem.Nothing;
import dev.millrace.flv.FlvItem.Payload;
import dev.millrace.media.FrameHeader;
import dev.millrace.media.TrackKind;
import dev.millrace.testkit.Golden;
import dev.millrace.testkit.Hex;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FlvDemuxerTest {
    private static final String AVCC =
            "01 4D401E FF E1 0017 674D401EECA05017FCB808800001F480007530078B16CB"
                    + " 01 0005 68EBE3CB20";

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

    private static Codec codec(FlvItem item) {
        return ((Payload) item).codec();
    }

    private static FrameHeader picture(int ctsUs, boolean key, boolean disposable) {
        return new FrameHeader(TrackKind.VIDEO, 1_000, ctsUs, key, disposable, 2);
    }

    @Test
    void namesPictures() throws Exception {
        H264Config h264 = H264Config.parse(Hex.bytes(AVCC));
        assertThat(video("17 00 000000" + AVCC)).isEqualTo(new Configuration(h264));
        assertThat(video("17 01 000050 6588"))
                .isEqualTo(new Payload(h264, picture(80_000, true, false), 5));
        assertThat(video("27 01 FFFFD8 4188"))
                .isEqualTo(new Payload(h264, picture(-40_000, false, false), 5));
        assertThat(video("37 01 000000 0188"))
                .isEqualTo(new Payload(h264, picture(0, false, true), 5));
    }

    @Test
    void namesSounds() throws Exception {
        AacConfig aac = AacConfig.of(48_000, 2);
        assertThat(audio("AF 00 1190")).isEqualTo(new Configuration(aac));
        assertThat(audio("AF 01 2100")).isEqualTo(new Payload(aac, FrameHeader.audio(1_000, 2), 2));
    }

    @Test
    void believesTheSoundAndNotTheTag() throws Exception {
        // The tag says 44.1 kHz stereo; the frames say 48 kHz stereo, then mono.
        assertThat(codec(audio("2F FFFB9464 00"))).isEqualTo(new Mp3Config(48_000, 2));
        assertThat(codec(audio("2F FFFB94C4 00"))).isEqualTo(new Mp3Config(48_000, 1));
        assertThat(codec(audio("2F 00000000 00"))).isEqualTo(new Mp3Config(48_000, 1));
    }

    @ParameterizedTest
    @CsvSource({"2F 00, 44100, 2", "2A 00, 22050, 1", "E2 00, 8000, 1"})
    void takesTheTagWhenTheSoundSaysNothing(String body, int rate, int channels) throws Exception {
        assertThat(codec(audio(body))).isEqualTo(new Mp3Config(rate, channels));
    }

    @Test
    void carriesOtherCodecsUntouched() throws Exception {
        assertThat(video("12 0084"))
                .isEqualTo(
                        new Payload(
                                new OpaqueConfig(TrackKind.VIDEO, 2, "Sorenson H.263"),
                                picture(0, true, false),
                                1));
        assertThat(audio("B2 0084"))
                .isEqualTo(
                        new Payload(
                                new OpaqueConfig(TrackKind.AUDIO, 11, 2, "Speex"),
                                FrameHeader.audio(1_000, 2),
                                1));
        assertThat(codec(video("2D 00")).codecName()).isEqualTo("FLV video codec 13");
        assertThat(codec(audio("F0 00")).codecName()).isEqualTo("FLV sound format 15");
    }

    @Test
    void namesData() throws Exception {
        assertThat(read(TrackKind.DATA, "02 000A"))
                .isEqualTo(new Payload(FlvDemuxer.DATA, FrameHeader.data(1_000, 3), 0));
    }

    @Test
    void aRepeatedConfigurationIsTheSameObject() throws Exception {
        video("17 00 000000" + AVCC);
        Codec first = codec(video("17 01 000000 6588"));
        video("17 00 000000" + AVCC);
        assertThat(codec(video("17 01 000000 6588"))).isSameAs(first);
        Codec sorenson = codec(video("12 00"));
        assertThat(codec(video("22 00"))).isSameAs(sorenson);
        Codec mp3 = codec(audio("2F FFFB9464 00"));
        assertThat(codec(audio("2F FFFB9464 00"))).isSameAs(mp3);
        Codec speex = codec(audio("B2 00"));
        assertThat(codec(audio("B2 01"))).isSameAs(speex).isNotSameAs(codec(audio("B3 01")));
    }

    @Test
    void aNewConfigurationAppliesToTheFramesBehindIt() throws Exception {
        audio("AF 00 1190");
        audio("AF 00 1208");
        assertThat(codec(audio("AF 01 00"))).isEqualTo(AacConfig.of(44_100, 1));
    }

    @ParameterizedTest
    @CsvSource({
        "VIDEO, '', empty tag",
        "AUDIO, '', empty tag",
        "DATA, '', empty tag",
        "VIDEO, 12, empty tag",
        "VIDEO, 17 02 000000, end of sequence",
        "VIDEO, 52 00, video info tag",
        "AUDIO, 2F, empty tag",
        "AUDIO, B2, empty tag",
    })
    void passesOverWhatHasNoContent(TrackKind kind, String body, String what) throws Exception {
        assertThat(read(kind, body)).isEqualTo(new Nothing(what));
    }

    @ParameterizedTest
    @CsvSource({
        "VIDEO, 17 02, tag too short for its header",
        "VIDEO, 17 03 000000, unknown packet type",
        "VIDEO, 57 00, tag too short for its header",
        "VIDEO, 17 01 000000 6588, frame before its sequence header",
        "VIDEO, 17 00 000000 00000001 6742, 'avcC has version 0, not 1'",
        "VIDEO, 17 00 000000, 'needs 1 more bytes, has 0'",
        "AUDIO, AF, tag too short for its header",
        "AUDIO, AF 00, 'needs 5 more bits, has 0'",
        "AUDIO, AF 01 21, frame before its sequence header",
        "AUDIO, AF 02 21, unknown packet type",
    })
    void ignoresWhatMakesNoSense(TrackKind kind, String body, String reason) throws Exception {
        assertThat(read(kind, body)).isEqualTo(new Ignored(reason));
    }

    @Test
    void aBrokenConfigurationLeavesTheOldOne() throws Exception {
        audio("AF 00 1190");
        assertThat(audio("AF 00 FF")).isInstanceOf(Ignored.class);
        assertThat(codec(audio("AF 01 21"))).isEqualTo(AacConfig.of(48_000, 2));
    }

    @Test
    void anEmptyPictureBetweenGoodOnesIsIgnored() throws Exception {
        video("17 00 000000" + AVCC);
        assertThat(video("27 01 000000")).isEqualTo(new Nothing("empty tag"));
        assertThat(video("27 01 000000 4188")).isInstanceOf(Payload.class);
    }

    @Test
    void anAbsurdCompositionOffsetIsHeldToWhatFits() throws Exception {
        video("17 00 000000" + AVCC);
        var payload = (Payload) video("27 01 800000 4188");
        assertThat(payload.header().ctsUs()).isEqualTo(Integer.MIN_VALUE);
    }

    @Test
    void aHugeSequenceHeaderIsNotWaitedFor() throws Exception {
        FlvItem item =
                demuxer.read(
                        TrackKind.VIDEO, 0, 1 << 20, new ByteReader(Hex.bytes("17 00 000000 01")));
        assertThat(item).isInstanceOf(Ignored.class);
        assertThat(item.toString()).contains("size of the sequence header is 1048571");
    }

    /// With the body `whole`, of which frames need `neededBytes` and nothing needs more.
    @ParameterizedTest
    @CsvSource({
        "VIDEO, 17 00 000000 01 64001F FF E0 00, 12",
        "VIDEO, 17 01 000000 65888800, 5",
        "VIDEO, 17 02 000000 0000, 5",
        "VIDEO, 52 00, 1",
        "VIDEO, 12 0084, 1",
        "AUDIO, AF 00 1190, 4",
        "AUDIO, AF 01 2100, 2",
        "AUDIO, 2F FFFB9464 0000, 5",
        "AUDIO, 2F FF, 2",
        "AUDIO, B2 0084, 1",
        "DATA, 02 000A, 0",
    })
    void asksForNoMoreThanItNeeds(TrackKind kind, String whole, int neededBytes) throws Exception {
        byte[] body = Hex.bytes(whole);
        FlvItem expected = withConfigurations().read(kind, 0, body.length, new ByteReader(body));
        for (int arrived = 0; arrived <= body.length; arrived++) {
            FlvItem item =
                    withConfigurations()
                            .read(kind, 0, body.length, new ByteReader(body, 0, arrived));
            if (arrived >= neededBytes) {
                assertThat(item).isEqualTo(expected);
            } else {
                assertThat(item).isInstanceOf(NeedMore.class);
                int asked = ((NeedMore) item).prefixBytes();
                assertThat(asked).isGreaterThan(arrived).isLessThanOrEqualTo(neededBytes);
            }
        }
    }

    private static FlvDemuxer withConfigurations() throws Exception {
        var demuxer = new FlvDemuxer();
        for (String body : new String[] {"17 00 000000" + AVCC, "AF 00 1190"}) {
            TrackKind kind = body.startsWith("17") ? TrackKind.VIDEO : TrackKind.AUDIO;
            byte[] bytes = Hex.bytes(body);
            demuxer.read(kind, 0, bytes.length, new ByteReader(bytes));
        }
        return demuxer;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "h264-bframes-aac",
                "h264-video-only",
                "mp3-audio-only",
                "sorenson-speex",
                "h264-size-change",
                "hevc-opus",
                "av1-opus",
                "vp9-opus",
                "h264-ac3",
                "h264-flac"
            })
    void realFilesAreNamedAsTheirDumpSays(String name) throws Exception {
        byte[] wire = Golden.sample(getClass(), name + ".flv");
        Golden.check(getClass(), name + ".txt", FlvDump.of(wire));
    }

    /// F3: whatever stands in tags.
    @FuzzTest(maxDuration = "5s")
    void namesAnythingFromAnyPrefix(byte[] bytes) {
        var tags = new ArrayList<byte[]>(); // each behind a byte of its length
        for (int at = 0; at < bytes.length; ) {
            int length = Math.min(bytes[at] & 0xFF, bytes.length - at - 1);
            tags.add(Arrays.copyOfRange(bytes, at + 1, at + 1 + length));
            at += 1 + length;
        }
        assertThat(names(tags, false)).isEqualTo(names(tags, true));
    }

    private static List<String> names(List<byte[]> bodies, boolean byteByByte) {
        var demuxer = new FlvDemuxer();
        var names = new ArrayList<String>();
        for (byte[] body : bodies) {
            for (TrackKind kind : TrackKind.values()) {
                names.add(name(demuxer, kind, body, byteByByte ? 0 : body.length));
            }
        }
        return names;
    }

    private static String name(FlvDemuxer demuxer, TrackKind kind, byte[] body, int from) {
        try {
            int arrived = from;
            while (true) {
                FlvItem item = demuxer.read(kind, 7, body.length, new ByteReader(body, 0, arrived));
                if (!(item instanceof NeedMore more)) {
                    return item.toString();
                }
                assertThat(more.prefixBytes()).isBetween(arrived + 1, body.length);
                arrived++;
            }
        } catch (ProtocolException e) {
            return e.getMessage();
        }
    }
}
