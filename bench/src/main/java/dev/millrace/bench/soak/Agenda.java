package dev.millrace.bench.soak;

import java.util.Comparator;
import java.util.PriorityQueue;

/// What is to be done, and when.
final class Agenda {
    private record Item(long dueNs, Runnable action) {}

    private final PriorityQueue<Item> items =
            new PriorityQueue<>(Comparator.comparingLong(Item::dueNs));

    /// Remembers something to be done at this time of [System#nanoTime].
    void at(long dueNs, Runnable action) {
        items.add(new Item(dueNs, action));
    }

    /// Does what is due, which may put more on the agenda.
    void runDue(long nowNs) {
        for (Item next = items.peek(); next != null && next.dueNs <= nowNs; next = items.peek()) {
            items.remove();
            next.action.run();
        }
    }

    /// How long until something is due; at most `longestNs`.
    long waitNs(long nowNs, long longestNs) {
        Item next = items.peek();
        return next == null ? longestNs : Math.clamp(next.dueNs - nowNs, 0, longestNs);
    }
}
