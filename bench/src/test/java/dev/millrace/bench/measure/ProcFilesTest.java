package dev.millrace.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ProcFilesTest {
    @Test
    void readsMemory() {
        String rollup =
                """
                00010000-7fffabcd ---p 00000000 00:00 0      [rollup]
                Rss:              188300 kB
                Pss:              167500 kB
                Pss_Dirty:         12345 kB
                """;
        assertThat(ProcFiles.memoryBytes(rollup, "Rss")).hasValue(188_300L * 1024);
        assertThat(ProcFiles.memoryBytes(rollup, "Pss")).hasValue(167_500L * 1024);
        assertThat(ProcFiles.memoryBytes("", "Pss")).isEqualTo(OptionalLong.empty());
    }

    @Test
    void addsUpWhatWasNotIdle() {
        // user nice system idle iowait irq softirq steal guest guest_nice; guest is part of user
        String stat = "cpu  100 20 30 1000 50 4 6 70 10 10\ncpu0 1 1 1 1 1 1 1 1 1 1\n";
        assertThat(ProcFiles.busyNs(stat)).hasValue((100 + 20 + 30 + 4 + 6) * 10_000_000L);
        assertThat(ProcFiles.busyNs("")).isEqualTo(OptionalLong.empty());
        assertThat(ProcFiles.busyNs("intr 1 2 3")).isEqualTo(OptionalLong.empty());
    }
}
