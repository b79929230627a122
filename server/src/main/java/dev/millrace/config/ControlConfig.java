package dev.millrace.config;

import static dev.millrace.config.key.UrlTypes.siteUrl;
import static dev.millrace.config.key.ValueTypes.duration;
import static dev.millrace.config.key.ValueTypes.flag;
import static dev.millrace.config.key.ValueTypes.hostPort;
import static dev.millrace.config.key.ValueTypes.integer;
import static dev.millrace.config.key.ValueTypes.optional;
import static dev.millrace.config.key.ValueTypes.secret;
import static dev.millrace.config.key.ValueTypes.size;
import static dev.millrace.config.key.ValueTypes.sizeOrHeapPercent;
import static dev.millrace.config.key.ValueTypes.text;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import dev.millrace.config.key.Key;
import dev.millrace.config.key.Values;
import dev.millrace.config.value.HostPort;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// A control node: what edge nodes send is shown live here, recorded, and replayed.
///
/// @param url where viewers reach it, if other control nodes share its catalogue
/// @param catalogue where it is written down what there is; if it is not set, in the data folder
/// @param objects where recorded segments are kept; if it is not set, in the data folder
/// @param keepAge when a recording that has ended is deleted, if ever
/// @param keepSizeBytes the oldest recordings are deleted while all are larger, if set
/// @param contactTimeout an edge node that was silent for longer is shown as away
public record ControlConfig(
        boolean enabled,
        Optional<String> name,
        Optional<URI> url,
        Optional<String> catalogue,
        Optional<String> objects,
        Optional<String> edgeToken,
        Optional<HostPort> managementListen,
        Optional<HostPort> viewingListen,
        Optional<HostPort> edgeListen,
        int liveSegments,
        long liveMemoryBytes,
        long transferMemoryBytes,
        long cacheMemoryBytes,
        Optional<Duration> keepAge,
        Optional<Long> keepSizeBytes,
        Duration contactTimeout) {
    private static final long MEMORY_BYTES_MIN = 1 << 20;

    static final Key<Boolean> ENABLED =
            new Key<>(
                    "control.enabled",
                    flag(),
                    "false",
                    "Whether this is a control node: edge nodes connect to it, and what they send"
                            + " is shown, recorded and replayed here.");
    static final Key<Optional<String>> NAME =
            new Key<>(
                    "control.name",
                    optional(text("a name of the node"), "auto"),
                    "auto",
                    "What the control node calls itself. `auto` is the name of the machine.");
    static final Key<Optional<URI>> URL =
            new Key<>(
                    "control.url",
                    optional(siteUrl(), "none"),
                    "none",
                    "Where viewers reach this control node, if several share a database: the"
                            + " others send them here for what is live here.");
    static final Key<Optional<String>> CATALOGUE =
            new Key<>(
                    "control.catalogue",
                    optional(text("the path of a file, or `postgresql://…`"), "auto"),
                    "auto",
                    "Where sources, recordings and segments are written down: an SQLite file, or a"
                            + " database such as `postgresql://user:password@host:5432/millrace`,"
                            + " which several control nodes may share. `auto` is a file in"
                            + " `data.folder`.");
    static final Key<Optional<String>> OBJECTS =
            new Key<>(
                    "control.objects",
                    optional(text("the path of a folder, or `s3://…`"), "auto"),
                    "auto",
                    "Where recorded segments are kept: a folder, or a bucket such as"
                            + " `s3://bucket/prefix?region=eu-central-1`. `auto` is a folder in"
                            + " `data.folder`.");
    static final Key<Optional<String>> EDGE_TOKEN =
            new Key<>(
                    "control.edge_token",
                    optional(secret(), "auto"),
                    "auto",
                    "What edge nodes show when they connect. `auto` is one that is made at the"
                            + " first start, and kept in the file `edge.token` of `data.folder`.");
    static final Key<Optional<HostPort>> MANAGEMENT_LISTEN =
            listen("management", "LiveMix's management paths are served as well");
    static final Key<Optional<HostPort>> VIEWING_LISTEN =
            listen("viewing", "LiveMix's viewing paths are served as well");
    static final Key<Optional<HostPort>> EDGE_LISTEN =
            listen("edge", "edge nodes can connect as well");
    static final Key<Integer> LIVE_SEGMENTS =
            new Key<>(
                    "control.live_segments",
                    integer(3, 100),
                    "6",
                    "Segments in the live playlist of a source.");
    static final Key<Long> LIVE_MEMORY =
            memory("live", "20%", "the live segments of all sources; beyond it lists get shorter");
    static final Key<Long> TRANSFER_MEMORY =
            memory("transfer", "10%", "segments that are being received; beyond it they wait");
    static final Key<Long> CACHE_MEMORY =
            memory("cache", "10%", "segments of recordings that are replayed");
    static final Key<Optional<Duration>> KEEP_AGE =
            new Key<>(
                    "control.keep_age",
                    optional(duration(ofMinutes(1), ofHours(1_000_000)), "forever"),
                    "forever",
                    "A recording that ended longer ago is deleted.");
    static final Key<Optional<Long>> KEEP_SIZE =
            new Key<>(
                    "control.keep_size",
                    optional(size(1 << 20, 1L << 50), "unlimited"),
                    "unlimited",
                    "While all recordings together are larger, the oldest that has ended is"
                            + " deleted.");
    static final Key<Duration> CONTACT_TIMEOUT =
            new Key<>(
                    "control.contact_timeout",
                    duration(ofSeconds(1), ofHours(1)),
                    "30s",
                    "An edge node that was silent for longer is shown as away. Nothing is switched"
                            + " off: it goes on when it returns. At least two and a half times the"
                            + " time between its reports.");

    static final List<Key<?>> KEYS =
            List.of(
                    ENABLED,
                    NAME,
                    URL,
                    CATALOGUE,
                    OBJECTS,
                    EDGE_TOKEN,
                    MANAGEMENT_LISTEN,
                    VIEWING_LISTEN,
                    EDGE_LISTEN,
                    LIVE_SEGMENTS,
                    LIVE_MEMORY,
                    TRANSFER_MEMORY,
                    CACHE_MEMORY,
                    KEEP_AGE,
                    KEEP_SIZE,
                    CONTACT_TIMEOUT);

    public ControlConfig {
        NAME.check(name);
        URL.check(url);
        CATALOGUE.check(catalogue);
        OBJECTS.check(objects);
        EDGE_TOKEN.check(edgeToken);
        LIVE_SEGMENTS.check(liveSegments);
        LIVE_MEMORY.check(liveMemoryBytes);
        TRANSFER_MEMORY.check(transferMemoryBytes);
        CACHE_MEMORY.check(cacheMemoryBytes);
        KEEP_AGE.check(keepAge);
        KEEP_SIZE.check(keepSizeBytes);
        CONTACT_TIMEOUT.check(contactTimeout);
    }

    static ControlConfig from(Values values) {
        return new ControlConfig(
                values.get(ENABLED),
                values.get(NAME),
                values.get(URL),
                values.get(CATALOGUE),
                values.get(OBJECTS),
                values.get(EDGE_TOKEN),
                values.get(MANAGEMENT_LISTEN),
                values.get(VIEWING_LISTEN),
                values.get(EDGE_LISTEN),
                values.get(LIVE_SEGMENTS),
                values.get(LIVE_MEMORY),
                values.get(TRANSFER_MEMORY),
                values.get(CACHE_MEMORY),
                values.get(KEEP_AGE),
                values.get(KEEP_SIZE),
                values.get(CONTACT_TIMEOUT));
    }

    private static Key<Optional<HostPort>> listen(String what, String about) {
        return new Key<>(
                "control.%s_listen".formatted(what),
                optional(hostPort(), "off"),
                "off",
                "One more place where %s. The port of `http.listen` has all of it anyhow."
                        .formatted(about));
    }

    private static Key<Long> memory(String what, String byDefault, String about) {
        return new Key<>(
                "control.%s_memory".formatted(what),
                sizeOrHeapPercent(MEMORY_BYTES_MIN),
                byDefault,
                "Memory for %s.".formatted(about));
    }
}
