package dev.millrace.rtmp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.media.TrackKind;
import dev.millrace.rtmp.ClientSession.Role;
import dev.millrace.rtmp.chunk.ChunkStreamId;
import dev.millrace.rtmp.chunk.ChunkWriter;
import dev.millrace.rtmp.chunk.MessageHeader;
import dev.millrace.rtmp.chunk.MessageType;
import dev.millrace.testkit.Seeds;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Our client against our server, over a wire that cuts everything at random.
class SessionsTest {
    @Test
    void whatIsPublishedArrives() {
        Seeds.forEach(random -> {
            var pair = new Pair(random, "rtmp://h/live/cam?key=1", Role.PUBLISH);
            pair.exchange();
            assertThat(pair.client.log).contains("Publishing[streamId=1]");
            assertThat(pair.server.log).contains("publish 1 h live/cam ?key=1 live");
            pair.server.mark();
            List<String> published = pair.publish();
            pair.client.send(pair.client.session.close());
            pair.exchange();
            assertThat(pair.server.log.stream().filter(line -> !line.startsWith("<")))
                    .containsExactlyElementsOf(published);
        });
    }

    @Test
    void whatIsPlayedArrives() {
        Seeds.forEach(random -> {
            var pair = new Pair(random, "rtmp://h/live?vhost=x/cam", Role.PLAY);
            pair.exchange();
            assertThat(pair.client.log).contains("Playing[streamId=1]");
            pair.client.mark();
            List<String> sent = pair.play();
            pair.exchange();
            assertThat(pair.client.log.stream().filter(line -> !line.startsWith(">")))
                    .containsExactlyElementsOf(sent);
            pair.client.send(pair.client.session.close());
            pair.exchange();
            assertThat(pair.server.log).endsWith("StopPlay[streamId=1]");
        });
    }

    @ParameterizedTest
    @CsvSource({
        "rtmp://h/denied/cam, PUBLISH, NetConnection.Connect.Rejected",
        "rtmp://h/live/denied, PUBLISH, NetStream.Publish.BadName",
        "rtmp://h/live/denied, PLAY, NetStream.Play.StreamNotFound"
    })
    void refusalsReachTheClient(String url, Role role, String code) {
        var pair = new Pair(new Random(1), url, role);
        pair.exchange();
        assertThat(pair.client.log.getLast())
                .isEqualTo(
                        "Rejected[code=%s, description=No., redirect=Optional.empty]"
                                .formatted(code));
    }

    @ParameterizedTest
    @CsvSource({"rtmp://h/moved/cam, PUBLISH", "rtmp://h/live/moved, PUBLISH"})
    void aClientIsToldWhereToGo(String url, Role role) {
        var pair = new Pair(new Random(1), url, role);
        pair.exchange();
        assertThat(pair.client.log.getLast())
                .isEqualTo(
                        "Rejected[code=NetConnection.Connect.Rejected, description=RTMP 302"
                                + " Redirect, redirect=Optional[rtmp://other:1936/live/cam?key=1]]");
    }

    /// What keeps a stream from going round in circles through several servers.
    @Test
    void theServerIsToldOfTheServersBefore() {
        var settings = ClientSettings.DEFAULT.withVia(List.of("a", "b"));
        var pair = new Pair(new Random(1), "rtmp://h/live/cam", Role.PLAY, settings);
        pair.exchange();
        assertThat(pair.server.via).containsExactly("a", "b");
    }

    private static final class Pair {
        final ServerHarness server;
        final ClientHarness client;
        private final Random random;

        Pair(Random random, String url, Role role) {
            this(random, url, role, ClientSettings.DEFAULT);
        }

        Pair(Random random, String url, Role role, ClientSettings settings) {
            this.random = random;
            int chunkBytes = random.nextInt(128, 5000);
            server = new ServerHarness(new ServerSettings(chunkBytes, 9000, "x"));
            client = new ClientHarness(url, role, settings);
        }

        /// Carries bytes to and fro until both are silent.
        void exchange() {
            while (client.toServer.size() + server.toClient.size() > 0) {
                server.receive(client.takeToServer(), () -> random.nextInt(1, 4000));
                byte[] toClient = server.toClient.toByteArray();
                server.toClient.clear();
                client.receive(toClient, () -> random.nextInt(1, 4000));
            }
        }

        List<String> publish() {
            List<String> lines = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                ByteBuffer body = ByteBuffer.wrap(body());
                TrackKind kind = random.nextBoolean() ? TrackKind.AUDIO : TrackKind.VIDEO;
                int timestampMs = random.nextInt();
                client.send(client.session.media(kind, timestampMs, body));
                lines.add("1 %s at %d: %s".formatted(kind, timestampMs, MessageText.sum(body)));
            }
            lines.add("unpublish 1");
            return lines;
        }

        List<String> play() {
            List<String> lines = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                byte[] body = body();
                int timestampMs = random.nextInt();
                ChunkWriter.message(
                        server.toClient,
                        ChunkStreamId.VIDEO,
                        new MessageHeader(MessageType.VIDEO, timestampMs, body.length, 1),
                        body,
                        server.session.chunkBytes());
                String sum = MessageText.sum(ByteBuffer.wrap(body));
                lines.add("1 VIDEO at %d: %s".formatted(timestampMs, sum));
            }
            return lines;
        }

        private byte[] body() {
            byte[] body = new byte[random.nextInt(9000)];
            random.nextBytes(body);
            return body;
        }
    }
}
