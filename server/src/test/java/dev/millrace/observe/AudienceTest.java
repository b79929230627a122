package dev.millrace.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.observe.Session.Role;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AudienceTest {
    private final Sessions sessions = new Sessions();

    @Test
    void countsViewersByTheWayTheyWatch() {
        engage("rtmp", Role.PUBLISHER, "live/cam");
        engage("rtmp", Role.VIEWER, "live/cam");
        engage("rtmps", Role.VIEWER, "live/cam");
        engage("hls", Role.VIEWER, "live/cam");
        engage("flv", Role.VIEWER, "live/dog");
        open("rtmp");
        Audience audience = Audience.of(sessions);
        assertThat(audience.of("live/cam"))
                .containsExactly(
                        Map.entry("rtmp", 2),
                        Map.entry("flv", 0),
                        Map.entry("ts", 0),
                        Map.entry("hls", 1));
        assertThat(audience.of("live/dog")).containsEntry("flv", 1).containsEntry("rtmp", 0);
    }

    @Test
    void nobodyIsZeroForEveryWay() {
        assertThat(Audience.of(sessions).of("live/cam"))
                .isEqualTo(Map.of("rtmp", 0, "flv", 0, "ts", 0, "hls", 0));
    }

    private Session open(String protocol) {
        return sessions.open(
                new Session.Opening(protocol, "127.0.0.1:50001", Instant.EPOCH, _ -> {}));
    }

    private void engage(String protocol, Role role, String channel) {
        open(protocol).engage(role, channel);
    }
}
