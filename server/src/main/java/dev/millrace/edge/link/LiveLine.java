package dev.millrace.edge.link;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The segments that live viewers wait for: a few of each source, of which the newest count. Any
/// thread; calls nobody, so that whoever adds a segment may hold locks.
final class LiveLine {
    /// Live viewers that are further behind than this go on at the newest.
    static final int WAITING_MAX = 6;

    // Guarded by this.
    private final Map<String, Deque<Long>> waiting = new LinkedHashMap<>();
    private final Set<String> on = new HashSet<>();

    /// A segment of a source.
    record Next(String source, long sequence) {}

    /// Somebody watches this source.
    ///
    /// @return whether nobody did before
    synchronized boolean begin(String source) {
        return on.add(source);
    }

    /// Nobody does any more.
    synchronized void end(String source) {
        on.remove(source);
        waiting.remove(source);
    }

    synchronized boolean isOn(String source) {
        return on.contains(source);
    }

    /// Another segment waits.
    ///
    /// @return whether an older one had to give way
    synchronized boolean add(String source, long sequence) {
        if (!on.contains(source)) {
            return false;
        }
        Deque<Long> line = waiting.computeIfAbsent(source, _ -> new ArrayDeque<>());
        if (!line.contains(sequence)) {
            line.add(sequence);
        }
        boolean full = line.size() > WAITING_MAX;
        if (full) {
            line.removeFirst();
        }
        return full;
    }

    /// The next one, of each source in turn.
    synchronized Optional<Next> poll() {
        var first = waiting.entrySet().stream().findFirst();
        if (first.isEmpty()) {
            return Optional.empty();
        }
        String source = first.get().getKey();
        Deque<Long> line = first.get().getValue();
        long sequence = line.removeFirst();
        waiting.remove(source);
        if (!line.isEmpty()) {
            waiting.put(source, line); // whoever was just served is last in the row
        }
        return Optional.of(new Next(source, sequence));
    }
}
