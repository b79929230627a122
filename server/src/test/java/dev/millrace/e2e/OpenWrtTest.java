package dev.millrace.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.testing.Checkout;
import dev.millrace.testing.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the script for OpenWrt tells procd. Its `/etc/rc.common` is played here: it reads the
/// script and has a function for each thing that can be said.
@Tag("slow")
class OpenWrtTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final String RC_COMMON =
            """
            set -eu
            command=''
            procd_open_instance() { echo "open $*"; }
            procd_set_param() {
                if [ "$1" = command ]; then
                    shift
                    command=$*
                else
                    echo "$*"
                fi
            }
            procd_append_param() { shift; command="$command $*"; }
            procd_close_instance() { echo "command $command"; echo close; }
            . "$1"
            echo "START=$START STOP=$STOP USE_PROCD=$USE_PROCD"
            start_service
            """;

    @TempDir private Path temp;

    private List<String> told(Path configuration) throws IOException {
        String script = Files.readString(Checkout.root().resolve("packaging/millrace.init"));
        assertThat(script).startsWith("#!/bin/sh /etc/rc.common\n");
        assertThat(script).contains("CONFIGURATION=/etc/millrace/millrace.yaml\n");
        Path ours = temp.resolve("millrace");
        Files.writeString(
                ours, script.replace("/etc/millrace/millrace.yaml", configuration.toString()));
        Path common = Files.writeString(temp.resolve("rc.common"), RC_COMMON);
        return Program.run(PATIENCE, "sh", common.toString(), ours.toString()).lines().toList();
    }

    @Test
    void procdRunsItAndStartsItAgain() throws IOException {
        Path file = Files.writeString(temp.resolve("millrace.yaml"), "");
        assertThat(told(file))
                .containsExactly(
                        "START=95 STOP=10 USE_PROCD=1",
                        "open ",
                        "file " + file,
                        "respawn 3600 5 5",
                        "limits nofile=4096 4096",
                        "stdout 1",
                        "stderr 1",
                        "term_timeout 10",
                        "command /opt/millrace/bin/millrace serve --profile tiny --config " + file,
                        "close");
    }

    @Test
    void itRunsWithoutAConfiguration() throws IOException {
        assertThat(told(temp.resolve("none.yaml")))
                .contains("command /opt/millrace/bin/millrace serve --profile tiny", "close");
    }
}
