package dev.millrace.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.millrace.config.key.BadSettingException;
import dev.millrace.config.key.Key;
import dev.millrace.testing.Checkout;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ConfigTest {
    private static final String PEM = Checkout.root().resolve("pom.xml").toString();
    private static final String OTHER_PEM = Checkout.root().resolve("LICENSE").toString();

    /// With these, TLS may be switched on and either file changed.
    private static final List<String> TLS = List.of("tls.certificate=" + PEM, "tls.key=" + PEM);

    /// One of each list.
    private static final List<String> ITEMS =
            List.of(
                    "relays[0].name=cam",
                    "relays[0].source=rtmp://host/live/cam",
                    "vhosts[0].name=tv.example",
                    "rules[0].match=live/*",
                    "transcode[0].name=sd",
                    "transcode[0].match=live/*",
                    "transcode[0].audio.codec=aac");

    /// For those of which not everything is allowed: another value than the default.
    private static final Map<String, String> OTHERS_BY_KEY =
            Map.ofEntries(
                    Map.entry("relays[].name", "door"),
                    Map.entry("relays[].source", "rtmp://host/live/door"),
                    Map.entry("relays[].start", "always"),
                    Map.entry("relays[].schedule", "Mon 08:00-18:00 UTC"),
                    Map.entry("relays[].env", "A=b"),
                    Map.entry("relays[].window", "5s"),
                    Map.entry("relays[].memory", "20MB"),
                    Map.entry("transcode[].name", "hd"),
                    Map.entry("transcode[].match", "tv/*"),
                    Map.entry("transcode[].renditions", "720p 480p:1M"),
                    Map.entry("transcode[].video.codec", "libx265"),
                    Map.entry("transcode[].video.bitrate", "800k"),
                    Map.entry("transcode[].video.size", "640x360"),
                    Map.entry("transcode[].video.rate", "30000/1001"),
                    Map.entry("transcode[].video.profile", "main"),
                    Map.entry("transcode[].video.preset", "fast"),
                    Map.entry("transcode[].video.filter", "hflip"),
                    Map.entry("transcode[].audio.codec", "libmp3lame"),
                    Map.entry("transcode[].audio.bitrate", "96k"),
                    Map.entry("transcode[].audio.rate", "44100"),
                    Map.entry("transcode[].audio.channels", "1"),
                    Map.entry("transcode[].output", "tv/[stream]"),
                    Map.entry("hls.past", "3"),
                    Map.entry("hls.segments_per_key", "5"),
                    Map.entry("vhosts[].name", "cdn.example"),
                    Map.entry("vhosts[].aliases", "www.tv.example"),
                    Map.entry("rules[].match", "tv/*"),
                    Map.entry("access.publish_allow", "10.0.0.0/8"),
                    Map.entry("access.publish_deny", "10.0.0.0/8"),
                    Map.entry("access.publish_sites", "example.com"),
                    Map.entry("bandwidth.key", "nobody-knows-it"),
                    Map.entry("access.publish_key", "nobody-knows-it"),
                    Map.entry("access.play_allow", "10.0.0.0/8"),
                    Map.entry("access.play_deny", "10.0.0.0/8"),
                    Map.entry("access.play_sites", "example.com"),
                    Map.entry("access.play_key", "nobody-knows-it"),
                    Map.entry("access.auth_url", "http://127.0.0.1:9000/auth?key=x"),
                    Map.entry("access.publish_jwt", "http://127.0.0.1:9000/jwks.json"),
                    Map.entry("access.play_jwt", "http://127.0.0.1:9000/jwks.json"),
                    Map.entry("access.jwt_issuer", "https://login.example.org"),
                    Map.entry("access.jwt_audience", "live"),
                    Map.entry("access.jwt_claim", "may"),
                    Map.entry("limits.viewers", "10"),
                    Map.entry("limits.viewers_per_ip", "2"),
                    Map.entry("limits.bitrate", "8M"),
                    Map.entry("limits.picture", "1920x1080"),
                    Map.entry("hooks.on_connect", "http://127.0.0.1:9000/connect"),
                    Map.entry("hooks.on_close", "http://127.0.0.1:9000/close"),
                    Map.entry("hooks.on_publish", "http://127.0.0.1:9000/publish"),
                    Map.entry("hooks.on_unpublish", "http://127.0.0.1:9000/unpublish"),
                    Map.entry("hooks.on_play", "http://127.0.0.1:9000/play"),
                    Map.entry("hooks.on_stop", "http://127.0.0.1:9000/stop"),
                    Map.entry("hooks.on_dvr", "http://127.0.0.1:9000/dvr"),
                    Map.entry("hooks.on_forward", "http://127.0.0.1:9000/forward"),
                    Map.entry("hooks.on_hls", "http://127.0.0.1:9000/hls"),
                    Map.entry("hooks.on_hls_notify", "http://127.0.0.1:9000/[ts_url]"),
                    Map.entry("hooks.format", "nginx"),
                    Map.entry("hooks.secret", "nobody-knows-it"),
                    Map.entry("hooks.when_down", "allow"),
                    Map.entry("forward.to", "rtmp://backup.example.org"),
                    Map.entry("origin.from", "rtmp://origin.example.org"),
                    Map.entry("redirect.rtmp", "rtmp://other.example.org"),
                    Map.entry("redirect.http", "http://other.example.org"),
                    Map.entry("dvr.format", "mp4"),
                    Map.entry("dvr.plan", "append"),
                    Map.entry("dvr.path", "[app]/[stream]"),
                    Map.entry("dvr.folder", "elsewhere"),
                    Map.entry("dvr.keep_age", "24h"),
                    Map.entry("dvr.keep_size", "10GB"),
                    Map.entry("ffmpeg.program", "avconv"),
                    Map.entry("ffmpeg.folder", "elsewhere"),
                    Map.entry("admin.token", "nobody-knows-it"),
                    Map.entry("admin.open", "read"),
                    Map.entry("edge.control", "https://control.example.org"),
                    Map.entry("edge.token", "the-token-of-an-edge"),
                    Map.entry("edge.name", "north"),
                    Map.entry("edge.folders", "/var/hls"),
                    Map.entry("edge.fetch", "camera.lan"),
                    Map.entry("edge.channels", "live/*"),
                    Map.entry("edge.cache_folder", "elsewhere"),
                    Map.entry("edge.source", "door"),
                    Map.entry("edge.segment_prefix", "file:///var/hls"),
                    Map.entry("data.folder", "elsewhere"),
                    Map.entry("log.file", "elsewhere.log"),
                    Map.entry("control.name", "north"),
                    Map.entry("control.url", "https://control-1.example.org"),
                    Map.entry("control.catalogue", "other.db"),
                    Map.entry("control.objects", "elsewhere"),
                    Map.entry("control.edge_token", "nobody-knows-it"),
                    Map.entry("heartbeat.url", "http://monitor.example.org/api/v1/servers"),
                    Map.entry("heartbeat.device_id", "north"),
                    Map.entry("control.keep_age", "24h"),
                    Map.entry("control.keep_size", "10GB"));

    /// For defaults that do not begin with a number: another value that is allowed as well.
    private static final Map<String, String> OTHERS =
            Map.of(
                    "off", ":7",
                    "none", OTHER_PEM,
                    "true", "false",
                    "false", "true",
                    "reject", "takeover",
                    "normal", "low",
                    "info", "debug",
                    "text", "json",
                    "*", "https://example.org");

    private static final Pattern LEADING_NUMBER = Pattern.compile("^\\d+");

    /// A value out of every range there is.
    private static final Map<Class<?>, Object> WRONG =
            Map.of(
                    int.class,
                    Integer.MIN_VALUE,
                    long.class,
                    Long.MIN_VALUE,
                    Duration.class,
                    Duration.ofSeconds(-1),
                    String.class,
                    " ");

    static List<Key<?>> keys() {
        return Config.KEYS;
    }

    static Stream<Record> sections() {
        return sections(Config.of(ITEMS.toArray(String[]::new))).values().stream();
    }

    @ParameterizedTest
    @MethodSource("keys")
    void everySettingChangesItsOwnComponentAndNoOther(Key<?> key) {
        var settings = new ArrayList<>(TLS);
        settings.addAll(ITEMS);
        Map<String, Object> before = flat(Config.of(settings.toArray(String[]::new)));
        settings.add(key.name().replace("[]", "[0]") + "=" + otherThan(key));
        Map<String, Object> after = flat(Config.of(settings.toArray(String[]::new)));
        assertThat(
                        before.keySet().stream()
                                .filter(name -> !Objects.equals(before.get(name), after.get(name))))
                .containsExactly(key.name());
    }

    @Test
    void everyComponentHasASetting() {
        assertThat(flat(Config.of(ITEMS.toArray(String[]::new))).keySet())
                .containsExactlyInAnyOrderElementsOf(Config.KEYS.stream().map(Key::name).toList());
    }

    @ParameterizedTest
    @MethodSource("sections")
    void aRecordRefusesEveryValueOutOfRange(Record section) throws ReflectiveOperationException {
        RecordComponent[] components = section.getClass().getRecordComponents();
        for (int i = 0; i < components.length; i++) {
            Object wrong = WRONG.get(components[i].getType());
            if (wrong != null) {
                Object[] values = values(section);
                values[i] = wrong;
                assertThat(refusal(section.getClass(), values))
                        .as(components[i].toString())
                        .isInstanceOf(BadSettingException.class);
            }
        }
    }

    @Test
    void ofNamesTheMistake() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Config.of("rtmp.play_wait=1"))
                .withMessageContaining("rtmp.play_wait: \"1\" is not a duration");
    }

    private static @Nullable Throwable refusal(Class<?> type, Object[] values)
            throws ReflectiveOperationException {
        try {
            type.getDeclaredConstructors()[0].newInstance(values);
            return null;
        } catch (InvocationTargetException e) {
            return e.getCause();
        }
    }

    private static String otherThan(Key<?> key) {
        String value = key.byDefault();
        String other = OTHERS_BY_KEY.get(key.name());
        return other != null
                ? other
                : OTHERS.getOrDefault(
                        value, LEADING_NUMBER.matcher(value).replaceFirst(ConfigTest::next));
    }

    private static String next(MatchResult number) {
        return Integer.toString(Integer.parseInt(number.group()) + 1);
    }

    /// Every component of every section by the name that its setting must have.
    private static Map<String, Object> flat(Config config) {
        var all = new TreeMap<String, Object>();
        sections(config)
                .forEach((name, section) -> {
                    RecordComponent[] components = section.getClass().getRecordComponents();
                    Object[] values = values(section);
                    for (int i = 0; i < components.length; i++) {
                        if (!(isSection(values[i]) || values[i] instanceof Overrides)) {
                            all.put(name + "." + settingName(components[i]), values[i]);
                        }
                    }
                });
        return all;
    }

    private static String settingName(RecordComponent component) {
        return component
                .getName()
                .replaceFirst("Bytes$", "")
                .replaceAll("([A-Z])", "_$1")
                .toLowerCase(Locale.ROOT);
    }

    /// Each by the prefix of its settings; those of a list by that of its items.
    private static Map<String, Record> sections(Config config) {
        var sections = new TreeMap<String, Record>();
        addSections("", config, sections);
        sections.remove("");
        return sections;
    }

    private static void addSections(String name, Record section, Map<String, Record> sections) {
        sections.put(name, section);
        String prefix = name.isEmpty() ? "" : name + ".";
        Object[] values = values(section);
        for (int i = 0; i < values.length; i++) {
            if (values[i] instanceof ChannelRules rules) {
                values[i] = rules.list();
            }
            String below = prefix + section.getClass().getRecordComponents()[i].getName();
            if (isSection(values[i])) {
                addSections(below, (Record) values[i], sections);
            } else if (values[i] instanceof List<?> list
                    && !list.isEmpty()
                    && isSection(list.getFirst())) {
                addSections(below + "[]", (Record) list.getFirst(), sections);
            }
        }
    }

    /// A record of settings, and not one that is a value.
    private static boolean isSection(Object value) {
        return value instanceof Record && value.getClass().getName().contains("Config");
    }

    private static Object[] values(Record owner) {
        return Arrays.stream(owner.getClass().getRecordComponents())
                .map(component -> value(owner, component))
                .toArray();
    }

    private static Object value(Record owner, RecordComponent component) {
        try {
            return component.getAccessor().invoke(owner);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.getMessage(), e);
        }
    }
}
