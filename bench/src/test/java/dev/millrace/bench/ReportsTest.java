package dev.millrace.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.bench.hls.HlsReport;
import dev.millrace.bench.measure.Connections;
import dev.millrace.bench.measure.Percentiles;
import dev.millrace.bench.measure.ProcessUsage;
import dev.millrace.bench.measure.Report;
import dev.millrace.bench.measure.Spread;
import dev.millrace.bench.measure.Usage;
import dev.millrace.bench.play.PlayersReport;
import dev.millrace.bench.publish.PublishersReport;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/// How reports look to people and to programs.
class ReportsTest {
    private static final Connections SOME_LOST =
            new Connections(
                    1_000,
                    998,
                    2,
                    1,
                    Map.of("refused: NetStream.Play.StreamNotFound, no such stream", 2),
                    Map.of("closed by the server", 1));
    private static final Connections ALL_WELL = new Connections(50, 50, 0, 0, Map.of(), Map.of());
    private static final Percentiles NONE = new Percentiles(0, 0, 0, 0, 0);
    private static final Usage USAGE =
            new Usage(
                    List.of(
                            new ProcessUsage(
                                    4711,
                                    11.84,
                                    OptionalLong.of(180L << 20),
                                    OptionalLong.of(175L << 20)),
                            new ProcessUsage(4712, 0, OptionalLong.empty(), OptionalLong.empty())),
                    7.9,
                    OptionalDouble.of(3));

    @Test
    void players() {
        var report =
                new PlayersReport(
                        "rtmp://127.0.0.1/live/s",
                        20.001,
                        SOME_LOST,
                        new Spread(512.34, 0.511, 0.5139),
                        new Spread(499_998, 499, 501),
                        3,
                        1,
                        1,
                        new Percentiles(998, 2.12, 3.3, 4, 9.06),
                        new Percentiles(499_000, 31.2, 55, 58.1, 63),
                        7,
                        USAGE);
        assertThat(report.isGood()).isFalse();
        assertText(
                report,
                """
                players of rtmp://127.0.0.1/live/s, measured for 20.0 s

                connections    1000 asked, 998 established, 2 failed, 1 dropped
                                 2 failed: refused: NetStream.Play.StreamNotFound, no such stream
                                 1 dropped: closed by the server
                received       512.3 Mbit/s; each connection 0.511 to 0.514
                video frames   499998; each connection 499 to 501; 3 gaps, 1 steps back
                                       p50         p95         p99         max
                first frame         2.1 ms      3.3 ms      4.0 ms      9.1 ms   of 998
                latency            31.2 ms     55.0 ms     58.1 ms     63.0 ms   of 499000
                process 4711   11.8 % of a core, 180.0 MB RSS, 175.0 MB PSS
                process 4712   0.0 % of a core; its memory cannot be read
                load generator 7.9 % of a core
                everything else 3.0 % of a core
                note           1 connections were accepted and saw no video
                note           7 clock markers are from another machine: publish on this one
                """);
    }

    @Test
    void publishers() {
        var report =
                new PublishersReport(
                        "rtmp://127.0.0.1/live/cam[i]",
                        20,
                        ALL_WELL,
                        new Spread(25.6, 0.511, 0.513),
                        71_850,
                        4,
                        new Percentiles(71_850, 0.1, 0.4, 1.2, 22.5),
                        new Usage(List.of(), 6.1, OptionalDouble.empty()));
        assertThat(report.isGood()).isTrue();
        assertText(
                report,
                """
                publishers to rtmp://127.0.0.1/live/cam[i], measured for 20.0 s

                connections    50 asked, 50 established, 0 failed, 0 dropped
                sent           25.6 Mbit/s; each connection 0.511 to 0.513
                frames         71850, of them 4 more than 20 ms late
                                       p50         p95         p99         max
                lateness            0.1 ms      0.4 ms      1.2 ms     22.5 ms   of 71850
                load generator 6.1 % of a core
                """);
    }

    @Test
    void hls() {
        var report =
                new HlsReport(
                        "http://127.0.0.1:8080/live/demo.m3u8",
                        20,
                        ALL_WELL,
                        52,
                        new Spread(25.6, 0.51, 0.52),
                        25,
                        24.95,
                        2,
                        Map.of("refused: HTTP status 404", 3),
                        new Percentiles(500, 0.4, 1, 2.5, 9),
                        new Percentiles(499, 1.5, 3, 4.5, 11),
                        NONE,
                        4,
                        3,
                        1.25,
                        new Usage(List.of(), 3, OptionalDouble.empty()));
        assertThat(report.isGood()).isFalse();
        assertText(
                report,
                """
                HLS viewers of http://127.0.0.1:8080/live/demo.m3u8, measured for 20.0 s

                connections    50 asked, 50 established, 0 failed, 0 dropped
                               over 52 TCP connections
                received       25.6 Mbit/s; each viewer 0.510 to 0.520
                requests       25.0 playlists/s, 25.0 segments/s; 2 segments missed
                                 3 failed: refused: HTTP status 404
                stalls         4, of 3 viewers, 1.3 s in all
                                       p50         p95         p99         max
                playlist            0.4 ms      1.0 ms      2.5 ms      9.0 ms   of 500
                segment             1.5 ms      3.0 ms      4.5 ms     11.0 ms   of 499
                live edge age    not measured: no playlists with a date
                load generator 3.0 % of a core
                """);
    }

    @Test
    void asJson() {
        var report =
                new PublishersReport(
                        "rtmp://h/live/s",
                        20,
                        ALL_WELL,
                        new Spread(25.6, 0.5, 0.6),
                        100,
                        4,
                        NONE,
                        USAGE);
        assertThat(RunOptions.JSON.readTree(RunOptions.JSON.writeValueAsString(report)))
                .isEqualTo(
                        RunOptions.JSON.readTree(
                                """
                                {
                                  "url": "rtmp://h/live/s",
                                  "seconds": 20.0,
                                  "connections": {
                                    "asked": 50, "established": 50, "failed": 0, "dropped": 0,
                                    "failures": {}, "drops": {}
                                  },
                                  "mbitPerSecond": {"total": 25.6, "min": 0.5, "max": 0.6},
                                  "frames": 100,
                                  "lateFrames": 4,
                                  "latenessMs":
                                    {"count": 0, "p50": 0.0, "p95": 0.0, "p99": 0.0, "max": 0.0},
                                  "usage": {
                                    "servers": [
                                      {
                                        "pid": 4711, "cpuPercent": 11.84,
                                        "rssBytes": 188743680, "pssBytes": 183500800
                                      },
                                      {
                                        "pid": 4712, "cpuPercent": 0.0,
                                        "rssBytes": null, "pssBytes": null
                                      }
                                    ],
                                    "ownCpuPercent": 7.9,
                                    "otherCpuPercent": 3.0
                                  },
                                  "good": true
                                }
                                """));
    }

    private static void assertText(Report report, String expected) {
        assertThat(report.text()).isEqualTo(expected);
    }
}
