package dev.millrace.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.channel.ChannelSettings;
import dev.millrace.channel.Channels;
import dev.millrace.channel.MemoryBudget;
import dev.millrace.media.TrackKind;
import dev.millrace.testing.Checkout;
import dev.millrace.testing.Feed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class MetricsTest {
    private static final Pattern LABEL = Pattern.compile("([a-z]+)=\"");

    private final Channels channels =
            new Channels(ChannelSettings.DEFAULT, new MemoryBudget(1 << 30), System::nanoTime);
    private final Sessions sessions = new Sessions();
    private final Traffic traffic = new Traffic(channels, sessions);
    private final Map<String, Long> refused = new HashMap<>(Map.of("rtmp", 0L));
    private final Metrics metrics =
            new Metrics(
                    "1.2.3",
                    channels,
                    sessions,
                    traffic,
                    new Metrics.Turned(
                            () -> refused,
                            () -> Map.of("failures_per_ip", 3L),
                            () -> Map.of("api", 2L)));

    @Test
    void everySeriesHasHelpAndType() {
        try (var _ = Feed.open(channels, sessions, "live/cam")) {
            List<String> lines = metrics.scrape().lines().toList();
            Set<String> named = new TreeSet<>();
            for (String line : lines) {
                if (!line.startsWith("#")) {
                    named.add(line.replaceAll("[{ ].*", ""));
                }
            }
            assertThat(named).hasSizeGreaterThan(30);
            assertThat(named)
                    .allSatisfy(name -> {
                        assertThat(lines).anyMatch(line -> line.startsWith("# HELP " + name + " "));
                        assertThat(lines).anyMatch(line -> line.startsWith("# TYPE " + name + " "));
                    });
        }
    }

    @Test
    void theServerIsMeasured() {
        try (var feed = Feed.open(channels, sessions, "live/cam")) {
            traffic.tick(0);
            feed.send(10);
            Session viewer =
                    sessions.open(
                            new Session.Opening("flv", "127.0.0.1:1", Instant.EPOCH, _ -> {}));
            viewer.engage(Session.Role.VIEWER, "live/cam");
            viewer.bytesOut().add(4321);
            viewer.countSkipsBy(() -> 2);
            traffic.tick(1_000_000_000);
            refused.put("rtmp", 7L);
            Session stalled =
                    sessions.open(new Session.Opening("ts", "127.0.0.1:2", Instant.EPOCH, _ -> {}));
            stalled.fault(Fault.STALLED, "took nothing for a minute");
            sessions.close(stalled);
            sessions.close(stalled);
            sessions.refusedViewers().count("hls");
            assertThat(series())
                    .containsEntry("millrace_sessions{protocol=\"rtmp\",role=\"publisher\"}", 1.0)
                    .containsEntry("millrace_sessions{protocol=\"flv\",role=\"viewer\"}", 1.0)
                    .containsEntry("millrace_sessions_opened_total", 3.0)
                    .containsEntry(
                            "millrace_received_bytes_total", feed.session().bytesIn().doubleValue())
                    .containsEntry("millrace_sent_bytes_total", 4321.0)
                    .containsEntry("millrace_skipped_groups_total", 2.0)
                    .containsEntry(
                            "millrace_limited_connections_total{limit=\"failures_per_ip\"}", 3.0)
                    .containsEntry("millrace_refused_connections_total{protocol=\"rtmp\"}", 7.0)
                    .containsEntry("millrace_faults_total{fault=\"stalled\"}", 1.0)
                    .containsEntry("millrace_faults_total{fault=\"silent\"}", 0.0)
                    .containsEntry("millrace_refused_viewers_total{protocol=\"hls\"}", 1.0)
                    .containsEntry("millrace_refused_viewers_total{protocol=\"ts\"}", 0.0)
                    .containsEntry("millrace_channels{state=\"live\"}", 1.0)
                    .containsEntry("millrace_channels{state=\"waiting\"}", 0.0)
                    .containsEntry("millrace_memory_budget_max_bytes", (double) (1 << 30))
                    .containsEntry(
                            "millrace_memory_budget_used_bytes",
                            (double) channels.budget().bytesUsed())
                    .containsKeys("process_uptime_seconds", "jvm_threads_live_threads")
                    .containsKey(
                            "millrace_build_info{java=\"%s\",version=\"1.2.3\"}"
                                    .formatted(Runtime.version()));
        }
    }

    @Test
    void aLiveChannelIsMeasuredAndThenGone() {
        try (var feed = Feed.open(channels, sessions, "live/cam")) {
            traffic.tick(0);
            feed.send(10);
            traffic.tick(1_000_000_000);
            double received = feed.session().bytesIn().doubleValue();
            double video = feed.publication().stats().frames(TrackKind.VIDEO);
            assertThat(video).isPositive();
            assertThat(series())
                    .containsEntry(
                            "millrace_channel_received_bytes_total{channel=\"live/cam\"}", received)
                    .containsEntry("millrace_channel_sent_bytes_total{channel=\"live/cam\"}", 0.0)
                    .containsEntry(
                            "millrace_channel_frames_total"
                                    + "{channel=\"live/cam\",track=\"video\"}",
                            video)
                    .containsEntry(
                            "millrace_channel_viewers{channel=\"live/cam\",protocol=\"hls\"}", 0.0)
                    .containsKeys(
                            "millrace_channel_dropped_frames_total{channel=\"live/cam\"}",
                            "millrace_channel_torn_frames_total{channel=\"live/cam\"}",
                            "millrace_channel_timeline_repairs_total"
                                    + "{channel=\"live/cam\",kind=\"dts_equal\"}",
                            "millrace_channel_memory_bytes{channel=\"live/cam\"}");
        }
        assertThat(series().keySet()).noneMatch(name -> name.contains("live/cam"));
        assertThat(series()).containsEntry("millrace_channels{state=\"waiting\"}", 1.0);
    }

    @Test
    void labelsAreFewAndKnown() {
        try (var _ = Feed.open(channels, sessions, "live/cam")) {
            Set<String> labels =
                    metrics.scrape()
                            .lines()
                            .filter(line -> line.startsWith("millrace_"))
                            .flatMap(line -> LABEL.matcher(line).results())
                            .map(found -> found.group(1))
                            .collect(Collectors.toSet());
            assertThat(labels)
                    .containsExactlyInAnyOrder(
                            "at",
                            "channel",
                            "fault",
                            "java",
                            "kind",
                            "limit",
                            "protocol",
                            "role",
                            "state",
                            "track",
                            "version");
        }
    }

    @Test
    void theReferenceHasThemAll() throws IOException {
        Path page = Checkout.root().resolve("docs/api.md");
        Set<String> explained = new TreeSet<>();
        Pattern.compile("(?m)^\\| `(millrace_[a-z_]+)`")
                .matcher(Files.readString(page))
                .results()
                .forEach(found -> explained.add(found.group(1)));
        try (var _ = Feed.open(channels, sessions, "live/cam")) {
            Set<String> measured = new TreeSet<>();
            series().keySet().stream()
                    .filter(name -> name.startsWith("millrace_"))
                    .forEach(name -> measured.add(name.replaceAll("\\{.*", "")));
            assertThat(explained).isEqualTo(measured);
        }
    }

    private Map<String, Double> series() {
        return metrics.scrape()
                .lines()
                .filter(line -> !line.startsWith("#"))
                .collect(
                        Collectors.toMap(
                                line -> line.substring(0, line.lastIndexOf(' ')),
                                line -> Double.valueOf(line.substring(line.lastIndexOf(' ') + 1))));
    }
}
