package dev.millrace.machine.proc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Files of a kernel, and what is none of them.
class ProcTest {
    @Test
    void aProcessMayBeCalledAnything() {
        String text =
                "42 (a b) (c) S 7 42 42 0 -1 4194304 128 9 3 0 500 250 0 0 20 0 31 0 3860360"
                        + " 2998272 422 18446744073709551615 1 2 3 0 0 0 0 0 0 0 0 0 17 1 0 0 5 6 7"
                        + " 8 9\n";
        ProcessStat stat = ProcessStat.parse(text).orElseThrow();
        assertThat(stat.comm()).isEqualTo("(a b) (c)");
        assertThat(stat.state()).isEqualTo("S");
        assertThat(stat.number("pid")).isEqualTo(42);
        assertThat(stat.number("ppid")).isEqualTo(7);
        assertThat(stat.number("tpgid")).isEqualTo(-1);
        assertThat(stat.number("num_threads")).isEqualTo(31);
        assertThat(stat.number("rsslim")).isEqualTo(Long.MAX_VALUE);
        assertThat(stat.number("guest_time")).isEqualTo(6);
        assertThat(stat.number("cguest_time")).isEqualTo(7);
        assertThat(stat.busyTicks()).isEqualTo(750);
    }

    @Test
    void whatAnOldKernelDoesNotSayIsZero() {
        ProcessStat stat = ProcessStat.parse("42 (a) R 7").orElseThrow();
        assertThat(stat.numbers()).hasSize(42).containsEntry("ppid", 7L);
        assertThat(stat.busyTicks()).isZero();
        assertThat(ProcessStat.NONE.numbers().keySet()).isEqualTo(stat.numbers().keySet());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "42", "42 (a", "42 (a)", "42 (a) R", "x (a) R 1", "42 (a) R x"})
    void whatIsNoProcess(String text) {
        assertThat(ProcessStat.parse(text)).isEmpty();
    }

    @Test
    void ticksOfAllProcessors() {
        var stat =
                SystemStat.parse("cpu  10 2 3 50 7 1 4 5 6 0\ncpu0 1\ncpu1 2\nintr 5 6\n")
                        .orElseThrow();
        assertThat(stat).isEqualTo(new SystemStat(2, 10, 2, 3, 50, 7, 1, 4, 5, 6));
        assertThat(stat.busyTicks()).isEqualTo(25);
        assertThat(stat.totalTicks()).isEqualTo(82);
        assertThat(SystemStat.parse("cpu0 1 2 3")).isEmpty();
        assertThat(SystemStat.parse("")).isEmpty();
    }

    @Test
    void memory() {
        var info =
                MemoryInfo.parse(
                                "MemTotal:  1000 kB\nMemFree: 400 kB\nMemAvailable: 5 kB\n"
                                        + "Buffers: 100 kB\nCached: 300 kB\nSwapCached: 9 kB\n"
                                        + "SwapTotal: 200 kB\nSwapFree: 150 kB\n")
                        .orElseThrow();
        assertThat(info).isEqualTo(new MemoryInfo(1000, 400, 100, 300, 200, 150));
        assertThat(info.active()).isEqualTo(600);
        assertThat(info.inUse()).isEqualTo(200);
        assertThat(info.share()).isEqualTo(0.2);
        assertThat(info.swapShare()).isEqualTo(0.25);
        assertThat(MemoryInfo.NONE.share()).isZero();
        assertThat(MemoryInfo.NONE.swapShare()).isZero();
        assertThat(MemoryInfo.parse("MemFree: 5 kB")).isEmpty();
    }

    @Test
    void disksAndNotTheirPartitions() {
        var stat =
                DiskStat.parse(
                                """
                                   7  0 loop0 1 1 1 1 1 1 1 1 1 1 1
                                   8  0 sda 10 0 100 0 20 0 200 0 0 30 0
                                   8  1 sda1 9 0 90 0 20 0 200 0 0 25 0
                                 259  0 nvme0n1 1 0 8 0 1 0 16 0 0 70 0 0 0
                                 259  1 nvme0n1p1 1 0 8 0 1 0 16 0 0 70 0 0 0
                                """)
                        .orElseThrow();
        assertThat(stat).isEqualTo(new DiskStat(108 * 512, 216 * 512, 70));
        assertThat(DiskStat.parse("7 0 loop0 1 1")).isEmpty();
    }

    @Test
    void interfaces() {
        var stat =
                NetworkStat.parse(
                        """
                        Inter-|   Receive        |  Transmit
                         face |bytes    packets  |bytes
                            lo: 2090 489 0 0 0 0 0 0 2091 489 0 0
                          eth0:1673 49 0 0 0 0 0 0 4152 36 0 0
                        """);
        assertThat(stat.sum("eth0"::equals)).isEqualTo(new NetworkStat.Bytes(1673, 4152));
        assertThat(stat.sum(_ -> true)).isEqualTo(new NetworkStat.Bytes(3763, 6243));
        assertThat(NetworkStat.parse("")).isEqualTo(NetworkStat.NONE);
    }

    @Test
    void sockets() {
        String sockstat =
                """
                sockets: used 1158
                TCP: inuse 3 orphan 5 tw 1268 alloc 1135 mem 11638
                UDP: inuse 2 mem 0
                UDPLITE: inuse 9
                TCP6: inuse 1124
                UDP6: inuse 1
                """;
        String snmp =
                """
                Tcp: RtoAlgorithm RtoMin RtoMax MaxConn ActiveOpens PassiveOpens
                Tcp: 1 200 120000 -1 1153029 887097 265641 275566 1103 489196310
                """;
        assertThat(SocketStat.parse(sockstat, snmp)).isEqualTo(new SocketStat(1127, 1103, 1268, 3));
        assertThat(SocketStat.parse("", "")).isEqualTo(new SocketStat(0, 0, 0, 0));
    }

    @Test
    void loadAndUptime() {
        assertThat(LoadAverage.parse("0.50 1.25 2.00 3/400 5\n"))
                .contains(new LoadAverage(0.5, 1.25, 2));
        assertThat(LoadAverage.parse("0.50")).isEmpty();
        assertThat(Uptime.parse("38603.62 28632.40\n")).contains(new Uptime(38603.62, 28632.4));
        assertThat(Uptime.parse("")).isEmpty();
    }

    @Test
    void usage() {
        var stat = ProcessStat.parse("1 (a) R 0 0 0 0 0 0 11 0 12 0 350 199").orElseThrow();
        String status =
                "VmHWM:\t  2048 kB\nvoluntary_ctxt_switches:\t5\nnonvoluntary_ctxt_switches:\t6\n";
        String io = "rchar: 7\nread_bytes: 1024\nwrite_bytes: 2048\n";
        assertThat(ResourceUsage.of(stat, status, io))
                .isEqualTo(new ResourceUsage(3, 1, 2048, 11, 12, 2, 4, 5, 6));
    }
}
