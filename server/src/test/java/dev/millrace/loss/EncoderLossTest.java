package dev.millrace.loss;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.edge.Encoder;
import dev.millrace.edge.Samples;
import dev.millrace.testing.Waiting;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What encoders do, and what those do who pretend to be one.
@Tag("slow")
class EncoderLossTest {
    private static final String HEAD = "#EXTM3U\n#EXT-X-TARGETDURATION:2\n";

    @TempDir private Path root;
    private Chain chain;

    @BeforeEach
    void start() throws IOException {
        root = root.toRealPath();
        chain = Chain.here(Chain.Setup.of(root));
        chain.record("door", "gate");
    }

    @AfterEach
    void close() {
        chain.close();
    }

    /// L4.
    @Test
    void aThousandNewSegmentsInOnePlaylistAreTaken() throws IOException {
        Encoder yard = chain.camera("yard", 2_000);
        chain.record("yard");
        for (int i = 0; i < 1_000; i++) {
            yard.make(Samples.body(1_000_000 + i, 4));
        }
        chain.push(yard);
        chain.make(3);
        chain.assertNothingIsLost();
    }

    /// L6. A gap, which is shown; what is before and behind it is there.
    @Test
    void segmentsThatAreDeletedBeforeTheyAreReadAreGapsAndNothingElse() throws IOException {
        Encoder door = chain.camera("door");
        var gone = new ArrayList<String>();
        for (int i = 0; i < 6; i++) {
            Path file = door.make(Samples.body(1_000_000 + i, 100));
            if (i % 2 == 0) {
                Files.delete(file);
                gone.add(door.hashes().getLast());
            }
            chain.push(door);
        }
        chain.make(2);
        chain.await("door", door.hashes().size() - gone.size());
        chain.end();
        var expected = new ArrayList<>(door.hashes());
        expected.removeAll(gone);
        List<String> replayed = chain.replay("door");
        assertThat(expected).startsWith(replayed.toArray(String[]::new));
        assertThat(replayed).hasSizeGreaterThanOrEqualTo(6);
        assertThat(chain.gaps("door")).isEqualTo(gone.size());
        chain.assertNothingMoved();
    }

    /// L14.
    @Test
    void oddPlaylistsAreTakenWhole() throws Exception {
        Encoder odd = chain.camera("odd");
        byte[] both = new byte[2 * Samples.body(0).length];
        System.arraycopy(Samples.body(1), 0, both, 0, both.length / 2);
        System.arraycopy(Samples.body(2), 0, both, both.length / 2, both.length / 2);
        Files.write(odd.folder().resolve("a 0.ts"), Samples.body(0));
        Files.write(odd.folder().resolve("both.ts"), both);
        Files.write(odd.folder().resolve("c.ts"), Samples.body(3));
        String text =
                """
                #EXTM3U
                #EXT-X-TARGETDURATION:2
                #EXT-X-MEDIA-SEQUENCE:7
                #EXT-X-SOMETHING-NEW:YES
                # a comment
                #EXT-X-PROGRAM-DATE-TIME:1999-01-01T00:00:00Z
                #EXTINF:2.0,title
                a%%200.ts

                #EXTINF:2.0,
                #EXT-X-BYTERANGE:%1$d@0
                both.ts
                #EXT-X-BYTERANGE:%1$d
                #EXTINF:2.0,
                both.ts
                #EXT-X-DISCONTINUITY
                #EXTINF:2.0,
                c.ts
                """
                        .formatted(both.length / 2);
        assertThat(push(odd, text.replace("\n", "\r\n")).statusCode()).isEqualTo(200);
        String recording = chain.asked.record("odd", java.time.Instant.ofEpochSecond(1));
        String path = "/v1/vod/recording/%s/".formatted(recording);
        Waiting.until(
                "all are recorded",
                Chain.PATIENCE,
                () ->
                        chain.asked
                                .playlist(path + "vid.m3u8")
                                .filter(it -> it.segments().size() == 4)
                                .isPresent());
        var playlist = chain.asked.playlist(path + "vid.m3u8").orElseThrow();
        for (int i = 0; i < 4; i++) {
            String file = playlist.segments().get(i).resource().uri();
            assertThat(chain.asked.get(path + file).orElseThrow()).isEqualTo(Samples.body(i));
            assertThat(playlist.segments().get(i).discontinuity()).isEqualTo(i == 3);
        }
    }

    private HttpResponse<String> push(Encoder camera, String text) throws InterruptedException {
        return push(camera, text, "file://" + camera.folder());
    }

    private HttpResponse<String> push(Encoder camera, String text, String prefix)
            throws InterruptedException {
        return camera.push(chain.edge.uri(), text, prefix).orElseThrow();
    }

    /// S2. As a prefix and as a line, by the same name as a camera that is recorded: refused, and
    /// that camera is as it was.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "file:///etc/passwd",
                "/etc/passwd",
                "../../../../../../../etc/passwd",
                "file:///etc/../etc/passwd",
                "FILE:/etc/passwd",
                "file://localhost/etc/passwd",
                "http://127.0.0.1:1/passwd.ts",
                "https://user@127.0.0.1/passwd.ts",
                "http:///passwd.ts",
                "..%2f..%2f..%2f..%2f..%2f..%2f..%2fetc%2fpasswd",
            })
    void whatIsNotThereToBeReadIsNotRead(String hostile) throws Exception {
        Encoder door = chain.camera("door");
        String entry = "#EXTINF:2.0,\n%s\n";
        HttpResponse<String> line = push(door, HEAD + entry.formatted(hostile));
        HttpResponse<String> prefix = push(door, HEAD + entry.formatted("passwd"), hostile);
        boolean looksHarmless = hostile.startsWith("..%2f"); // it may be the name of a file
        assertThat(line.statusCode()).isIn(looksHarmless ? List.of(200) : List.of(400, 403));
        assertThat(prefix.statusCode()).isIn(400, 403);
        if (!looksHarmless) {
            chain.make(2);
            chain.assertNothingIsLost();
        }
        assertThat(chain.stored()).doesNotContain(hashOf(Path.of("/etc/passwd")));
    }

    private static String hashOf(Path file) throws IOException {
        return dev.millrace.segment.SegmentId.hash(Files.readAllBytes(file));
    }

    /// A line that nothing can be read by is a gap; what follows is taken.
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "#EXT-X-BYTERANGE:9223372036854775807@0",
                "#EXT-X-BYTERANGE:188@9223372036854775619",
                "#EXT-X-BYTERANGE:0@0",
                "#EXT-X-BYTERANGE:188@1",
            })
    void aRangeThatIsNoneIsAGap(String tag) throws Exception {
        Encoder odd = chain.camera("odd");
        chain.make(1);
        Files.write(odd.folder().resolve("good.ts"), Samples.body(77));
        String playlist =
                HEAD
                        + "#EXTINF:2.0,\nseg-0.ts\n#EXTINF:2.0,\n%s\nseg-0.ts\n".formatted(tag)
                        + "#EXTINF:2.0,\ngood.ts\n";
        int status = push(odd, playlist).statusCode();
        assertThat(status).isIn(200, 400, 413);
        chain.forget("odd");
        if (status == 200) {
            Waiting.until(
                    "three are numbered", () -> chain.edgeStatus().contains("\"nextSequence\":3"));
        }
        chain.make(1);
        chain.assertNothingIsLost();
    }
}
