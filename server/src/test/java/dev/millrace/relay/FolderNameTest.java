package dev.millrace.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.bytes.ProtocolException;
import dev.millrace.media.ChannelName;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FolderNameTest {
    @Test
    void aPlainNameCanBeRead() throws ProtocolException {
        assertThat(of("live/cam")).isEqualTo("live;cam");
        assertThat(of("live/eu/cam?vhost=a.example")).isEqualTo("live;eu;cam#vhost=a.example");
    }

    /// A service may run without a language, and then paths are ASCII; a name of a file has 255
    /// bytes at most.
    @Test
    void everyFileSystemTakesIt() throws ProtocolException {
        String longest = "x".repeat(ChannelName.PART_LENGTH_MAX);
        List<String> names =
                List.of(
                        "live/\u043A\u0430\u043C\u0435\u0440\u0430",
                        "live/\u6444\u50CF\u5934",
                        "live/caf\u00E9",
                        "live/cafe",
                        longest + "/" + longest,
                        longest + "/" + longest + "?vhost=" + longest,
                        "live/~" + longest.substring(1));
        Stream<String> folders = names.stream().map(FolderNameTest::unchecked);
        assertThat(folders)
                .doesNotHaveDuplicates()
                .allMatch(folder -> folder.matches("[!-~]{1,100}") && !folder.contains("/"));
    }

    private static String unchecked(String name) {
        try {
            return of(name);
        } catch (ProtocolException e) {
            throw new AssertionError(e);
        }
    }

    private static String of(String name) throws ProtocolException {
        return FolderName.of(ChannelName.parse(name));
    }
}
