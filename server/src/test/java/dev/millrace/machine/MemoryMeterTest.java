package dev.millrace.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("V14: memory is what the cgroups leave, not only what the machine has")
class MemoryMeterTest {
    @TempDir Path root;

    private void write(String file, String text) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    @BeforeEach
    void makeSystem() throws IOException {
        write(
                "proc/meminfo",
                "MemTotal:       1000000 kB\nMemFree: 5 kB\nMemAvailable: 500000 kB\n");
    }

    private Memory now() {
        return new MemoryMeter(root).now();
    }

    @Test
    void withoutGroupsItIsTheSystems() {
        assertThat(now()).isEqualTo(new Memory(1_000_000L << 10, 500_000L << 10, "system"));
    }

    @Test
    void versionTwoCountsUnusedCacheAsFree() throws IOException {
        write("proc/self/cgroup", "0::/system.slice/millrace.service\n");
        String group = "sys/fs/cgroup/system.slice/millrace.service/";
        write(group + "memory.max", "67108864\n");
        write(group + "memory.current", "50000000\n");
        write(group + "memory.stat", "anon 1\nfile 14000000\nfile_mapped 3000000\nshmem 1000000\n");
        assertThat(now()).isEqualTo(new Memory(67_108_864, 27_108_864, "cgroup"));
    }

    @Test
    void whatIsMappedAndNotLookedAtIsFreeAsWell() throws IOException {
        write("proc/self/cgroup", "0::/\n");
        write("sys/fs/cgroup/memory.max", "67108864\n");
        write("sys/fs/cgroup/memory.current", "50000000\n");
        write(
                "sys/fs/cgroup/memory.stat",
                "file 14000000\nfile_mapped 10000000\nactive_file 2000000\nshmem 1000000\n");
        assertThat(now()).isEqualTo(new Memory(67_108_864, 28_108_864, "cgroup"));
    }

    @Test
    void versionOneWithALimitAbove() throws IOException {
        write("proc/self/cgroup", "5:devices:/x\n4:cpu,memory:/a/b\n0::/\n");
        write("sys/fs/cgroup/memory/a/b/memory.limit_in_bytes", "9223372036854771712\n");
        write("sys/fs/cgroup/memory/a/b/memory.usage_in_bytes", "1000\n");
        write("sys/fs/cgroup/memory/a/memory.limit_in_bytes", "33554432\n");
        write("sys/fs/cgroup/memory/a/memory.usage_in_bytes", "33000000\n");
        write(
                "sys/fs/cgroup/memory/a/memory.stat",
                "cache 0\ntotal_cache 1000\ntotal_mapped_file 0\n");
        assertThat(now()).isEqualTo(new Memory(33_554_432, 555_432, "cgroup"));
    }

    @Test
    void aGroupThatUsesMoreThanItMayHasNothingLeft() throws IOException {
        write("proc/self/cgroup", "0::/\n");
        write("sys/fs/cgroup/memory.max", "1000\n");
        write("sys/fs/cgroup/memory.current", "2000\n");
        assertThat(now().freeBytes()).isZero();
    }

    @Test
    void noLimitIsNone() throws IOException {
        write("proc/self/cgroup", "1:name=systemd:/x\n0::/\n");
        write("sys/fs/cgroup/memory.max", "max\n");
        write("sys/fs/cgroup/memory.current", "2000\n");
        assertThat(now().limitedBy()).isEqualTo("system");
    }

    @Test
    void whereNobodySaysThereIsEnough() throws IOException {
        write("proc/meminfo", "nothing of use");
        assertThat(now()).isEqualTo(Memory.UNKNOWN);
    }

    @Test
    void thisMachineHasSome() {
        assertThat(new MemoryMeter().now().freeBytes()).isPositive();
    }
}
