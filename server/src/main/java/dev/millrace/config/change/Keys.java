package dev.millrace.config.change;

import dev.millrace.config.Config;
import dev.millrace.config.PerChannel;
import dev.millrace.config.key.Key;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// All settings there are, those that a rule may say included.
final class Keys {
    private static final Map<String, Key<?>> BY_NAME =
            all().collect(Collectors.toMap(Key::name, Function.identity(), (a, _) -> a));

    private Keys() {}

    /// By its name, as in `hls.segment` or `rules[].hls.segment`.
    static Optional<Key<?>> find(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    /// Those of the items of a list.
    static List<Key<?>> of(String section) {
        return all().filter(key -> key.name().startsWith(section + "[].")).toList();
    }

    private static Stream<Key<?>> all() {
        return Stream.concat(Config.KEYS.stream(), PerChannel.KEYS.stream().map(Key::inRules));
    }
}
