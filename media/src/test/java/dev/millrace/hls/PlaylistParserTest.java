package dev.millrace.hls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.millrace.bytes.ProtocolException;
import dev.millrace.bytes.ProtocolException.Malformed;
import dev.millrace.bytes.ProtocolException.OverLimit;
import dev.millrace.bytes.ProtocolException.Unsupported;
import dev.millrace.testkit.Golden;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlaylistParserTest {
    private static final String START = "#EXTM3U\n#EXT-X-TARGETDURATION:2\n";

    private static MediaPlaylist media(String rest) throws ProtocolException {
        return (MediaPlaylist) PlaylistParser.parse(START + rest);
    }

    private static MasterPlaylist master(String rest) throws ProtocolException {
        return (MasterPlaylist) PlaylistParser.parse("#EXTM3U\n" + rest);
    }

    @Test
    void readsAPlaylistOfLowLatency() throws Exception {
        String text =
                new String(
                        Golden.sample(PlaylistParserTest.class, "low-latency.m3u8"),
                        StandardCharsets.UTF_8);
        MediaPlaylist playlist = (MediaPlaylist) PlaylistParser.parse(text);
        assertThat(playlist.header().mediaSequence()).isEqualTo(266);
        assertThat(playlist.segments())
                .extracting(segment -> segment.resource().uri())
                .containsExactly("mill266.mp4", "mill267.mp4");
        assertThat(playlist.segments())
                .allSatisfy(s -> assertThat(s.map()).contains(Resource.of("init.mp4")));
        assertThat(playlist.durationUs()).isEqualTo(8_000_160);
        assertThat(playlist.ended()).isFalse();
    }

    @Test
    void readsWhatOthersWrite() throws Exception {
        MediaPlaylist playlist =
                media(
                        """
                        # a comment
                        #EXT-X-VERSION:3\r
                        #EXT-X-ALLOW-CACHE:YES
                        #EXTINF:2.960
                        no-comma.ts
                        \s
                        #EXTINF: 10, with a title, and a comma
                          outer spaces.ts \r
                        #EXTINF:1,
                        no-newline.ts\
                        """);
        assertThat(playlist.segments())
                .containsExactly(
                        MediaSegment.of("no-comma.ts", 2_960_000),
                        MediaSegment.of("outer spaces.ts", 10_000_000),
                        MediaSegment.of("no-newline.ts", 1_000_000));
    }

    @Test
    void rangesFollowEachOther() throws Exception {
        MediaPlaylist playlist =
                media(
                        """
                        #EXTINF:1,
                        #EXT-X-BYTERANGE:100@50
                        a.ts
                        #EXTINF:1,
                        #EXT-X-BYTERANGE:70
                        a.ts
                        """);
        assertThat(playlist.segments())
                .extracting(MediaSegment::resource)
                .containsExactly(
                        Resource.of("a.ts", new ByteRange(100, 50)),
                        Resource.of("a.ts", new ByteRange(70, 150)));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-21T12:00:00.040Z, 2026-11-21T12:00:00.040Z",
        "2026-11-21T12:00:00Z, 2026-11-21T12:00:00Z",
        "2026-11-21T13:30:00.5+01:30, 2026-11-21T12:00:00.500Z",
        "2026-11-21T11:00:00.000-0100, 2026-11-21T12:00:00Z",
        "2026-11-21T13:00:00+01, 2026-11-21T12:00:00Z",
        "2026-11-21T12:00:00.0409999, 2026-11-21T12:00:00.040Z",
    })
    void readsEveryWayToWriteATime(String text, Instant time) throws Exception {
        MediaPlaylist playlist = media("#EXT-X-PROGRAM-DATE-TIME:" + text + "\n#EXTINF:1,\na.ts\n");
        assertThat(playlist.segments().getFirst().programDateTime()).contains(time);
    }

    @Test
    void attributesMayStandInAnyOrderAndBeUnknown() throws Exception {
        MasterPlaylist playlist =
                master(
                        """
                        #EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="x, y",URI="a.m3u8"
                        #EXT-X-STREAM-INF:NAME="a=b,c",CODECS="avc1.42c01e, mp4a.40.2",\
                        BANDWIDTH=9,X=1
                        v.m3u8
                        """);
        assertThat(playlist.variants())
                .containsExactly(
                        new Variant(
                                "v.m3u8",
                                9,
                                List.of("avc1.42c01e", "mp4a.40.2"),
                                Optional.empty(),
                                java.util.OptionalDouble.empty()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n#EXTM3U\n#EXT-X-TARGETDURATION:2\n",
                "#EXTM3U8\n#EXT-X-TARGETDURATION:2\n",
                "\uFEFF#EXTM3U\n#EXT-X-TARGETDURATION:2\n",
                "#EXTM3U\n",
                "#EXTM3U\n#EXTINF:1,\na.ts\n",
                "#EXTM3U\n#EXT-X-TARGETDURATION:\n",
                "#EXTM3U\n#EXT-X-TARGETDURATION:-1\n",
                "#EXTM3U\n#EXT-X-TARGETDURATION:2.5\n",
            })
    void itNeedsABeginningAndATargetDuration(String text) {
        assertThatThrownBy(() -> PlaylistParser.parse(text)).isInstanceOf(Malformed.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a.ts", // without EXTINF
                "#EXTINF:1,", // without URI
                "#EXTINF:,\na.ts",
                "#EXTINF:1e3,\na.ts",
                "#EXTINF:-1,\na.ts",
                "#EXTINF:NaN,\na.ts",
                "#EXTINF:0x1p3,\na.ts",
                "#EXTINF:٣,\na.ts",
                "#EXTINF:1.2.3,\na.ts",
                "#EXTINF:1,\n\"a.ts\"",
                "#EXTINF:1,\n#EXT-X-BYTERANGE:5\na.ts", // follows nothing
                "#EXTINF:1,\n#EXT-X-BYTERANGE:5@\na.ts",
                "#EXT-X-MAP:BYTERANGE=\"1@2\"",
                "#EXT-X-MAP:URI=\"\"",
                "#EXT-X-MAP:URI=a.mp4",
                "#EXT-X-MAP:URI=\"a.mp4",
                "#EXT-X-MAP:URI=\"a.mp4\"b",
                "#EXT-X-MAP:URI=\"a.mp4\",URI=\"b.mp4\"",
                "#EXT-X-MAP:URI",
                "#EXT-X-START:PRECISE=YES",
                "#EXT-X-START:TIME-OFFSET=\"3\"",
                "#EXT-X-PLAYLIST-TYPE:LIVE",
                "#EXT-X-PROGRAM-DATE-TIME:yesterday",
                "#EXT-X-PROGRAM-DATE-TIME:+12026-11-21T12:00:00Z",
                "#EXT-X-STREAM-INF:BANDWIDTH=1\nv.m3u8", // both kinds at once
            })
    void refusesWhatMakesNoSense(String rest) {
        assertThatThrownBy(() -> media(rest)).isInstanceOf(Malformed.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "#EXT-X-STREAM-INF:BANDWIDTH=1",
                "#EXT-X-STREAM-INF:CODECS=\"a\"\nv.m3u8",
                "#EXT-X-STREAM-INF:BANDWIDTH=x\nv.m3u8",
                "#EXT-X-STREAM-INF:BANDWIDTH=1,RESOLUTION=720p\nv.m3u8",
                "#EXT-X-STREAM-INF:BANDWIDTH=1,RESOLUTION=1x-1\nv.m3u8",
                "#EXT-X-STREAM-INF:BANDWIDTH=1,CODECS=\"a b\"\nv.m3u8",
                "#EXT-X-STREAM-INF:BANDWIDTH=1\nv.m3u8\nw.m3u8",
            })
    void refusesMasterPlaylistsThatMakeNoSense(String rest) {
        assertThatThrownBy(() -> master(rest)).isInstanceOf(Malformed.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "#EXT-X-VERSION:14",
                "#EXT-X-KEY:METHOD=SAMPLE-AES,URI=\"k\"",
                "#EXT-X-KEY:METHOD=AES-128,URI=\"k\",KEYFORMAT=\"com.example\"",
                "#EXT-X-KEY:METHOD=AES-128,URI=\"k\"\n#EXT-X-MAP:URI=\"m\"\n#EXTINF:1,\na.mp4",
                "#EXT-X-DEFINE:NAME=\"a\",VALUE=\"b\"",
                "#EXT-X-SKIP:SKIPPED-SEGMENTS=3",
                "#EXT-X-I-FRAMES-ONLY",
            })
    void refusesWhatWouldMeanSomethingElse(String rest) {
        assertThatThrownBy(() -> media(rest)).isInstanceOf(Unsupported.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "#EXT-X-KEY:METHOD=AES-128",
                "#EXT-X-KEY:METHOD=AES-128,URI=\"k\",IV=0x12",
                "#EXT-X-KEY:METHOD=AES-128,URI=\"k\",IV=0x0000000000000000000000000000000g",
            })
    void refusesKeysThatMakeNoSense(String rest) {
        assertThatThrownBy(() -> media(rest)).isInstanceOf(Malformed.class);
    }

    @Test
    void aKeyHoldsForWhatFollows() throws Exception {
        String lines =
                """
                #EXTINF:1,
                a.ts
                #EXT-X-KEY:METHOD=AES-128,URI="k",IV=0X000102030405060708090a0B0C0D0E0F
                #EXTINF:1,
                b.ts
                #EXTINF:1,
                c.ts
                #EXT-X-KEY:METHOD=NONE
                #EXTINF:1,
                d.ts
                """;
        assertThat(media(lines).segments())
                .extracting(it -> it.encryption().map(Encryption::keyUri).orElse("none"))
                .containsExactly("none", "k", "k", "none");
    }

    @Test
    void aKeyThatIsNoneIsNone() throws Exception {
        assertThat(media("#EXT-X-KEY:METHOD=NONE\n#EXTINF:1,\na.ts").segments()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "#EXTINF:16777217,\na.ts",
                "#EXT-X-MEDIA-SEQUENCE:9223372036854775807",
                "#EXT-X-MEDIA-SEQUENCE:99999999999999999999999",
                "#EXT-X-BYTERANGE:9223372036854775807@9223372036854775807\n#EXTINF:1,\na.ts",
            })
    void numbersHaveLimits(String rest) {
        assertThatThrownBy(() -> media(rest)).isInstanceOf(OverLimit.class);
    }

    @Test
    void everythingElseHasLimitsToo() {
        assertThatThrownBy(() -> media("#".repeat(HlsLimits.LINE_CHARACTERS_MAX + 1)))
                .isInstanceOf(OverLimit.class);
        assertThatThrownBy(() -> media("\n".repeat(HlsLimits.PLAYLIST_CHARACTERS_MAX)))
                .isInstanceOf(OverLimit.class);
        assertThatThrownBy(() -> media("#EXTINF:1,\na\n".repeat(HlsLimits.SEGMENTS_MAX + 1)))
                .isInstanceOf(OverLimit.class);
        String variant = "#EXT-X-STREAM-INF:BANDWIDTH=1\na\n";
        assertThatThrownBy(() -> master(variant.repeat(HlsLimits.VARIANTS_MAX + 1)))
                .isInstanceOf(OverLimit.class);
        var attributes = new StringBuilder("#EXT-X-STREAM-INF:BANDWIDTH=1");
        for (int i = 0; i < HlsLimits.ATTRIBUTES_MAX; i++) {
            attributes.append(",A").append(i).append("=1");
        }
        assertThatThrownBy(() -> master(attributes + "\na\n")).isInstanceOf(OverLimit.class);
    }

    @Test
    void errorsDoNotRepeatWhatCameAtLength() {
        assertThatThrownBy(() -> media("#EXTINF:" + "x\u0007".repeat(4_000)))
                .isInstanceOf(Malformed.class)
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(100))
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\u0007"));
    }

    /// F5: whatever is accepted is understood: writing it and reading it again changes nothing.
    @FuzzTest(maxDuration = "5s")
    void neverThrowsAnythingElse(byte[] wire) {
        try {
            Playlist playlist = PlaylistParser.parse(new String(wire, StandardCharsets.ISO_8859_1));
            if (playlist instanceof MasterPlaylist m && m.variants().isEmpty()) {
                return; // without a variant nothing says of which kind it is
            }
            assertThat(PlaylistParser.parse(PlaylistWriter.write(playlist))).isEqualTo(playlist);
        } catch (ProtocolException e) {
            assertThat(e).hasMessageMatching(".+");
        }
    }
}
