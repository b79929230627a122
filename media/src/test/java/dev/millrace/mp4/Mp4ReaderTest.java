package dev.millrace.mp4;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.millrace.bytes.ProtocolException;
import dev.millrace.bytes.ProtocolException.Malformed;
import dev.millrace.bytes.ProtocolException.OverLimit;
import dev.millrace.testkit.Golden;
import dev.millrace.testkit.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Mp4ReaderTest {
    private static final int BASE_IS_FRAGMENT = 0x2_0000;

    /// Offset, duration and size.
    private static final int RUN_FLAGS = 0x301;

    private static final byte[] TREX = Box.full("trex", 0, 0, 1, 1, 20, 2, 0);

    private static byte[] init(byte[]... more) {
        byte[] trak = Film.trak(1, Film.mp4a(), Box.full("stsz", 0, 0, 0, 0));
        return Box.join(Film.ftyp(), Film.moov(trak, Box.of("mvex", TREX), Box.join(more)));
    }

    /// Two samples at a time on the track's clock.
    private static byte[] fragment(long ticks, String data) {
        byte[] tfhd = Box.full("tfhd", 0, BASE_IS_FRAGMENT, 1);
        byte[] tfdt = Box.full("tfdt", 0, 0, ticks);
        byte[] trun = Box.full("trun", 0, RUN_FLAGS, 2, 92, 20, 1, 30, 2);
        byte[] traf = Box.of("traf", tfhd, tfdt, trun);
        return Box.join(Box.of("moof", traf), Box.of("mdat", Box.hex(data)));
    }

    private static List<String> words(byte[]... parts) throws ProtocolException {
        return Mp4Reading.ofFragments(Box.join(parts)).words().stream()
                .filter(line -> !line.startsWith("AAC"))
                .toList();
    }

    @Test
    void aFragmentHasItsTimesAndSizes() throws Exception {
        assertThat(words(init(), fragment(1000, "010202"), fragment(1050, "030404")))
                .containsExactly(
                        "AUDIO 1000000+0 key 01",
                        "AUDIO 1020000+0 key 0202",
                        "AUDIO 1050000+0 key 03",
                        "AUDIO 1070000+0 key 0404");
    }

    @Test
    void whatAFragmentDoesNotSayTheMovieDoes() throws Exception {
        byte[] traf = Box.of("traf", Box.full("tfhd", 0, 0, 1), Box.full("trun", 0, 1, 2, 60));
        byte[] fragment = Box.join(Box.of("moof", traf), Box.of("mdat", Box.hex("01010202")));
        assertThat(words(init(), fragment, fragment))
                .containsExactly(
                        "AUDIO 0+0 key 0101",
                        "AUDIO 20000+0 key 0202",
                        "AUDIO 40000+0 key 0101",
                        "AUDIO 60000+0 key 0202");
    }

    @Test
    void offsetsMayCountFromTheBeginningOfTheFile() throws Exception {
        byte[] init = init();
        byte[] tfhd = Box.of("tfhd", Box.ints(0x19, 1), Box.longs(init.length), Box.ints(10, 1));
        byte[] traf = Box.of("traf", tfhd, Box.full("trun", 0, 1, 3, 76));
        byte[] fragment = Box.join(Box.of("moof", traf), Box.of("mdat", Box.hex("010203")));
        List<String> expected =
                List.of("AUDIO 0+0 key 01", "AUDIO 10000+0 key 02", "AUDIO 20000+0 key 03");
        assertThat(words(init, fragment)).isEqualTo(expected);
        // The same as a part of that file, behind a header from elsewhere.
        var reader = new Mp4Reader();
        var items = new ArrayList<Mp4Item>();
        byte[] other = Box.join(init(Box.of("free", new byte[100])));
        reader.read(other, 0, other.length, items::add);
        reader.begin(init.length, items::add);
        reader.read(fragment, 0, fragment.length, items::add);
        assertThat(reader.isBetweenBoxes()).isTrue();
        assertThat(Mp4Reading.words(items)).endsWith(expected.toArray(String[]::new));
    }

    @Test
    void aRunWithoutAnOffsetIsBehindTheOneBefore() throws Exception {
        byte[] runs =
                Box.join(
                        Box.full("trun", 0, 1, 1, 76), //
                        Box.full("trun", 0, 0, 1));
        byte[] traf = Box.of("traf", Box.full("tfhd", 0, BASE_IS_FRAGMENT, 1), runs);
        byte[] fragment = Box.join(Box.of("moof", traf), Box.of("mdat", Box.hex("01010202")));
        assertThat(words(init(), fragment))
                .containsExactly("AUDIO 0+0 key 0101", "AUDIO 20000+0 key 0202");
    }

    @Test
    void aFragmentIsHandedOverWithItsLastByte() throws Exception {
        byte[] stream = Box.join(init(), fragment(0, "010202"));
        var reader = new Mp4Reader();
        var items = new ArrayList<Mp4Item>();
        reader.read(stream, 0, stream.length - 1, items::add);
        assertThat(items).isEmpty();
        assertThat(reader.isBetweenBoxes()).isFalse();
        reader.read(stream, stream.length - 1, 1, items::add);
        assertThat(items).hasSize(3);
        assertThat(reader.isBetweenBoxes()).isTrue();
    }

    @Test
    void whatIsThereOfACutFragmentIsHandedOver() throws Exception {
        byte[] fragment = fragment(0, "010202");
        byte[] cut = java.util.Arrays.copyOf(fragment, fragment.length - 1);
        assertThat(words(init(), cut))
                .containsExactly("AUDIO 0+0 key 01", "ignored: samples that are not all there");
    }

    @Test
    void aFragmentNeedsItsMovie() {
        assertThatThrownBy(() -> read(fragment(0, "010202")))
                .isInstanceOf(Malformed.class)
                .hasMessage("a fragment (moof) in front of the movie it is of (moov)");
    }

    @Test
    void theSameMovieAgainIsNoNews() throws Exception {
        byte[] stream = Box.join(init(), fragment(0, "010202"), init(), fragment(50, "010202"));
        assertThat(Mp4Reading.ofFragments(stream).codecs()).hasSize(1);
        assertThat(words(stream)).hasSize(4);
    }

    @Test
    void samplesAreNotLookedForInFrontOfTheirFragment() throws Exception {
        byte[] traf =
                Box.of(
                        "traf",
                        Box.full("tfhd", 0, BASE_IS_FRAGMENT, 1),
                        Box.full("trun", 0, 1, 1, -20));
        assertThat(words(init(), Box.of("moof", traf), Box.of("mdat", new byte[9])))
                .containsExactly("ignored: samples that are not all there");
    }

    @Test
    void fragmentsHaveLimits() {
        byte[] huge = Box.full("trun", 0, RUN_FLAGS, 2, 92, 20, 0x80_0001, 30, 2);
        assertOverLimit(huge, "size of a sample");
        assertOverLimit(Box.full("trun", 0, 0, 0xFFFF_FFFFL), "count of samples in a run");
        assertOverLimit(Box.full("trun", 0, 0, 100_001), "count of samples in a run");
        byte[] most = Box.full("trun", 0, 0, 100_000);
        assertOverLimit(Box.join(most, most), "count of samples in a fragment");
    }

    private static void assertOverLimit(byte[] runs, String what) {
        byte[] traf = Box.of("traf", Box.full("tfhd", 0, BASE_IS_FRAGMENT, 1), runs);
        assertThatThrownBy(() -> read(Box.join(init(), Box.of("moof", traf))))
                .isInstanceOf(OverLimit.class)
                .hasMessageContaining(what);
    }

    @Test
    void headersHaveLimits() {
        assertThatThrownBy(() -> read(Box.hex("04000009 6D6F6F76")))
                .isInstanceOf(OverLimit.class)
                .hasMessageContaining("size of the movie header is 67108865");
        assertThatThrownBy(() -> read(Box.hex("00000001 6D6F6F66 FFFFFFFFFFFFFFFF")))
                .isInstanceOf(Malformed.class)
                .hasMessage("box \"moof\" of -1 bytes");
    }

    @Test
    void whatIsNoMp4IsSaidSo() {
        assertThatThrownBy(() -> read(Box.hex("3C21444F 43545950")))
                .isInstanceOf(Malformed.class)
                .hasMessage("begins with \"CTYP\", so this is no MP4");
    }

    private static void read(byte[] stream) throws ProtocolException {
        new Mp4Reader().read(stream, 0, stream.length, _ -> {});
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "h264-bframes-aac-fragments.mp4",
                "h264-bframes-aac-delayed.mp4",
                "av1-opus-cmaf.mp4"
            })
    void cutsDoNotMatter(String name) throws Exception {
        byte[] stream = Golden.sample(getClass(), name);
        Mp4Reading whole = Mp4Reading.ofFragments(stream);
        assertThat(whole.codecs()).hasSize(2);
        assertThat(whole.ignored()).isEmpty();
        assertThat(whole.frames()).hasSizeGreaterThan(20);
        Seeds.forEach(random ->
                assertThat(Mp4Reading.words(Mp4Reading.ofPieces(stream, random)))
                        .isEqualTo(whole.words()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"h264-bframes-aac-fragments.mp4", "av1-opus-cmaf.mp4"})
    void damageDoesNoMoreThanStopTheReading(String name) {
        byte[] sample = Golden.sample(getClass(), name);
        Seeds.forEach(random -> {
            byte[] stream = sample.clone();
            for (int i = 0; i < 5; i++) {
                stream[random.nextInt(stream.length)] = (byte) random.nextInt();
            }
            splitInvariantAndNeverThrowsAnythingElse(stream);
        });
    }

    /// Any bytes are fragments or a fault, however they are cut.
    @FuzzTest(maxDuration = "5s")
    void splitInvariantAndNeverThrowsAnythingElse(byte[] stream) {
        assertThat(outcome(stream, true)).isEqualTo(outcome(stream, false));
    }

    private static String outcome(byte[] stream, boolean cut) {
        try {
            Random cuts = cut ? new Random(stream.length) : new Whole();
            return Mp4Reading.words(Mp4Reading.ofPieces(stream, cuts)).toString();
        } catch (ProtocolException e) {
            return e.getMessage();
        }
    }

    /// Chance that cuts nothing.
    private static final class Whole extends Random {
        private static final long serialVersionUID = 1;

        @Override
        public int nextInt(int bound) {
            return bound - 1;
        }

        @Override
        public int nextInt(int origin, int bound) {
            return 30;
        }
    }
}
