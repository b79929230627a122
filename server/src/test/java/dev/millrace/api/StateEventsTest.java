package dev.millrace.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.testing.Feed;
import dev.millrace.testing.Waiting;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class StateEventsTest {
    private final ApiServer server;
    private final List<InputStream> listeners = new ArrayList<>();

    StateEventsTest() throws IOException {
        server = new ApiServer();
    }

    @BeforeEach
    void addRelay() throws Exception {
        server.relay("live/door", "rtmp://user:secret@127.0.0.1:1/live/door");
    }

    @AfterEach
    void close() throws IOException {
        for (InputStream listener : listeners) {
            listener.close();
        }
        server.close();
    }

    private HttpURLConnection connect() throws IOException {
        URI uri = server.uri("/api/v2/events");
        return (HttpURLConnection) uri.toURL().openConnection();
    }

    private BufferedReader listen() throws IOException {
        InputStream events = connect().getInputStream();
        listeners.add(events);
        return new BufferedReader(new InputStreamReader(events, StandardCharsets.UTF_8));
    }

    private static JsonNode next(BufferedReader events) throws IOException {
        assertThat(events.readLine()).isEqualTo("event: state");
        String data = events.readLine();
        assertThat(data).startsWith("data: {");
        assertThat(events.readLine()).isEmpty();
        return JsonMapper.shared().readTree(data.substring("data: ".length()));
    }

    @Test
    void everyChangeIsToldToAllWhoListen() throws Exception {
        BufferedReader one = listen();
        BufferedReader two = listen();
        JsonNode first = next(one);
        assertThat(first.get("channels")).isEmpty();
        assertThat(first.get("relays").get(0)).isEqualTo(next(two).get("relays").get(0));
        assertThat(first.get("server").get("name").asString()).isEqualTo("millrace");
        assertThat(first.get("control").get("sources")).isEmpty();
        try (Feed feed = Feed.open(server.channels, server.sessions, "live/cam")) {
            feed.send(10);
            Waiting.until("it is told", () -> hasChannel(one));
        }
    }

    private static boolean hasChannel(BufferedReader events) {
        try {
            return next(events).get("channels").size() == 1;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void whoGoesMakesRoomForTheNext() throws Exception {
        for (int i = 0; i < StateEvents.LISTENERS_MAX; i++) {
            listen();
        }
        HttpURLConnection oneMore = connect();
        assertThat(oneMore.getResponseCode()).isEqualTo(503);
        assertThat(oneMore.getHeaderField("Retry-After")).isEqualTo("10");
        listeners.removeFirst().close();
        Waiting.until("there is room", () -> isWelcome());
    }

    private boolean isWelcome() {
        try {
            HttpURLConnection connection = connect();
            boolean welcome = connection.getResponseCode() == 200;
            if (welcome) {
                listeners.add(connection.getInputStream());
            }
            return welcome;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
