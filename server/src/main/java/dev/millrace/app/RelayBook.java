package dev.millrace.app;

import dev.millrace.api.RelayEditor;
import dev.millrace.config.ConfigException;
import dev.millrace.config.RelayConfig;
import dev.millrace.config.RelayForm;
import dev.millrace.config.RelayForm.BadFormException;
import dev.millrace.json.Json;
import dev.millrace.machine.WholeFile;
import dev.millrace.machine.WholeFile.Promise;
import dev.millrace.media.ChannelName;
import dev.millrace.net.http.Problem;
import dev.millrace.relay.Relays;
import dev.millrace.relay.Source;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpStatus;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The relays as they are set up: those of the configuration file, and in front of them those that
/// were added or changed since, which are kept in a file of their own. Any thread.
public final class RelayBook implements RelayEditor {
    private static final Logger LOG = LoggerFactory.getLogger(RelayBook.class);

    private final Relays relays;
    private final Path file;

    // Guarded by this.
    private final Map<ChannelName, RelayConfig> configured = new LinkedHashMap<>();
    private final Map<ChannelName, RelayConfig> edited = new LinkedHashMap<>();

    /// @param file where those are that were edited; it need not be there
    /// @throws ConfigException if something else is in there
    public RelayBook(List<RelayConfig> configured, Path file, Relays relays)
            throws ConfigException {
        this.relays = relays;
        this.file = file;
        configured.forEach(relay -> this.configured.put(relay.name(), relay));
        RelayForm.readAll(file).forEach(relay -> edited.put(relay.name(), relay));
    }

    /// Adds all of them to the relays that run.
    synchronized void begin() {
        var all = new LinkedHashMap<>(configured);
        for (RelayConfig relay : edited.values()) {
            if (all.put(relay.name(), relay) != null) {
                LOG.info("relay {} is as the API changed it, in {}", relay.name(), file);
            }
        }
        all.values().stream().map(Settings::relay).forEach(relays::add);
    }

    /// Takes what the configuration file says now. What the API has changed stays as it is.
    synchronized void configured(List<RelayConfig> now) {
        Map<ChannelName, RelayConfig> before = new LinkedHashMap<>(configured);
        configured.clear();
        now.forEach(relay -> configured.put(relay.name(), relay));
        for (ChannelName name : differences(before, configured)) {
            RelayConfig relay = configured.get(name);
            if (relay == null) {
                relays.remove(name, "it is no more in the configuration file");
            } else if (before.containsKey(name)) {
                relays.change(Settings.relay(relay), "the configuration file changed it");
            } else {
                relays.add(Settings.relay(relay));
            }
        }
    }

    /// Relays that begin, end, or are started again, if the configuration file says this.
    synchronized List<String> moved(List<RelayConfig> then) {
        var next = new LinkedHashMap<ChannelName, RelayConfig>();
        then.forEach(relay -> next.put(relay.name(), relay));
        return differences(configured, next).stream().map(ChannelName::toString).toList();
    }

    private List<ChannelName> differences(
            Map<ChannelName, RelayConfig> before, Map<ChannelName, RelayConfig> after) {
        return Stream.concat(before.keySet().stream(), after.keySet().stream())
                .distinct()
                .filter(name -> !edited.containsKey(name))
                .filter(name -> !Objects.equals(before.get(name), after.get(name)))
                .toList();
    }

    @Override
    public List<RelayForm.Field> fields() {
        return RelayForm.fields();
    }

    @Override
    public synchronized Optional<Entry> find(ChannelName name) {
        return current(name)
                .map(relay -> {
                    Map<String, Object> form = RelayForm.of(relay);
                    form.put("source", new Source(relay.source()).toString());
                    return new Entry(origin(name), form);
                });
    }

    private Origin origin(ChannelName name) {
        if (!edited.containsKey(name)) {
            return Origin.FILE;
        }
        return configured.containsKey(name) ? Origin.CHANGED : Origin.API;
    }

    private Optional<RelayConfig> current(ChannelName name) {
        return Optional.ofNullable(edited.getOrDefault(name, configured.get(name)));
    }

    @Override
    public synchronized ChannelName put(Optional<ChannelName> name, String text, boolean isNew)
            throws RefusedException {
        RelayConfig relay = withSecret(read(name, text));
        boolean isThere = current(relay.name()).isPresent();
        if (isNew && isThere) {
            throw new RefusedException(
                    new Problem(
                            HttpStatus.CONFLICT_409,
                            "there is a relay %s; PUT changes it".formatted(relay.name())));
        }
        RelayConfig before = edited.put(relay.name(), relay);
        try {
            keep();
        } catch (RefusedException e) {
            undo(relay.name(), before);
            throw e;
        }
        if (isThere) {
            relays.change(Settings.relay(relay), "its settings were changed");
        } else {
            relays.add(Settings.relay(relay));
        }
        return relay.name();
    }

    private static RelayConfig read(Optional<ChannelName> name, String text)
            throws RefusedException {
        try {
            Map<String, String> given =
                    name.map(it -> Map.of("name", it.toString())).orElse(Map.of());
            return RelayForm.read(text, given);
        } catch (BadFormException e) {
            throw new RefusedException(
                    Problem.badRequest(String.valueOf(e.getMessage()))
                            .with("errors", e.mistakes()));
        }
    }

    /// Whoever sends back what was shown means the password that was not.
    private RelayConfig withSecret(RelayConfig relay) {
        return current(relay.name())
                .map(RelayConfig::source)
                .filter(source -> new Source(source).toString().equals(relay.source()))
                .map(relay::from)
                .orElse(relay);
    }

    @Override
    public synchronized void remove(ChannelName name) throws RefusedException {
        if (!edited.containsKey(name)) {
            throw new RefusedException(notEdited(name));
        }
        RelayConfig before = edited.remove(name);
        try {
            keep();
        } catch (RefusedException e) {
            undo(name, before);
            throw e;
        }
        RelayConfig original = configured.get(name);
        if (original == null) {
            relays.remove(name, "it was removed");
        } else {
            relays.change(Settings.relay(original), "it is as in the configuration file again");
        }
    }

    private Problem notEdited(ChannelName name) {
        if (configured.containsKey(name)) {
            return new Problem(
                            HttpStatus.CONFLICT_409,
                            name + " stands in the configuration file; remove it there")
                    .coded("in-file");
        }
        return new Problem(
                        HttpStatus.CONFLICT_409,
                        "nobody has set up %s: it goes when it is watched no more (origin.from), or"
                                        .formatted(name)
                                + " what it is made of is published no more (transcode)")
                .coded("not-set-up");
    }

    private void undo(ChannelName name, @Nullable RelayConfig before) {
        if (before == null) {
            edited.remove(name);
        } else {
            edited.put(name, before);
        }
    }

    private void keep() throws RefusedException {
        List<?> all = edited.values().stream().map(RelayForm::of).toList();
        try {
            byte[] bytes = Json.bytes(Map.of("relays", all));
            WholeFile.write(
                    file, EnumSet.of(Promise.PRIVATE, Promise.DURABLE), ByteBuffer.wrap(bytes));
        } catch (IOException e) {
            LOG.error("{} cannot be written", file, e);
            throw new RefusedException(
                    new Problem(
                            HttpStatus.INTERNAL_SERVER_ERROR_500,
                            "nothing was changed, because %s cannot be written (data.folder): %s"
                                    .formatted(file, e)));
        }
    }
}
