package dev.millrace.loss;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.edge.Samples;
import dev.millrace.hls.MediaPlaylist;
import dev.millrace.segment.SegmentId;
import dev.millrace.testing.ControlServer;
import dev.millrace.testing.Seeds;
import dev.millrace.testing.Waiting;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Segments that LiveMix's own edge nodes post: twice, out of order, and again after an answer that
/// never came. L11, L12.
@Tag("slow")
class PostsLossTest {
    private static final int COUNT = 40;
    private static final int LENGTH_S = 2;

    @TempDir private Path root;
    private final long began = Instant.now().getEpochSecond() - COUNT * LENGTH_S - 10;
    private Node control;
    private Control asked;
    private String source;
    private String recording;

    @BeforeEach
    void start() {
        control =
                Node.process(
                        List.of(
                                "--set", "control.enabled=true",
                                "--set", "control.edge_token=" + ControlServer.EDGE_TOKEN,
                                "--set", "data.folder=" + root));
        asked = new Control(control::uri);
        control.start();
        byte[] door = "{\"name\": \"door\", \"segment_len\": 2}".getBytes(StandardCharsets.UTF_8);
        assertThat(asked.send("POST", "/v1/source", door).orElseThrow().statusCode())
                .isEqualTo(200);
        source = asked.source("door");
        recording = asked.record("door", Instant.ofEpochSecond(1));
    }

    @AfterEach
    void close() {
        asked.close();
        control.close();
    }

    private static byte[] body(int number) {
        return Samples.body(number);
    }

    /// @return the status; 0 if nobody answers
    private int post(int number) {
        return post(number, began + (long) number * LENGTH_S);
    }

    private int post(int number, long startS) {
        Optional<HttpResponse<byte[]>> answer =
                asked.send(
                        "POST",
                        "/v1/new-segment",
                        body(number),
                        "Source-ID",
                        source,
                        "Segment-Name",
                        "seg-%d.ts".formatted(number),
                        "Segment-Start-TS",
                        Long.toString(startS),
                        "Segment-Length-MSec",
                        Integer.toString(LENGTH_S * 1_000),
                        "Segment-URI",
                        "file:///etc/passwd");
        return answer.map(HttpResponse::statusCode).orElse(0);
    }

    private void assertRecorded(int count) {
        String base = "/v1/vod/recording/%s/".formatted(recording);
        String path = base + "vid.m3u8";
        Waiting.until(
                "all are there",
                Chain.PATIENCE,
                () -> asked.playlist(path).filter(it -> it.segments().size() >= count).isPresent());
        asked.stop(recording);
        Waiting.until(
                "it is complete",
                Chain.PATIENCE,
                () -> asked.playlist(path).filter(MediaPlaylist::ended).isPresent());
        var hashes = new ArrayList<String>();
        asked.playlist(path).orElseThrow().segments().stream()
                .map(it -> asked.get(base + it.resource().uri()).orElseThrow())
                .forEach(it -> hashes.add(SegmentId.hash(it)));
        var expected = new ArrayList<String>();
        for (int i = 0; i < count; i++) {
            expected.add(SegmentId.hash(body(i)));
        }
        assertThat(hashes).isEqualTo(expected);
    }

    @Test
    void twiceAndOutOfOrderTheyAreStoredOnceAndInOrder() {
        Seeds.forEach(
                1,
                random -> {
                    assertThat(post(0)).isEqualTo(200); // says where it begins
                    for (int from = 0; from < COUNT; from += 5) {
                        var some = new ArrayList<Integer>();
                        for (int i = from; i < from + 5; i++) {
                            some.add(i);
                            some.add(i);
                        }
                        Collections.shuffle(some, random);
                        List<CompletableFuture<Integer>> answers =
                                some.stream()
                                        .map(it -> CompletableFuture.supplyAsync(() -> post(it)))
                                        .toList();
                        answers.forEach(it -> assertThat(it.join()).isEqualTo(200));
                    }
                    assertRecorded(COUNT);
                });
    }

    /// An answer that never came is a reason to post again, to whoever is there then.
    @Test
    void whatIsPostedAgainAfterARestartIsStoredOnce() {
        for (int i = 0; i < 10; i++) {
            assertThat(post(i)).isEqualTo(200);
        }
        control.kill();
        assertThat(post(10)).isZero();
        control.start();
        for (int i = 5; i < 20; i++) {
            assertThat(post(i)).isEqualTo(200);
        }
        assertRecorded(20);
    }

    /// Starts are said in whole seconds, and segments may be shorter than that. The second two wait
    /// together for what might be before them.
    @Test
    void twoThatStartInTheSameSecondAreTwo() {
        for (int i = 0; i < 4; i++) {
            assertThat(post(i, began + i / 2 * 30L)).isEqualTo(200);
        }
        assertRecorded(4);
    }

    @ParameterizedTest
    @CsvSource({
        "Segment-Name, ../../../../etc/passwd, 200",
        "Segment-URI, file:///etc/passwd, 200",
        "Segment-URI, ../../etc/passwd, 200",
        "Source-ID, ../../../etc, 404",
        "Source-ID, file:///etc/passwd, 404",
        "Segment-Start-TS, ../1, 400",
        "Segment-Start-TS, 99999999999999, 400",
        "Segment-Length-MSec, -1, 400",
        "Segment-Length-MSec, 99999999999, 400",
    })
    void hostileHeadersOpenNothing(String header, String value, int status) {
        String[] headers = {
            "Source-ID", source,
            "Segment-Name", "seg-0.ts",
            "Segment-Start-TS", Long.toString(began),
            "Segment-Length-MSec", "2000",
            "Segment-URI", "file:///seg-0.ts"
        };
        for (int i = 0; i < headers.length; i += 2) {
            headers[i + 1] = headers[i].equals(header) ? value : headers[i + 1];
        }
        var answer = asked.send("POST", "/v1/new-segment", body(0), headers).orElseThrow();
        assertThat(answer.statusCode()).isEqualTo(status);
        for (int i = 0; i < 3; i++) {
            assertThat(post(i)).isEqualTo(200);
        }
        String path = "/v1/vod/live/%s/..%%2f..%%2fetc%%2fpasswd.ts".formatted(source);
        assertThat(asked.get(path)).isEmpty();
        assertThat(asked.get("/v1/vod/live/%s/vid.m3u8".formatted(source))).isPresent();
    }
}
