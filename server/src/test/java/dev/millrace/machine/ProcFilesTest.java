package dev.millrace.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.machine.proc.SocketStat;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class ProcFilesTest {
    @Test
    void aSystemThatTellsNothing(@TempDir Path proc) {
        var files = new ProcFiles(proc);
        assertThat(files.process()).isEmpty();
        assertThat(files.system()).isEmpty();
        assertThat(files.memory()).isEmpty();
        assertThat(files.disks()).isEmpty();
        assertThat(files.load()).isEmpty();
        assertThat(files.uptime()).isEmpty();
        assertThat(files.usage()).isEmpty();
        assertThat(files.sockets()).isEqualTo(new SocketStat(0, 0, 0, 0));
        assertThat(files.publicNetwork().sent()).isZero();
        assertThat(new BusyWatch(files).now()).isEqualTo(new BusyWatch.Busy(0, 0, 0, 0, 0));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void thisMachine() {
        var files = new ProcFiles();
        assertThat(files.process().orElseThrow().number("pid"))
                .isEqualTo(ProcessHandle.current().pid());
        assertThat(files.system().orElseThrow().cores()).isPositive();
        assertThat(files.memory().orElseThrow().share()).isBetween(0.0, 1.0);
        assertThat(files.usage().orElseThrow().residentMaxKb()).isPositive();
    }
}
