package dev.millrace.api;

import dev.millrace.channel.Channels;
import dev.millrace.net.Addresses;
import dev.millrace.observe.Sessions;
import dev.millrace.observe.Traffic;
import java.time.Instant;
import java.util.List;

/// The server as the API tells it.
record ServerJson(
        String name,
        String version,
        Instant startedAt,
        double uptimeSeconds,
        List<Listener> listeners,
        int channels,
        int sessions,
        BitrateJson bitrate,
        Memory memory) {
    record Listener(String protocol, String address) {}

    /// In bytes; `channels` is what all groups and their renderings hold.
    record Memory(long heapUsed, long heapMax, long channels, long channelsMax) {}

    static ServerJson of(Instance instance, Channels channels, Sessions sessions, Traffic traffic) {
        return new ServerJson(
                "millrace",
                instance.version(),
                instance.startedAt(),
                instance.uptime().toMillis() / 1e3,
                listeners(instance),
                channels.list().size(),
                sessions.count(),
                BitrateJson.of(traffic.total()),
                memory(channels));
    }

    private static List<Listener> listeners(Instance instance) {
        return instance.listeners().get().entrySet().stream()
                .map(entry -> new Listener(entry.getKey(), Addresses.text(entry.getValue())))
                .toList();
    }

    private static Memory memory(Channels channels) {
        Runtime runtime = Runtime.getRuntime();
        return new Memory(
                runtime.totalMemory() - runtime.freeMemory(),
                runtime.maxMemory(),
                channels.budget().bytesUsed(),
                channels.budget().bytesMax());
    }
}
