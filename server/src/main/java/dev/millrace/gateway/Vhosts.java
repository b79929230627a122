package dev.millrace.gateway;

import dev.millrace.media.ChannelName;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Which virtual hosts there are. Whoever asks for one that there is not gets the default one, as
/// SRS has it: encoders ask for the address that they were given. Any thread.
///
/// @param namesByAlias the names of all hosts, by each of the names they have, in small letters
/// @param closed where nobody may publish or watch
public record Vhosts(Map<String, String> namesByAlias, Set<String> closed) {
    /// Only the default one.
    public static final Vhosts NONE = new Vhosts(Map.of(), Set.of());

    public Vhosts {
        namesByAlias = Map.copyOf(namesByAlias);
        closed = Set.copyOf(closed);
    }

    /// The virtual host that is meant.
    ///
    /// @param asked as it came from a client
    public String of(String asked) {
        return namesByAlias.getOrDefault(asked.toLowerCase(Locale.ROOT), ChannelName.DEFAULT_VHOST);
    }

    /// Why nobody may publish or watch there, if nobody may.
    ///
    /// @param name as [#of] says it
    public Optional<String> refusal(String name) {
        return closed.contains(name)
                ? Optional.of("virtual host %s is disabled".formatted(name))
                : Optional.empty();
    }
}
