package dev.millrace.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.e2e.ServerProgram;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The server as a process with a heap so small that a leak, or an attacker who makes it hold much,
/// ends it.
final class SmallServer {
    private static final List<String> JAVA = List.of("-Xmx96m", "-XX:+UseSerialGC");

    private SmallServer() {}

    /// @param settings of `serve`, beside short patience
    static ServerProgram start(String... settings) {
        var options = new ArrayList<String>();
        var all = new ArrayList<>(List.of("channel.grace=1s", "rtmp.play_wait=2s"));
        all.addAll(Arrays.asList(settings));
        all.forEach(setting -> options.addAll(List.of("--set", setting)));
        return new ServerProgram(JAVA, options.toArray(String[]::new));
    }

    /// It runs, and had nothing to say of itself.
    static void assertHealthy(ServerProgram server) {
        String log = server.program().output();
        assertThat(server.program().isAlive()).as(log).isTrue();
        assertThat(log.lines().filter(line -> line.contains(" ERROR ") || line.contains("Error:")))
                .isEmpty();
        assertThat(log).doesNotContain("OutOfMemory", "\tat ");
    }
}
