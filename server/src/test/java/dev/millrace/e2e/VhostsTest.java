package dev.millrace.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.testing.Program;
import dev.millrace.testing.Waiting;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Streams of one name in several virtual hosts, each with a picture of its own, and rules for some
/// of them.
@Tag("slow")
class VhostsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String TV = "?vhost=tv.example.com";

    private static RunningServer server;
    private static Program usual;
    private static Program other;

    private final HttpClient client = HttpClient.newHttpClient();

    @BeforeAll
    static void publish() throws IOException {
        server =
                new RunningServer(
                        "vhosts[0].name=tv.example.com",
                        "vhosts[0].aliases=127.0.0.2",
                        "vhosts[1].name=old.example.com",
                        "vhosts[1].enabled=false",
                        "rules[0].match=*" + TV,
                        "rules[0].hls.enabled=false",
                        "rules[1].match=live/*?vhost=__defaultVhost__",
                        "rules[1].hls.segment=1s");
        usual = Clip.MINUTE.publishEndlessly(server.rtmp("live/cam"));
        // As SRS has it, in the app.
        other = Clip.MINUTES.publishEndlessly(server.rtmp("live" + TV + "/cam"));
        Waiting.until(
                "both are published",
                () ->
                        server.server().channels().list().stream()
                                        .filter(channel -> channel.publication().isPresent())
                                        .count()
                                == 2);
    }

    @AfterAll
    static void close() {
        usual.close();
        other.close();
        server.close();
    }

    /// 320 is the width of what is in the default virtual host, 160 that of the other's.
    @ParameterizedTest
    @CsvSource({
        "rtmp, live/cam, 320",
        "rtmp, live/cam?vhost=tv.example.com, 160",
        "rtmp, live?vhost=TV.example.com/cam, 160",
        "rtmp, live...vhost...tv.example.com/cam, 160",
        "rtmp, live/cam?vhost=unknown.example.com, 320",
        "http, live/cam.flv, 320",
        "http, live/cam.flv?vhost=tv.example.com, 160",
        "http, live/cam.ts?vhost=unknown.example.com, 320",
        "http, live/cam.m3u8, 320",
    })
    void whoAsksForAVirtualHostGetsItsStream(String protocol, String path, int width) {
        String url = protocol.equals("rtmp") ? server.rtmp(path) : server.http(path);
        assertThat(width(url)).isEqualTo(width);
    }

    /// The address that a client connects to is the name of a virtual host.
    @Test
    void theHostOfAUrlIsAVirtualHost() throws IOException, InterruptedException {
        String elsewhere = server.http("live/cam.flv");
        assertThat(width("-headers", "Host: tv.example.com\r\n", elsewhere)).isEqualTo(160);
    }

    private static int width(String... input) {
        var command = new ArrayList<String>();
        command.addAll(List.of("ffprobe", "-v", "error", "-select_streams", "v"));
        command.addAll(List.of("-show_entries", "stream=width", "-of", "csv=p=0"));
        command.addAll(List.of(input));
        String printed = Program.run(PATIENCE, command.toArray(String[]::new));
        return Integer.parseInt(printed.strip().lines().findFirst().orElseThrow());
    }

    @Test
    void oneThatIsDisabledRefuses() throws IOException, InterruptedException {
        HttpResponse<String> answer = get("live/cam.flv?vhost=old.example.com");
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("virtual host old.example.com is disabled");
        assertThat(get("api/v2/channels?vhost=old.example.com").statusCode()).isEqualTo(200);
        String url = server.rtmp("live/new?vhost=old.example.com");
        try (Program publisher = Clip.publish(Clip.SMALL.file(), url)) {
            assertThat(publisher.await(PATIENCE)).as(publisher.output()).isNotZero();
        }
        assertThat(server.isPublished("live/new")).isFalse();
    }

    @Test
    void rulesAreForTheChannelsThatTheyName() throws IOException, InterruptedException {
        assertThat(get("live/cam.m3u8" + TV).statusCode()).isEqualTo(404);
        Waiting.until("segments", () -> server.get("live/cam.m3u8").contains("#EXTINF"));
        assertThat(server.get("live/cam.m3u8")).contains("#EXTINF:1.0");
    }

    @Test
    void theApiSaysWhoSetWhat() throws IOException, InterruptedException {
        String path = "api/v2/config/effective?channel=live/cam&vhost=tv.example.com";
        assertThat(get(path).body())
                .contains(
                        "{\"key\":\"hls.enabled\",\"value\":\"false\","
                                + "\"rule\":\"*?vhost=tv.example.com\"")
                .contains("{\"key\":\"hls.segment\",\"value\":\"2s\"}");
        assertThat(get("api/v2/config/effective?channel=cam").statusCode()).isEqualTo(400);
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(server.http(path))).build();
        return client.send(request, BodyHandlers.ofString());
    }
}
