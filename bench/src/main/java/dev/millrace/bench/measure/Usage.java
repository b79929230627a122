package dev.millrace.bench.measure;

import java.util.List;
import java.util.OptionalDouble;

/// What the processor was used for during the window, in percent of one core.
///
/// @param servers the processes that were named, in that order
/// @param ownCpuPercent what the load generator itself took
/// @param otherCpuPercent everything else on the machine: when it is much, the figures are not
///   worth much; empty where the system does not say
public record Usage(
        List<ProcessUsage> servers, double ownCpuPercent, OptionalDouble otherCpuPercent) {
    static final Usage NONE = new Usage(List.of(), 0, OptionalDouble.empty());

    public Usage {
        servers = List.copyOf(servers);
    }
}
