package dev.millrace.config;

import dev.millrace.config.file.Setting;
import dev.millrace.config.file.YamlForm;
import dev.millrace.config.file.YamlSettings;
import dev.millrace.config.key.BadSettingException;
import dev.millrace.config.key.Key;
import dev.millrace.config.key.ValueTypes;
import dev.millrace.config.key.Values;
import dev.millrace.config.value.Nearest;
import dev.millrace.media.Schedule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// One relay as a text of its own, with the names that it has in the configuration file: what
/// people send to the API, and what is kept of it.
public final class RelayForm {
    private static final String PREFIX = "relays[].";

    private static final Map<String, Key<?>> KEYS =
            RelayConfig.KEYS.stream()
                    .collect(
                            Collectors.toMap(
                                    RelayForm::shortName,
                                    key -> key,
                                    (a, _) -> a,
                                    LinkedHashMap<String, Key<?>>::new));

    private static final YamlForm YAML =
            new YamlForm(
                    KEYS.keySet(),
                    KEYS.entrySet().stream()
                            .filter(key -> key.getValue().type().isList())
                            .map(Map.Entry::getKey)
                            .collect(Collectors.toSet()),
                    true);

    /// A setting, for whoever fills in a form.
    ///
    /// @param key its name, with dots for levels
    public record Field(
            String key, String byDefault, String allowed, String about, boolean required) {}

    /// What is wrong with a setting; with none in particular if the key is empty.
    public record Mistake(String key, String message) {}

    /// A text is no relay.
    public static final class BadFormException extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient List<Mistake> mistakes;

        private BadFormException(List<Mistake> mistakes) {
            super(
                    mistakes.stream()
                            .map(it ->
                                    it.key().isEmpty()
                                            ? it.message()
                                            : it.key() + ": " + it.message())
                            .collect(Collectors.joining("; ")));
            this.mistakes = List.copyOf(mistakes);
        }

        /// At least one.
        public List<Mistake> mistakes() {
            return mistakes;
        }
    }

    private RelayForm() {}

    /// All there are, those that must be set first.
    public static List<Field> fields() {
        return KEYS.entrySet().stream()
                .map(entry -> {
                    Key<?> key = entry.getValue();
                    return new Field(
                            entry.getKey(),
                            key.byDefault(),
                            key.type().allowed(),
                            key.about(),
                            key.isRequired());
                })
                .toList();
    }

    /// Reads a file of relays, `{"relays": [...]}`; none if it is not there.
    ///
    /// @throws ConfigException saying where what is wrong
    public static List<RelayConfig> readAll(Path file) throws ConfigException {
        if (!Files.exists(file)) {
            return List.of();
        }
        return new ConfigLoader().file(file).load().relays();
    }

    /// Reads JSON, or YAML.
    ///
    /// @param given settings that hold whatever the text says
    public static RelayConfig read(String text, Map<String, String> given) throws BadFormException {
        var problems = new ArrayList<String>();
        List<Setting> settings = YamlSettings.read(text, "line", YAML, problems);
        List<Mistake> mistakes =
                problems.stream()
                        .map(problem -> new Mistake("", problem))
                        .collect(Collectors.toCollection(ArrayList::new));
        var texts = new LinkedHashMap<String, String>();
        settings.forEach(setting -> texts.put(setting.key(), setting.text()));
        texts.putAll(given);
        texts.keySet().stream()
                .filter(key -> !KEYS.containsKey(key))
                .map(key -> new Mistake(key, unknown(key)))
                .forEach(mistakes::add);
        return read(texts, mistakes);
    }

    private static RelayConfig read(Map<String, String> texts, List<Mistake> mistakes)
            throws BadFormException {
        Optional<RelayConfig> relay = Optional.empty();
        try {
            relay = Optional.of(RelayConfig.from(new Given(texts, mistakes)));
        } catch (BadSettingException e) {
            String message = String.valueOf(e.getMessage()).replace(PREFIX, "");
            String key = e.key().replace(PREFIX, "");
            mistakes.add(new Mistake(key, message.replaceFirst("^\\Q" + key + "\\E: ", "")));
        }
        if (!mistakes.isEmpty()) {
            throw new BadFormException(mistakes);
        }
        return relay.orElseThrow();
    }

    /// What of a relay is not as it is by default, as values of JSON; the source with all that is
    /// secret in it. [#read] makes the same of it.
    public static Map<String, Object> of(RelayConfig relay) {
        var form = new LinkedHashMap<String, Object>();
        form.put("name", relay.name().toString());
        form.put("source", relay.source());
        put(form, RelayConfig.START, relay.start(), ValueTypes::word);
        put(
                form,
                RelayConfig.SCHEDULE,
                relay.schedule(),
                it -> it.map(Schedule::text).orElse("any-time"));
        put(form, RelayConfig.IDLE_TIMEOUT, relay.idleTimeout(), ValueTypes::shown);
        put(form, RelayConfig.STALL_TIMEOUT, relay.stallTimeout(), ValueTypes::shown);
        put(form, RelayConfig.START_WAIT, relay.startWait(), ValueTypes::shown);
        var retry = new LinkedHashMap<String, Object>();
        put(retry, RelayConfig.RETRY_INITIAL, relay.retry().initial(), ValueTypes::shown);
        put(retry, RelayConfig.RETRY_MAX, relay.retry().max(), ValueTypes::shown);
        put(retry, RelayConfig.RETRY_ATTEMPTS, relay.retry().attempts(), it -> it);
        put(retry, RelayConfig.RETRY_JITTER, relay.retry().jitter(), it -> it + "%");
        if (!retry.isEmpty()) {
            form.put("retry", retry);
        }
        put(form, RelayConfig.INPUT_ARGS, relay.inputArgs(), it -> it);
        put(form, RelayConfig.OUTPUT_ARGS, relay.outputArgs(), it -> it);
        put(form, RelayConfig.ENV, relay.env(), it -> it);
        put(form, RelayConfig.DISK_MAX, relay.diskMaxBytes(), ValueTypes::shown);
        put(form, RelayConfig.WINDOW, relay.window(), it -> shown(it, ValueTypes::shown));
        put(form, RelayConfig.MEMORY, relay.memoryBytes(), it -> shown(it, ValueTypes::shown));
        return form;
    }

    private static <T> void put(
            Map<String, Object> form, Key<T> key, T value, Function<T, Object> text) {
        if (!value.equals(key.defaultValue())) {
            String name = shortName(key);
            form.put(name.substring(name.indexOf('.') + 1), text.apply(value));
        }
    }

    private static <T> String shown(Optional<T> value, Function<T, String> form) {
        return value.map(form).orElse("channel");
    }

    private static String shortName(Key<?> key) {
        return key.name().substring(PREFIX.length());
    }

    private static String unknown(String key) {
        return "there is no such setting; "
                + Nearest.to(key, KEYS.keySet())
                        .map("did you mean %s?"::formatted)
                        .orElse("there are " + String.join(", ", KEYS.keySet()));
    }

    /// The values of one relay.
    private record Given(Map<String, String> texts, List<Mistake> mistakes) implements Values {
        @Override
        public <T> T get(Key<T> key) {
            String name = shortName(key);
            String text = texts.get(name);
            if (text == null) {
                return key.defaultValue();
            }
            Optional<T> value = key.type().read(text);
            if (value.isEmpty() && key.isRequired()) {
                throw new BadSettingException(key.name(), "it must be " + key.type().allowed());
            }
            if (value.isEmpty()) {
                mistakes.add(new Mistake(name, "it must be " + key.type().allowed()));
            }
            return value.orElseGet(key::defaultValue);
        }

        @Override
        public <T> List<T> list(String section, Function<Values, T> item) {
            throw new IllegalStateException("a relay has no list of " + section);
        }
    }
}
