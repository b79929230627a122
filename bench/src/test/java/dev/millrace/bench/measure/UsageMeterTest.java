package dev.millrace.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class UsageMeterTest {
    private static final Duration WORK = Duration.ofMillis(300);

    @Test
    void measuresAProcess() {
        var self = ProcessHandle.current();
        var meter = new UsageMeter(List.of(self));
        meter.begin();
        Duration before = self.info().totalCpuDuration().orElseThrow();
        long sum = 0;
        while (self.info().totalCpuDuration().orElseThrow().minus(before).compareTo(WORK) < 0) {
            sum += System.nanoTime();
        }
        Usage usage = meter.end(1);
        assertThat(sum).isNotZero();
        ProcessUsage used = usage.servers().getFirst();
        assertThat(used.pid()).isEqualTo(self.pid());
        assertThat(used.cpuPercent()).isGreaterThanOrEqualTo(30);
        assertThat(usage.ownCpuPercent()).isGreaterThanOrEqualTo(30);
        assertThat(used.rssBytes().orElseThrow()).isGreaterThan(10 << 20);
        assertThat(used.pssBytes().orElseThrow()).isPositive();
        assertThat(usage.otherCpuPercent()).isPresent();
    }

    @Test
    void aProcessThatHasEndedHasNoMemory() throws Exception {
        Process process = new ProcessBuilder("true").start();
        process.waitFor();
        var meter = new UsageMeter(List.of(process.toHandle()));
        meter.begin();
        ProcessUsage used = meter.end(1).servers().getFirst();
        assertThat(used.rssBytes()).isEmpty();
        assertThat(used.cpuPercent()).isZero();
    }
}
