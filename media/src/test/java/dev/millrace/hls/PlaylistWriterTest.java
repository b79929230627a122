package dev.millrace.hls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.hls.MediaPlaylist.Header;
import dev.millrace.hls.MediaPlaylist.Start;
import dev.millrace.testkit.Golden;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

class PlaylistWriterTest {
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00.040Z");

    record Case(String file, Playlist playlist) {}

    static final List<Case> CASES =
            List.of(
                    new Case("sliding.m3u8", sliding()),
                    new Case("recording.m3u8", recording()),
                    new Case("fragmented.m3u8", fragmented()),
                    new Case("gap.m3u8", gap()),
                    new Case("encrypted.m3u8", encrypted()),
                    new Case("master.m3u8", master()));

    private static Header header(MediaPlaylist.Type type, boolean independent) {
        return new Header(2, 0, 0, independent, type, Optional.empty());
    }

    /// A live window in the middle of things, with a discontinuity.
    private static MediaPlaylist sliding() {
        var header =
                new Header(2, 1_763_726_400, 7, true, MediaPlaylist.Type.LIVE, Optional.empty());
        return new MediaPlaylist(
                header,
                List.of(
                        segment("cam-1763726400.ts", 2_000_000, NOON, false),
                        segment("cam-1763726401.ts", 2_002_000, NOON.plusMillis(2_000), false),
                        segment("cam-1763726402.ts", 1_234_567, NOON.plusMillis(90_000), true)),
                false);
    }

    private static MediaSegment segment(String uri, long us, Instant time, boolean discontinuity) {
        return new MediaSegment(
                Resource.of(uri), us, Optional.empty(), Optional.of(time), discontinuity, false);
    }

    private static MediaPlaylist recording() {
        return new MediaPlaylist(
                header(MediaPlaylist.Type.VOD, false),
                List.of(MediaSegment.of("a.ts", 2_000_000), MediaSegment.of("b.ts", 40_000)),
                true);
    }

    /// One file in ranges, and a change of its initialization section.
    private static MediaPlaylist fragmented() {
        Resource init = Resource.of("all.mp4", new ByteRange(800, 0));
        Resource other = Resource.of("other.mp4");
        return new MediaPlaylist(
                new Header(
                        2,
                        0,
                        0,
                        true,
                        MediaPlaylist.Type.EVENT,
                        Optional.of(new Start(-4_500_000, true))),
                List.of(
                        range(init, new ByteRange(1_000, 800), false),
                        range(init, new ByteRange(900, 1_800), false),
                        range(other, new ByteRange(1_100, 2_700), true)),
                false);
    }

    private static MediaSegment range(Resource map, ByteRange range, boolean discontinuity) {
        return new MediaSegment(
                Resource.of("all.mp4", range),
                2_000_000,
                Optional.of(map),
                Optional.empty(),
                discontinuity,
                false);
    }

    private static MediaPlaylist gap() {
        return new MediaPlaylist(
                header(MediaPlaylist.Type.LIVE, false),
                List.of(
                        new MediaSegment(
                                Resource.of("lost.ts"),
                                2_000_000,
                                Optional.empty(),
                                Optional.empty(),
                                false,
                                true)),
                false);
    }

    /// One key of its own, one for two with their numbers as vectors, and none.
    private static MediaPlaylist encrypted() {
        var own = new Encryption("own.key?a=1,2", Optional.of("000102030405060708090a0b0c0d0e0f"));
        var both = new Encryption("both.key", Optional.empty());
        return new MediaPlaylist(
                header(MediaPlaylist.Type.LIVE, false),
                List.of(
                        encrypted("a.ts", Optional.of(own)),
                        encrypted("b.ts", Optional.of(both)),
                        encrypted("c.ts", Optional.of(both)),
                        encrypted("d.ts", Optional.empty())),
                false);
    }

    private static MediaSegment encrypted(String uri, Optional<Encryption> encryption) {
        return new MediaSegment(
                Resource.of(uri),
                2_000_000,
                Optional.empty(),
                Optional.empty(),
                false,
                false,
                encryption);
    }

    private static MasterPlaylist master() {
        return new MasterPlaylist(
                true,
                List.of(
                        new Variant(
                                "hd/index.m3u8",
                                4_500_000,
                                List.of("avc1.64001F", "mp4a.40.2"),
                                Optional.of(new Variant.Resolution(1280, 720)),
                                OptionalDouble.of(30_000 / 1_001.0)),
                        new Variant(
                                "audio.m3u8",
                                64_000,
                                List.of(),
                                Optional.empty(),
                                OptionalDouble.empty())));
    }

    @ParameterizedTest
    @FieldSource("CASES")
    void writesWhatAPersonHasRead(Case c) {
        Golden.check(PlaylistWriterTest.class, c.file, PlaylistWriter.write(c.playlist));
    }

    @ParameterizedTest
    @FieldSource("CASES")
    void parserReadsItBack(Case c) throws Exception {
        assertThat(PlaylistParser.parse(PlaylistWriter.write(c.playlist))).isEqualTo(c.playlist);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0.000",
        "1, 0.000001",
        "999, 0.000999",
        "1000, 0.001",
        "2000000, 2.000",
        "2002000, 2.002",
        "1234567, 1.234567",
        "-4500000, -4.500",
        "-1, -0.000001",
    })
    void durationsAddUp(long us, String text) throws Exception {
        assertThat(DecimalSeconds.format(us)).isEqualTo(text);
        assertThat(DecimalSeconds.parseSigned(text)).isEqualTo(us);
    }

    @Test
    void valuesThatNoTextCanSayCannotBeMade() {
        assertThatThrownBy(() -> Resource.of("a\n#EXT-X-ENDLIST"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Resource.of("#a")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> MediaSegment.of("a.ts", -1))
                .isInstanceOf(IllegalArgumentException.class);
        MediaSegment mapped = fragmented().segments().getFirst();
        assertThatThrownBy(() ->
                        new MediaPlaylist(
                                header(MediaPlaylist.Type.LIVE, true),
                                List.of(mapped, MediaSegment.of("a.ts", 1)),
                                false))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
