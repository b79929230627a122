package dev.millrace.client.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.client.FlvFileReader;
import dev.millrace.client.MediaEvent;
import dev.millrace.client.RtmpTestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExamplesTest {
    private static final Path DOCUMENT = Path.of("../docs/client.md");
    private static final Path SOURCES = Path.of("src/test/java/dev/millrace/client/examples");
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```java\n(.*?)^```$");

    @Test
    void theDocumentShowsWhatIsRunHere() throws IOException {
        String sources = sources();
        List<String> blocks =
                BLOCK.matcher(Files.readString(DOCUMENT))
                        .results()
                        .map(found -> found.group(1))
                        .toList();
        assertThat(blocks).hasSize(6);
        for (String block : blocks) {
            assertThat(sources).contains(block.indent(4));
        }
    }

    @Test
    void theyWorkTogether(@TempDir Path directory) throws Exception {
        try (var server = new RtmpTestServer()) {
            PublishTestCard.publish(server.url("live/card"), 50);
            Path first = directory.resolve("first.flv");
            assertThat(RecordStream.record(server.url("live/card"), first))
                    .isEqualTo("the server closed the connection");
            PublishFile.publish(first, server.url("live/again"));
            Path second = directory.resolve("second.flv");
            RecordStream.record(server.url("live/again"), second);
            assertThat(frames(second)).hasSize(50).isEqualTo(frames(first));
            assertThat(ProbeStream.describe(server.url("live/again")))
                    .contains("H.264 Constrained Baseline 3.0, 640x360")
                    .contains("AAC LC, 48000 Hz")
                    .contains("latency");
            assertThat(MeasureLine.measure(server.url("check?key=KEY")))
                    .matches("[0-9]+ kbit/s down, 4938 kbit/s up");
            assertThat(RecordStream.record(server.url("live/missing"), second))
                    .isEqualTo("nobody publishes that");
        }
    }

    private static String sources() throws IOException {
        var all = new StringBuilder();
        try (Stream<Path> files = Files.list(SOURCES)) {
            for (Path file : files.toList()) {
                all.append(Files.readString(file));
            }
        }
        return all.toString();
    }

    private static List<String> frames(Path file) throws IOException {
        var frames = new ArrayList<String>();
        try (var reader = new FlvFileReader(file)) {
            MediaEvent event = reader.next();
            while (!(event instanceof MediaEvent.Ended)) {
                if (event instanceof MediaEvent.Media(var frame)) {
                    frames.add(frame.header().toString());
                }
                event = reader.next();
            }
        }
        return frames;
    }
}
