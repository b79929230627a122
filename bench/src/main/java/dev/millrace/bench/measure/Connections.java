package dev.millrace.bench.measure;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// What became of the connections of a run.
///
/// @param established accepted by the server, whether or not they lasted
/// @param failed never accepted
/// @param dropped accepted, and lost before the run was over
/// @param failures why, and how many for each reason
/// @param drops the same for those that were dropped
public record Connections(
        int asked,
        int established,
        int failed,
        int dropped,
        Map<String, Integer> failures,
        Map<String, Integer> drops) {
    public Connections {
        failures = Collections.unmodifiableMap(new LinkedHashMap<>(failures));
        drops = Collections.unmodifiableMap(new LinkedHashMap<>(drops));
    }

    /// These and others.
    public Connections plus(Connections others) {
        return new Connections(
                asked + others.asked,
                established + others.established,
                failed + others.failed,
                dropped + others.dropped,
                plus(failures, others.failures),
                plus(drops, others.drops));
    }

    private static Map<String, Integer> plus(Map<String, Integer> some, Map<String, Integer> more) {
        var all = new LinkedHashMap<>(some);
        more.forEach((why, count) -> all.merge(why, count, Integer::sum));
        return all;
    }

    /// Whether every connection that was asked for lasted until it was to end.
    public boolean allWell() {
        return failed == 0 && dropped == 0;
    }
}
