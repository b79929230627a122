package dev.millrace.config;

import static dev.millrace.config.ValueTypes.size;

import java.util.List;

/// The memory of the machine, or of the cgroup.
///
/// @param reserveBytes what must be free after a relay has started
public record MemoryConfig(long reserveBytes) {
    static final Key<Long> RESERVE =
            new Key<>(
                    "memory.reserve",
                    size(0, 1L << 50),
                    "16MB",
                    "What must be free after a relay has started, of the machine or the cgroup."
                            + " Where that is not so, relays that nobody watches are ended, and"
                            + " then no other is started.");

    static final List<Key<?>> KEYS = List.of(RESERVE);

    public MemoryConfig {
        RESERVE.check(reserveBytes);
    }

    static MemoryConfig from(Values values) {
        return new MemoryConfig(values.get(RESERVE));
    }
}
