package dev.millrace.api;

import dev.millrace.channel.MemoryBudget;
import dev.millrace.machine.Memory;
import dev.millrace.machine.Vitals;
import dev.millrace.net.Addresses;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

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
        CpuJson cpu,
        MemoryJson memory) {
    record Listener(String protocol, String address) {}

    /// @param process what the server takes of all cores, from 0 to 1
    /// @param load of the machine, over the last minute
    record CpuJson(double process, int cores, Optional<Double> load) {}

    /// In bytes; what the system does not say is left out.
    ///
    /// @param channels what all groups and their renderings hold
    /// @param resident what the server takes
    /// @param children what FFmpeg takes for relays
    /// @param limit what there is, of the machine or of the cgroup
    /// @param reserve what should stay free
    /// @param pressure what is given up for want of memory
    /// @param files what the files of relays take
    record MemoryJson(
            long heapUsed,
            long heapMax,
            long channels,
            long channelsMax,
            Optional<Long> resident,
            long children,
            Optional<Long> limit,
            Optional<Long> free,
            long reserve,
            String limitedBy,
            String pressure,
            long files,
            long filesMax) {}

    static ServerJson of(ServerView view) {
        Instance instance = view.instance();
        Vitals vitals = view.vitals().get();
        return new ServerJson(
                "millrace",
                instance.version(),
                instance.startedAt(),
                instance.uptime().toMillis() / 1e3,
                listeners(instance),
                view.channels().list().size(),
                view.sessions().count(),
                BitrateJson.of(view.traffic().total()),
                cpu(vitals),
                memory(view, vitals));
    }

    private static List<Listener> listeners(Instance instance) {
        return instance.listeners().get().entrySet().stream()
                .map(entry -> new Listener(entry.getKey(), Addresses.text(entry.getValue())))
                .toList();
    }

    private static CpuJson cpu(Vitals vitals) {
        Optional<Double> load =
                vitals.load().isPresent()
                        ? Optional.of(vitals.load().getAsDouble())
                        : Optional.empty();
        return new CpuJson(Math.round(vitals.cpuShare() * 1e4) / 1e4, vitals.cores(), load);
    }

    private static MemoryJson memory(ServerView view, Vitals vitals) {
        Runtime runtime = Runtime.getRuntime();
        MemoryBudget budget = view.channels().budget();
        Optional<Memory> known =
                Optional.of(vitals.memory()).filter(it -> !it.equals(Memory.UNKNOWN));
        return new MemoryJson(
                runtime.totalMemory() - runtime.freeMemory(),
                runtime.maxMemory(),
                budget.bytesUsed(),
                budget.bytesMax(),
                vitals.residentBytes().isPresent()
                        ? Optional.of(vitals.residentBytes().getAsLong())
                        : Optional.empty(),
                view.relays().processBytes(),
                known.map(Memory::limitBytes),
                known.map(Memory::freeBytes),
                view.guard().reserveBytes(),
                vitals.memory().limitedBy(),
                view.guard().step(),
                view.relays().fileBytes(),
                view.relays().fileBytesMax());
    }
}
