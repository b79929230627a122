package dev.millrace.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.bytes.ProtocolException;
import dev.millrace.entry.SignedUrl;
import dev.millrace.entry.Visit.Deed;
import dev.millrace.flv.FlvReader;
import dev.millrace.flv.FlvTag;
import dev.millrace.media.ChannelName;
import dev.millrace.media.TrackKind;
import dev.millrace.testing.FlvDownload;
import dev.millrace.testing.HookServer;
import dev.millrace.testing.HookServer.Answer;
import dev.millrace.testing.SocketPublisher;
import dev.millrace.testing.TestPublisher;
import dev.millrace.testing.Waiting;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a meeting needs of the server: who is in a room, and that what somebody writes gets there.
@Tag("slow")
class MeetingTest {
    private static final int FILE_HEADER_BYTES = 13;
    private static final String KEY = "nobody-knows-it";

    private final HttpClient client = HttpClient.newHttpClient();

    private HttpResponse<String> room(RunningServer server, String room, String... headers)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(server.http("api/v2/meetings/" + room)));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private static TestPublisher publish(RunningServer server, String channel) {
        return new TestPublisher(server.server().channels(), channel);
    }

    private static String roomOf(String room, String streams) {
        return "{\"room\":\"%s\",\"streams\":[%s]}".formatted(room, streams);
    }

    /// Whoever asks has no right to read the API.
    @Test
    void aRoomSaysWhoIsThere() throws IOException, InterruptedException {
        String[] proxied = {"X-Forwarded-For", "192.0.2.1"};
        try (var server = new RunningServer();
                var ben = publish(server, "meeting/team/ben~2");
                var other = publish(server, "meeting/teams/eve~3");
                var deeper = publish(server, "meeting/team/below/eve~4")) {
            try (var anna = publish(server, "meeting/team/anna~1")) {
                assertThat(room(server, "team", proxied).body())
                        .isEqualTo(roomOf("team", "\"anna~1\",\"ben~2\""));
                assertThat(anna.publication().channel().name().path()).startsWith("meeting/team/");
            }
            assertThat(room(server, "team", proxied).body()).isEqualTo(roomOf("team", "\"ben~2\""));
            HttpResponse<String> unknown = room(server, "nobody", proxied);
            assertThat(unknown.statusCode()).isEqualTo(200);
            assertThat(unknown.body()).isEqualTo(roomOf("nobody", ""));
            assertThat(unknown.headers().firstValue("Cache-Control")).contains("no-store");
            assertThat(List.of(ben, other, deeper)).hasSize(3);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "b%C3%BCro,büro",
        "a+b=c@d!,a+b=c@d!",
        "%E4%BC%9A%E8%AE%AE,会议",
        "'a,b~:.','a,b~:.'"
    })
    void namesOfRoomsAreThoseOfChannels(String encoded, String name)
            throws IOException, InterruptedException {
        try (var server = new RunningServer();
                var publisher = publish(server, "meeting/%s/é-1".formatted(name))) {
            assertThat(room(server, encoded).body()).isEqualTo(roomOf(name, "\"é-1\""));
            assertThat(publisher.publication().channel().name().app()).isEqualTo("meeting/" + name);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a/b", "a%20b", "%3Cb%3E", "a%22", "a%00", "a%7Fb", "a*", "?", "/"})
    void otherNamesAreRefused(String encoded) throws IOException, InterruptedException {
        try (var server = new RunningServer()) {
            HttpResponse<String> answer = room(server, encoded);
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        }
    }

    /// Nobody learns whether somebody is there.
    @Test
    void whoMayNotWatchLearnsNothing() throws IOException, InterruptedException {
        try (var server =
                        new RunningServer(
                                "rules[0].match=meeting/closed/*",
                                "rules[0].access.play_allow=none",
                                "rules[1].match=meeting/*/boss*",
                                "rules[1].access.play_key=" + KEY,
                                "rules[2].match=meeting/signed/*",
                                "rules[2].access.play_key=" + KEY);
                var closed = publish(server, "meeting/closed/anna");
                var boss = publish(server, "meeting/team/boss~1");
                var anna = publish(server, "meeting/team/anna~2");
                var signed = publish(server, "meeting/signed/ben~3")) {
            HttpResponse<String> refused = room(server, "closed");
            assertThat(refused.statusCode()).isEqualTo(403);
            assertThat(refused.body()).contains("not from 127.0.0.1").doesNotContain("anna");
            assertThat(room(server, "team").body()).isEqualTo(roomOf("team", "\"anna~2\""));
            assertThat(room(server, "signed").statusCode()).isEqualTo(403);
            var nobody = new ChannelName(ChannelName.DEFAULT_VHOST, "meeting/signed", "");
            String query = SignedUrl.query(KEY, Deed.PLAY, nobody, Instant.now().plusSeconds(600));
            assertThat(room(server, "signed?" + query).body())
                    .isEqualTo(roomOf("signed", "\"ben~3\""));
            assertThat(List.of(closed, boss, anna, signed)).hasSize(4);
        }
    }

    /// The page asks every two seconds.
    @Test
    void aServiceIsAskedOnceHoweverOftenSomebodyLooks() throws IOException, InterruptedException {
        try (var service = new HookServer();
                var server =
                        new RunningServer(
                                "rules[0].match=meeting/*/*",
                                "rules[0].hooks.on_play=" + service.url("play"));
                var anna = publish(server, "meeting/team/anna~1")) {
            service.says(_ -> Answer.of(403, "not you"));
            assertThat(room(server, "team").statusCode()).isEqualTo(403);
            service.says(_ -> Answer.YES);
            for (int i = 0; i < 5; i++) {
                assertThat(room(server, "team").body()).isEqualTo(roomOf("team", "\"anna~1\""));
            }
            assertThat(service.calls("on_play")).hasSize(2);
            assertThat(service.calls("on_play").getLast().body())
                    .contains("\"app\":\"meeting/team\"")
                    .doesNotContain("\"stream\"");
            assertThat(service.calls("on_stop")).isEmpty();
            assertThat(anna.publication().channel().name().stream()).isEqualTo("anna~1");
        }
    }

    /// Whoever comes later gets what the newest group has, and no more.
    @Test
    void whatSomebodyWritesIsInTheChannelInItsPlace() throws Exception {
        String name = "meeting/team/anna~1";
        byte[] clip = Files.readAllBytes(Clip.SMALL.file());
        long lastMs = lastTimeMs(clip);
        byte[] first = text("first");
        byte[] second = text("<b>second</b>");
        try (var server = new RunningServer();
                var publisher = new SocketPublisher(server.http(name + ".flv"))) {
            Waiting.until("published", () -> server.isPublished(name));
            URI url = URI.create(server.http(name + ".flv"));
            publisher.send(Arrays.copyOf(clip, FILE_HEADER_BYTES), 99);
            publisher.send(tag(0, text("of a group that has passed")), 99);
            publisher.send(Arrays.copyOfRange(clip, FILE_HEADER_BYTES, clip.length), 1 << 16);
            try (var viewer = new FlvDownload(url)) {
                viewer.awaitFrames(1);
                publisher.send(tag(lastMs, first), 99).send(tag(lastMs, second), 99);
                // Nothing follows, and it is there all the same.
                Waiting.until("both", () -> textsOf(viewer).size() == 2);
                assertThat(textsOf(viewer)).containsExactly(first, second);
                assertThat(viewer.frames().getLast().payload()).isEqualTo(second);
            }
            try (var later = new FlvDownload(url)) {
                Waiting.until("both", () -> textsOf(later).size() == 2);
                assertThat(textsOf(later)).containsExactly(first, second);
            }
        }
    }

    private static long lastTimeMs(byte[] flv) throws ProtocolException {
        var tags = new ArrayList<FlvTag>();
        new FlvReader().read(flv, 0, flv.length, tags::add);
        return tags.getLast().timestampMs();
    }

    private static List<byte[]> textsOf(FlvDownload viewer) {
        return viewer.frames().stream()
                .filter(frame -> frame.header().kind() == TrackKind.DATA)
                .map(frame -> frame.payload())
                .filter(it -> new String(it, StandardCharsets.ISO_8859_1).contains("onTextData"))
                .toList();
    }

    /// `onTextData` with a field `text`, in AMF0.
    private static byte[] text(String said) {
        byte[] letters = said.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(13 + 1 + 6 + 3 + letters.length + 3)
                .put((byte) 2)
                .putShort((short) 10)
                .put("onTextData".getBytes(StandardCharsets.US_ASCII))
                .put((byte) 3)
                .putShort((short) 4)
                .put("text".getBytes(StandardCharsets.US_ASCII))
                .put((byte) 2)
                .putShort((short) letters.length)
                .put(letters)
                .put(new byte[] {0, 0, 9})
                .array();
    }

    private static byte[] tag(long timestampMs, byte[] body) {
        return ByteBuffer.allocate(11 + body.length + 4)
                .putInt(18 << 24 | body.length)
                .putInt((int) timestampMs << 8 | (int) timestampMs >>> 24)
                .put(new byte[3])
                .put(body)
                .putInt(11 + body.length)
                .array();
    }
}
