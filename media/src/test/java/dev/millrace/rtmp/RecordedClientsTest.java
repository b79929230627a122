package dev.millrace.rtmp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.testkit.Golden;
import dev.millrace.testkit.Seeds;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What real programs sent to a server, byte for byte, and what becomes of it.
class RecordedClientsTest {
    /// Byte by byte, as if the client had waited for every answer.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "ffmpeg-publish",
                "ffmpeg-publish-late",
                "ffmpeg-play",
                "gstreamer-publish",
                "gstreamer-play",
                "librtmp-publish",
                "librtmp-play",
                "rtmpdump-play"
            })
    void isUnderstood(String name) {
        String text = new ServerHarness().receive(sample(name), () -> 1).text();
        Golden.check(RecordedClientsTest.class, name + ".txt", text);
    }

    @Test
    void cutsInTheStreamDoNotMatter() {
        byte[] bytes = sample("ffmpeg-publish-late");
        List<String> whole = events(new ServerHarness().receive(bytes));
        Seeds.forEach(random -> {
            var cut = new ServerHarness().receive(bytes, () -> random.nextInt(1, 2000));
            assertThat(events(cut)).isEqualTo(whole);
        });
    }

    /// Without our answers: who has given up by the time the owner says yes hears nothing of it.
    private static List<String> events(ServerHarness server) {
        return server.log.stream().filter(line -> !line.startsWith("<")).toList();
    }

    private static byte[] sample(String name) {
        return Golden.sample(RecordedClientsTest.class, name + ".bin");
    }
}
