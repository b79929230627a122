package dev.millrace.mp4;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.millrace.bytes.ProtocolException;
import dev.millrace.bytes.ProtocolException.Malformed;
import dev.millrace.bytes.ProtocolException.OverLimit;
import dev.millrace.bytes.ProtocolException.Unsupported;
import dev.millrace.codec.Codec;
import dev.millrace.media.Frame;
import dev.millrace.testkit.Golden;
import dev.millrace.testkit.Seeds;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MovieReaderTest {
    private static final byte[] TABLES = Box.join(Film.durations(), Film.sizes(), Film.oneChunk());

    @Test
    void samplesLieOneBehindTheOther() throws Exception {
        Mp4Reading reading = Mp4Reading.ofMovie(Film.of(TABLES));
        assertThat(reading.codecs()).hasSize(1);
        assertThat(reading.ignored()).isEmpty();
        assertThat(reading.words().subList(1, 4))
                .containsExactly(
                        "AUDIO 0+0 key 01", "AUDIO 20000+0 key 0202", "AUDIO 40000+0 key 030303");
        assertThat(reading.frames()).hasSize(Film.SAMPLES);
    }

    @Test
    void chunksHaveAsManySamplesAsTheirEntrySays() throws Exception {
        byte[] stsc = Box.full("stsc", 0, 0, 2, 1, 1, 1, 3, 2, 1); // 1, 1, 2, 2
        byte[] places =
                Box.join(
                        Box.ints(0, 4),
                        Box.longs(
                                Film.position(6),
                                Film.position(1),
                                Film.position(2),
                                Film.position(4)));
        byte[] sizes = Box.full("stsz", 0, 0, 0, 6, 6, 1, 2, 3, 4, 5);
        byte[] film = Film.of(Film.durations(), sizes, stsc, Box.of("co64", places));
        assertThat(Mp4Reading.ofMovie(film).frames())
                .extracting(frame -> (int) frame.payload()[0])
                .containsExactly(6, 1, 2, 3, 4, 5);
    }

    @Test
    void sizesMayHaveFewBits() throws Exception {
        List<String> words = Mp4Reading.ofMovie(Film.of(TABLES)).words();
        byte[] halves = Box.hex("00000000 00000004 00000006 123456");
        byte[] bytes = Box.hex("00000000 00000008 00000006 010203040506");
        byte[] words16 = Box.hex("00000000 00000010 00000006 000100020003000400050006");
        for (byte[] table : List.of(halves, bytes, words16)) {
            byte[] film = Film.of(Film.durations(), Box.of("stz2", table), Film.oneChunk());
            assertThat(Mp4Reading.ofMovie(film).words()).isEqualTo(words);
        }
        byte[] odd = Film.of(Box.of("stz2", Box.hex("00000000 00000007 00000000")));
        assertThat(Mp4Reading.ofMovie(odd).ignored())
                .containsExactly("track 1 is broken: sample sizes of 7 bits");
    }

    @Test
    void allSamplesMayHaveOneSize() throws Exception {
        byte[] film = Film.of(Film.durations(), Box.full("stsz", 0, 0, 2, 6), Film.oneChunk());
        assertThat(Mp4Reading.ofMovie(film).frames())
                .hasSize(6)
                .allMatch(frame -> frame.payload().length == 2);
    }

    @Test
    void boxesMayHaveSizesOf64BitsAndTracksClocksOf64() throws Exception {
        byte[] stbl = Box.wide("stbl", Box.of("stsd", Box.ints(0, 1), Film.mp4a()), TABLES);
        byte[] mdhd =
                Box.of("mdhd", Box.ints(1 << 24), Box.longs(0, 0), Box.ints(500), Box.longs(0));
        byte[] tkhd = Box.of("tkhd", Box.ints(1 << 24), Box.longs(0, 0), Box.ints(1));
        byte[] trak = Box.wide("trak", tkhd, Box.wide("mdia", mdhd, Box.wide("minf", stbl)));
        assertThat(Mp4Reading.ofMovie(Film.ofTrak(trak)).frames())
                .hasSize(6)
                .extracting(MovieReaderTest::dtsUs)
                .startsWith(0L, 40_000L, 80_000L);
    }

    @Test
    void picturesAreShownLaterOrEarlierThanDecoded() throws Exception {
        assertThat(shown(Box.full("ctts", 0, 0, 2, 1, 40, 5, 0)))
                .startsWith("0+40000 key", "20000+0 key");
        assertThat(shown(Box.full("ctts", 1, 0, 2, 1, -40, 5, 1)))
                .startsWith("0-40000 key", "20000+1000 key");
        // Nothing is shown so much later.
        assertThat(shown(Box.full("ctts", 1, 0, 2, 1, 40_000, 5, 1))).hasSize(5);
    }

    @Test
    void decodingBeginsWhereTheTableSays() throws Exception {
        List<String> keys = shown(Box.full("stss", 0, 0, 3, 1, 4, 9));
        assertThat(keys.stream().filter(line -> line.endsWith("key")))
                .containsExactly("0+0 key", "60000+0 key");
        assertThat(shown(new byte[0])).allMatch(line -> line.endsWith("key"));
    }

    private static List<String> shown(byte[] table) throws ProtocolException {
        byte[] film = Film.ofTrak(Film.trak(1, Film.vp09(), TABLES, table));
        return Mp4Reading.ofMovie(film).frames().stream()
                .map(Frame::header)
                .map(header ->
                        "%d%+d%s"
                                .formatted(
                                        header.dtsUs(), header.ctsUs(), header.key() ? " key" : ""))
                .toList();
    }

    @Test
    void anEmptyEditIsADelay() throws Exception {
        byte[] elst = Box.full("elst", 0, 0, 2, 50, -1, 0x1_0000, 12, 0, 0x1_0000);
        assertThat(edited(elst).frames())
                .extracting(MovieReaderTest::dtsUs)
                .startsWith(500_000L, 520_000L);
    }

    @Test
    void whatIsInFrontOfTheMediaTimeIsDecodedBefore0() throws Exception {
        byte[] elst = Box.of("elst", Box.ints(1 << 24, 1), Box.longs(12, 40), Box.ints(0x1_0000));
        Mp4Reading reading = edited(elst);
        assertThat(reading.startUs()).isEqualTo(40_000);
        assertThat(reading.frames()).extracting(MovieReaderTest::dtsUs).startsWith(0L, 20_000L);
    }

    @Test
    void moreEditsAreNotMadeAndThatIsSaid() throws Exception {
        byte[] elst = Box.full("elst", 0, 0, 2, 5, 0, 0x1_0000, 5, 80, 0x1_0000);
        Mp4Reading reading = edited(elst);
        assertThat(reading.frames()).hasSize(6);
        assertThat(reading.ignored())
                .containsExactly("track 1 is cut by edits, which are not made");
    }

    private static Mp4Reading edited(byte[] elst) throws ProtocolException {
        return Mp4Reading.ofMovie(Film.ofTrak(Film.editedTrak(elst, 1, Film.mp4a(), TABLES)));
    }

    @Test
    void whatIsNotReadIsNamed() throws Exception {
        byte[] film =
                Box.join(
                        Film.ftyp(),
                        Film.mdat(),
                        Film.moov(
                                Film.trak(1, Box.of("tx3g", new byte[20])),
                                Film.trak(2, Box.of("encv", new byte[100])),
                                Film.trak(3, Box.of("avc1", new byte[78])),
                                Film.trak(4, Film.mp4a(Film.esds(""))),
                                Box.of("trak"),
                                Film.trak(5, Film.mp4a(), TABLES),
                                Film.trak(6, Film.mp4a(), TABLES)));
        assertThat(Mp4Reading.ofMovie(film).ignored())
                .containsExactly(
                        "track 1 has the codec \"tx3g\", which is not read",
                        "track 2 is encrypted",
                        "track 3 of avc1 has no configuration",
                        "track 4 is described wrongly: needs 5 more bits, has 0",
                        "track 5 is broken: a track lacks its id (tkhd), clock (mdhd) or samples"
                                + " (stbl)",
                        "track 7 is of a kind that another one before it is of");
        assertThat(Mp4Reading.ofMovie(film).frames()).hasSize(6);
    }

    @Test
    void aCompressedHeaderIsNotRead() {
        assertThatThrownBy(() -> Movie.parse(Box.of("cmov")))
                .isInstanceOf(Unsupported.class)
                .hasMessage("the header of the movie is compressed");
    }

    @Test
    void countsAreHeldAgainstTheirBox() throws Exception {
        List<byte[]> lies =
                List.of(
                        Box.full("stts", 0, 0, 2, 1, 20),
                        Box.full("stsz", 0, 0, 0, 7, 1, 2, 3, 4, 5, 6),
                        Box.full("stsc", 0, 0, 2, 1, 6, 1),
                        Box.full("stco", 0, 0, 2, 24));
        for (byte[] lie : lies) {
            assertThat(Mp4Reading.ofMovie(Film.of(lie)).ignored())
                    .singleElement()
                    .asString()
                    .startsWith("track 1 is broken: needs ");
        }
        List<byte[]> hugeLies =
                List.of(
                        Box.full("stts", 0, 0, 0xFFFF_FFFFL),
                        Box.full("stsz", 0, 0, 1, 0xFFFF_FFFFL),
                        Box.full("stsc", 0, 0, 0xFFFF_FFFFL));
        for (byte[] lie : hugeLies) {
            assertThat(Mp4Reading.ofMovie(Film.of(lie)).ignored())
                    .singleElement()
                    .asString()
                    .contains("more than the limit of");
        }
    }

    @Test
    void aSampleMayNotBeHuge() {
        byte[] film =
                Film.of(Film.durations(), Box.full("stsz", 0, 0, 0x80_0001, 6), Film.oneChunk());
        assertThatThrownBy(() -> Mp4Reading.ofMovie(film))
                .isInstanceOf(OverLimit.class)
                .hasMessageContaining("size of a sample");
    }

    @Test
    void timeHasAnEnd() {
        byte[] durations = Box.full("stts", 0, 0, 1, 6, 0x7FFF_FFFF);
        byte[] trak =
                Film.editedTrak(
                        Box.of(
                                "elst",
                                Box.ints(1 << 24, 1),
                                Box.longs(0, Long.MAX_VALUE),
                                Box.ints(0)),
                        1,
                        Film.mp4a(),
                        durations,
                        Film.sizes(),
                        Film.oneChunk());
        assertThatThrownBy(() -> Mp4Reading.ofMovie(Film.ofTrak(trak)))
                .isInstanceOf(OverLimit.class)
                .hasMessageContaining("time in hours");
    }

    @Test
    void aClockTicks() throws Exception {
        byte[] moov = Box.full("mvhd", 0, 0, 0, 0, 0, 0);
        assertThatThrownBy(() -> Movie.parse(moov))
                .isInstanceOf(Malformed.class)
                .hasMessage("a clock of 0 ticks in a second");
    }

    @ParameterizedTest
    @CsvSource({
        "h264-bframes-aac.mp4, H.264 AAC",
        "hevc-opus.mp4, HEVC Opus",
        "vp9-opus.mp4, VP9 Opus",
        "h264-flac.mp4, H.264 FLAC"
    })
    void codecsAreTold(String name, String codecs) throws Exception {
        Mp4Reading reading = Mp4Reading.ofMovie(Golden.sample(getClass(), name));
        assertThat(reading.ignored()).isEmpty();
        assertThat(reading.codecs().stream().map(Codec::codecName).sorted())
                .containsExactlyElementsOf(Stream.of(codecs.split(" ", -1)).sorted().toList());
        assertThat(reading.frames().stream().map(MovieReaderTest::dtsUs)).isSorted();
    }

    @ParameterizedTest
    @ValueSource(strings = {"h264-bframes-aac.mp4", "hevc-opus.mp4"})
    void damageDoesNoMoreThanStopTheReading(String name) {
        byte[] sample = Golden.sample(getClass(), name);
        Seeds.forEach(random -> {
            byte[] file = sample.clone();
            for (int i = 0; i < 5; i++) {
                file[random.nextInt(file.length)] = (byte) random.nextInt();
            }
            neverThrowsAnythingElse(file);
        });
    }

    /// Any bytes are a film or a fault.
    @FuzzTest(maxDuration = "5s")
    void neverThrowsAnythingElse(byte[] file) {
        try {
            assertThat(Mp4Reading.ofMovie(file).startUs()).isNotNegative();
        } catch (ProtocolException e) {
            assertThat(e.getMessage()).isNotEmpty();
        }
    }

    private static long dtsUs(Frame frame) {
        return frame.header().dtsUs();
    }
}
