package dev.millrace.config;

import static dev.millrace.config.key.ValueTypes.size;

import dev.millrace.config.key.Key;
import dev.millrace.config.key.Values;
import java.util.List;

/// The memory of the machine, or of the cgroup.
///
/// @param reserveBytes what should always be free
public record MemoryConfig(long reserveBytes) {
    static final Key<Long> RESERVE =
            new Key<>(
                    "memory.reserve",
                    size(0, 1L << 50),
                    "16MB",
                    "What should always be free, of the machine or the cgroup. A relay that would"
                            + " need some of it starts only when others, which nobody watches, can"
                            + " be ended for it. If there is less, channels keep less, then relays"
                            + " that nobody watches are ended, then new viewers are told to come"
                            + " later.");

    static final List<Key<?>> KEYS = List.of(RESERVE);

    public MemoryConfig {
        RESERVE.check(reserveBytes);
    }

    static MemoryConfig from(Values values) {
        return new MemoryConfig(values.get(RESERVE));
    }
}
