package dev.millrace.config;

import static dev.millrace.config.key.ValueTypes.flag;
import static dev.millrace.config.key.ValueTypes.hostName;
import static dev.millrace.config.key.ValueTypes.words;

import dev.millrace.config.key.Key;
import dev.millrace.config.key.Values;
import dev.millrace.media.ChannelName;
import java.util.List;
import java.util.Locale;

/// A virtual host: channels of one name in two of them are two channels.
///
/// @param name as it is in URLs, small letters; `__defaultVhost__` is where everything goes that
///   names no other
/// @param aliases other names of it
/// @param enabled whether anybody may publish or watch there
public record VhostConfig(String name, List<String> aliases, boolean enabled) {
    static final Key<String> NAME =
            Key.required(
                    "vhosts[].name",
                    hostName(),
                    "A virtual host. Clients ask for it with the host of their URL, or with"
                            + " `?vhost=`; one that is not listed is the default,"
                            + " `__defaultVhost__`.");
    static final Key<List<String>> ALIASES =
            new Key<>("vhosts[].aliases", words("hosts"), "none", "Other names of the same host.");
    static final Key<Boolean> ENABLED =
            new Key<>(
                    "vhosts[].enabled",
                    flag(),
                    "true",
                    "Whether anybody may publish or watch there.");

    static final List<Key<?>> KEYS = List.of(NAME, ALIASES, ENABLED);

    public VhostConfig {
        NAME.check(name);
        ALIASES.check(aliases);
        name = canonical(name);
        aliases = aliases.stream().map(VhostConfig::canonical).toList();
    }

    static VhostConfig from(Values values) {
        return new VhostConfig(values.get(NAME), values.get(ALIASES), values.get(ENABLED));
    }

    private static String canonical(String host) {
        return host.equalsIgnoreCase(ChannelName.DEFAULT_VHOST)
                ? ChannelName.DEFAULT_VHOST
                : host.toLowerCase(Locale.ROOT);
    }
}
