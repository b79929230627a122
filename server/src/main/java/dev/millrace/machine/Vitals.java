package dev.millrace.machine;

import java.util.OptionalDouble;
import java.util.OptionalLong;

/// How this process and its machine are, at one moment.
///
/// @param cpuShare what this process takes of all cores, from 0 to 1
/// @param load processes that want to run, over the last minute, where the system says it
/// @param residentBytes what this process takes of the memory, where the system says it
/// @param waiting the part of the last ten seconds, from 0 to 1, in which everything waited for
///   memory, where the system says it
public record Vitals(
        double cpuShare,
        int cores,
        OptionalDouble load,
        Memory memory,
        OptionalLong residentBytes,
        OptionalDouble waiting) {}
