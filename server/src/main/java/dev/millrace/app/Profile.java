package dev.millrace.app;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// What kind of machine the server is for. Each has defaults of its own for some settings; the
/// launcher has Java's options under the same name (scripts/java.sh).
enum Profile {
    /// A machine with memory to spare.
    DEFAULT,

    /// A machine with little memory: less of the past for each channel, and a number of connections
    /// that the heap can hold.
    TINY;

    /// The one with this name.
    static Optional<Profile> named(String name) {
        return Arrays.stream(values()).filter(it -> it.toString().equals(name)).findFirst();
    }

    /// All there are, for people: `default, tiny`.
    static String names() {
        return Arrays.stream(values()).map(Profile::toString).collect(Collectors.joining(", "));
    }

    /// Its defaults, in the form `channel.window=0s`.
    List<String> settings() {
        return switch (this) {
            case DEFAULT -> List.of();
            case TINY ->
                    List.of(
                            "channel.window=0s",
                            "channel.memory=8MB",
                            "channel.memory_total=45%",
                            "channel.count_max=32",
                            "hls.past=1",
                            "memory.reserve=4MB",
                            "rtmp.connections_max=200",
                            "http.connections_max=200");
        };
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
