package dev.millrace.config;

import dev.millrace.config.file.Setting;
import dev.millrace.config.file.VtxLinkFile;
import dev.millrace.config.file.Written;
import dev.millrace.config.file.YamlForm;
import dev.millrace.config.file.YamlSettings;
import dev.millrace.config.key.BadSettingException;
import dev.millrace.config.key.Key;
import dev.millrace.config.key.Values;
import dev.millrace.config.value.Nearest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Puts settings from several places together; a later call wins over an earlier one.
///
/// ```
/// new ConfigLoader().file(path).environment(System.getenv()).set(key, text, "--set").load()
/// ```
public final class ConfigLoader {
    /// In front of the environment variables that are settings.
    public static final String ENVIRONMENT_PREFIX = "MILLRACE_";

    /// Variables with the prefix that belong to the launcher.
    private static final Set<String> NOT_SETTINGS = Set.of("MILLRACE_JAVA_OPTS");

    private static final Path USUAL_FILE = Path.of("millrace.yaml");

    private static final int SHOWN_LENGTH_MAX = 60;

    /// Of an item in a list, as in `relays[3].name`.
    private static final Pattern INDEX = Pattern.compile("\\[(\\d{1,4})]");

    /// Those of the reference, and those of them that a rule may say, too.
    private static final List<Key<?>> KEYS =
            Stream.<Key<?>>concat(Config.KEYS.stream(), PerChannel.KEYS.stream().map(Key::inRules))
                    .toList();

    private static final YamlForm FORM =
            new YamlForm(
                    KEYS.stream().map(Key::name).collect(Collectors.toSet()),
                    KEYS.stream()
                            .filter(key -> key.type().isList())
                            .map(Key::name)
                            .collect(Collectors.toSet()),
                    true);

    private static final Map<String, Key<?>> KEYS_BY_NAME = keysBy(KEYS, Key::name);
    private static final Map<String, Key<?>> KEYS_BY_VARIABLE =
            keysBy(
                    Config.KEYS.stream().filter(key -> !key.isOfItem()).toList(),
                    Key::environmentName);

    private final Map<String, Setting> settings = new HashMap<>();
    private final List<String> problems = new ArrayList<>();

    /// Takes the settings of the file that somebody named, else of `millrace.yaml` in the working
    /// folder, if there is one.
    public ConfigLoader fileOrUsual(Optional<Path> named) {
        usual(named).ifPresent(this::file);
        return this;
    }

    /// The file that somebody named, else `millrace.yaml` in the working folder, if there is one.
    public static Optional<Path> usual(Optional<Path> named) {
        return named.or(() -> Optional.of(USUAL_FILE).filter(Files::exists));
    }

    /// Takes the settings of a YAML file, of this program or of VTX Link.
    public ConfigLoader file(Path file) {
        return take(
                VtxLinkFile.isOne(file)
                        ? VtxLinkFile.read(file, problems)
                        : YamlSettings.read(file, FORM, problems));
    }

    /// Takes the settings of a text as it would stand in a file of this program.
    ///
    /// @param name what people call it
    public ConfigLoader text(String text, String name) {
        return take(YamlSettings.read(text, name, FORM, problems));
    }

    private ConfigLoader take(List<Setting> read) {
        Map<String, String> seenAt = new HashMap<>();
        for (Setting setting : read) {
            String before = seenAt.putIfAbsent(setting.key(), setting.origin());
            if (before != null) {
                problems.add(
                        "%s: %s is already set at %s"
                                .formatted(setting.origin(), setting.key(), before));
            }
            add(setting);
        }
        return this;
    }

    /// Takes every variable whose name begins with the prefix: `MILLRACE_HTTP_LISTEN` is
    /// `http.listen`.
    public ConfigLoader environment(Map<String, String> variables) {
        new TreeMap<>(variables).tailMap(ENVIRONMENT_PREFIX).forEach(this::variable);
        return this;
    }

    /// Takes one setting; the origin says where it stands, for people.
    public ConfigLoader set(String key, String text, String origin) {
        add(new Setting(key, text, origin));
        return this;
    }

    /// Takes one setting in the form `key=value`.
    public ConfigLoader assignment(String assignment, String origin) {
        int equals = assignment.indexOf('=');
        if (equals < 0) {
            problems.add("%s: \"%s\" is not KEY=VALUE".formatted(origin, assignment));
            return this;
        }
        return set(assignment.substring(0, equals), assignment.substring(equals + 1), origin);
    }

    /// The settings, if nothing is wrong with any of them.
    public Config load() throws ConfigException {
        Optional<Config> config = Optional.empty();
        try {
            config = Optional.of(Config.from(new Read(""), new Written(new TreeMap<>(settings))));
        } catch (BadSettingException e) {
            problems.add(origin(e.key()) + ": " + e.getMessage());
        }
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        return config.orElseThrow();
    }

    private void variable(String name, String text) {
        if (!name.startsWith(ENVIRONMENT_PREFIX) || NOT_SETTINGS.contains(name)) {
            return;
        }
        Key<?> key = KEYS_BY_VARIABLE.get(name);
        if (key == null) {
            problems.add(unknown("environment", "variable", name, KEYS_BY_VARIABLE));
            return;
        }
        add(new Setting(key.name(), text, name));
    }

    private void add(Setting setting) {
        Matcher index = INDEX.matcher(setting.key());
        if (!KEYS_BY_NAME.containsKey(index.replaceAll("[]"))) {
            String problem = unknown(setting.origin(), "key", setting.key(), KEYS_BY_NAME);
            problems.add(index.reset().find() ? problem.replace("[]", index.group()) : problem);
            return;
        }
        settings.put(setting.key(), setting);
    }

    /// The values of what is set, at the top or in one item of a list.
    private final class Read implements Values {
        private final String item;

        /// @param item the item's place, `relays[3]`; empty at the top
        private Read(String item) {
            this.item = item;
        }

        /// The default, and a problem noted, if the text is not allowed.
        @Override
        public <T> T get(Key<T> key) {
            String name = inItem(key.name());
            Setting setting = settings.get(name);
            if (setting == null) {
                return key.defaultValue();
            }
            Optional<T> value = key.type().read(setting.text());
            if (value.isEmpty()) {
                String notAllowed =
                        "\"%s\" is not %s".formatted(shown(setting.text()), key.type().allowed());
                if (key.isRequired()) {
                    throw new BadSettingException(key.name(), notAllowed);
                }
                problems.add("%s: %s: %s".formatted(setting.origin(), name, notAllowed));
            }
            return value.orElseGet(key::defaultValue);
        }

        @Override
        public Optional<Setting> setting(Key<?> key) {
            return Optional.ofNullable(settings.get(inItem(key.name())));
        }

        @Override
        public <T> List<T> list(String section, Function<Values, T> make) {
            var list = new ArrayList<T>();
            for (String place : places(section)) {
                var values = new Read(place);
                try {
                    list.add(make.apply(values));
                } catch (BadSettingException e) {
                    String message = values.inItem(String.valueOf(e.getMessage()));
                    problems.add(origin(place, values.inItem(e.key())) + ": " + message);
                }
            }
            return list;
        }

        private String inItem(String text) {
            return text.replaceAll("[a-z_]+\\[]", Matcher.quoteReplacement(item));
        }
    }

    /// The items of a list that something is set of, in order.
    private List<String> places(String section) {
        return settings.keySet().stream()
                .filter(key -> key.startsWith(section + "["))
                .map(INDEX::matcher)
                .filter(Matcher::find)
                .filter(found -> found.start() == section.length())
                .map(found -> Integer.valueOf(found.group(1)))
                .distinct()
                .sorted()
                .map(index -> section + "[" + index + "]")
                .toList();
    }

    /// Where a setting of an item stands, or the item, if it is not set.
    private String origin(String place, String key) {
        Setting setting = settings.get(key);
        return setting != null
                ? setting.origin()
                : settings.values().stream()
                        .filter(it -> it.key().startsWith(place + "."))
                        .map(Setting::origin)
                        .findFirst()
                        .orElse("defaults");
    }

    /// Any text on one line, not a long one, and without the credentials of a URL.
    private static String shown(String text) {
        String line = text.replaceAll("\\p{Cntrl}+", " ").replaceAll("//[^/]*@", "//***@").strip();
        return line.length() <= SHOWN_LENGTH_MAX ? line : line.substring(0, SHOWN_LENGTH_MAX) + "…";
    }

    private String origin(String key) {
        Setting setting = settings.get(key);
        return setting == null ? "defaults" : setting.origin();
    }

    private static String unknown(
            String origin, String kind, String name, Map<String, Key<?>> known) {
        String hint =
                Nearest.to(name, known.keySet())
                        .map("did you mean %s?"::formatted)
                        .orElse("docs/configuration.md lists what there is");
        return "%s: unknown %s %s; %s".formatted(origin, kind, shown(name), hint);
    }

    private static Map<String, Key<?>> keysBy(List<Key<?>> keys, Function<Key<?>, String> name) {
        return keys.stream()
                .collect(
                        Collectors.toMap(
                                name, key -> key, (a, _) -> a, LinkedHashMap<String, Key<?>>::new));
    }
}
