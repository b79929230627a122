package dev.millrace.config;

import static dev.millrace.config.key.UrlTypes.controlUrl;
import static dev.millrace.config.key.ValueTypes.duration;
import static dev.millrace.config.key.ValueTypes.folderPath;
import static dev.millrace.config.key.ValueTypes.folderPaths;
import static dev.millrace.config.key.ValueTypes.hostPort;
import static dev.millrace.config.key.ValueTypes.optional;
import static dev.millrace.config.key.ValueTypes.secret;
import static dev.millrace.config.key.ValueTypes.size;
import static dev.millrace.config.key.ValueTypes.text;
import static dev.millrace.config.key.ValueTypes.words;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import dev.millrace.config.key.Key;
import dev.millrace.config.key.Values;
import dev.millrace.config.value.HostPort;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// An edge node: what it collects, how much of it, and for which control node.
///
/// @param folders in which segments of pushed playlists may be
/// @param fetch hosts that they may be fetched from
/// @param channels patterns of names of channels that are sources, too
/// @param source what a playlist is of that does not say it
/// @param segmentPrefix where its segments are, likewise
public record EdgeConfig(
        Optional<URI> control,
        Optional<String> token,
        Optional<String> name,
        List<Path> folders,
        List<String> fetch,
        List<String> channels,
        Optional<HostPort> listen,
        Duration cacheTime,
        long cacheMemoryBytes,
        Optional<Path> cacheFolder,
        long cacheDiskBytes,
        long spoolBytes,
        Optional<String> source,
        Optional<String> segmentPrefix,
        Duration report) {
    private static final long MB = 1L << 20;
    private static final long GB = 1L << 30;

    static final Key<Optional<URI>> CONTROL =
            new Key<>(
                    "edge.control",
                    optional(controlUrl(), "none"),
                    "none",
                    "The control node that this server is an edge node of. It is called from here;"
                            + " nothing has to reach this server.");
    static final Key<Optional<String>> TOKEN =
            new Key<>(
                    "edge.token",
                    optional(secret(), "none"),
                    "none",
                    "What lets this node in at the control node.");
    static final Key<Optional<String>> NAME =
            new Key<>(
                    "edge.name",
                    optional(text("a name"), "auto"),
                    "auto",
                    "What this node is called there. `auto` is the name of its machine.");
    static final Key<List<Path>> FOLDERS =
            new Key<>(
                    "edge.folders",
                    folderPaths(),
                    "none",
                    "In which folders the segments of playlists may be that encoders push to"
                            + " `/v1/playlist`. Nothing else is ever read.");
    static final Key<List<String>> FETCH =
            new Key<>(
                    "edge.fetch",
                    words("hosts, such as `camera.lan` or `10.0.0.7:8000`,"),
                    "none",
                    "From which hosts such segments may be fetched over HTTP.");
    static final Key<List<String>> CHANNELS =
            new Key<>(
                    "edge.channels",
                    words("names of channels, with `*` for any part of them,"),
                    "*",
                    "Which channels of this server are sources of the edge node, too, if there is"
                            + " a control node.");
    static final Key<Optional<HostPort>> LISTEN =
            new Key<>(
                    "edge.listen",
                    optional(hostPort(), "off"),
                    "off",
                    "A port of its own for what encoders and viewers ask of an edge node, such as"
                            + " `:9080`. All of it is also at `http.listen`.");
    static final Key<Duration> CACHE_TIME =
            new Key<>(
                    "edge.cache_time",
                    duration(ofSeconds(10), ofHours(24)),
                    "5m",
                    "How much of each source is kept, so that a recording may begin in the past.");
    static final Key<Long> CACHE_MEMORY =
            new Key<>(
                    "edge.cache_memory",
                    size(MB, 1024 * GB),
                    "64MB",
                    "Most memory for that, of all sources together.");
    static final Key<Optional<Path>> CACHE_FOLDER =
            new Key<>(
                    "edge.cache_folder",
                    optional(folderPath(), "none"),
                    "none",
                    "Where to keep it instead of in memory, so that it outlives a restart.");
    static final Key<Long> CACHE_DISK =
            new Key<>("edge.cache_disk", size(MB, 1024 * GB), "1GB", "Most that is kept there.");
    static final Key<Long> SPOOL =
            new Key<>(
                    "edge.spool",
                    size(MB, 1024 * GB),
                    "4GB",
                    "Most that may wait in `data.folder` for the control node, of recordings. When"
                            + " it is full, what was recorded first is kept, and new segments are"
                            + " lost and counted.");
    static final Key<Optional<String>> SOURCE =
            new Key<>(
                    "edge.source",
                    optional(text("a name"), "none"),
                    "none",
                    "The source of playlists that come without the header `Video-Source-Name`.");
    static final Key<Optional<String>> SEGMENT_PREFIX =
            new Key<>(
                    "edge.segment_prefix",
                    optional(text("a folder, such as `file:///var/hls`, or a URL"), "none"),
                    "none",
                    "Where the segments of playlists are that come without the header"
                            + " `MPEG-TS-URI-Prefix`.");
    static final Key<Duration> REPORT =
            new Key<>(
                    "edge.report",
                    duration(ofMillis(100), ofMinutes(10)),
                    "5s",
                    "How often the control node is told how this one is doing.");

    static final List<Key<?>> KEYS =
            List.of(
                    CONTROL,
                    TOKEN,
                    NAME,
                    FOLDERS,
                    FETCH,
                    CHANNELS,
                    LISTEN,
                    CACHE_TIME,
                    CACHE_MEMORY,
                    CACHE_FOLDER,
                    CACHE_DISK,
                    SPOOL,
                    SOURCE,
                    SEGMENT_PREFIX,
                    REPORT);

    public EdgeConfig {
        CONTROL.check(control);
        TOKEN.check(token);
        NAME.check(name);
        FOLDERS.check(folders);
        FETCH.check(fetch);
        CHANNELS.check(channels);
        CACHE_TIME.check(cacheTime);
        CACHE_MEMORY.check(cacheMemoryBytes);
        CACHE_DISK.check(cacheDiskBytes);
        SPOOL.check(spoolBytes);
        REPORT.check(report);
    }

    /// Whether this server is an edge node.
    public boolean isOn() {
        return control.isPresent() || listen.isPresent() || !folders.isEmpty() || !fetch.isEmpty();
    }

    static EdgeConfig from(Values values) {
        return new EdgeConfig(
                values.get(CONTROL),
                values.get(TOKEN),
                values.get(NAME),
                values.get(FOLDERS),
                values.get(FETCH),
                values.get(CHANNELS),
                values.get(LISTEN),
                values.get(CACHE_TIME),
                values.get(CACHE_MEMORY),
                values.get(CACHE_FOLDER),
                values.get(CACHE_DISK),
                values.get(SPOOL),
                values.get(SOURCE),
                values.get(SEGMENT_PREFIX),
                values.get(REPORT));
    }
}
