package dev.millrace.channel;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The groups a reader can stand on, oldest first, without a gap in their numbers. Immutable: the
/// writer replaces it, readers see one or the other.
record Window<G extends Numbered>(List<G> groups) {
    Window {
        groups = List.copyOf(groups);
    }

    static <G extends Numbered> Window<G> empty() {
        return new Window<>(List.of());
    }

    Window<G> plus(G group) {
        var more = new ArrayList<>(groups);
        more.add(group);
        return new Window<>(more);
    }

    Window<G> withoutOldest(int count) {
        return new Window<>(groups.subList(count, groups.size()));
    }

    boolean isEmpty() {
        return groups.isEmpty();
    }

    int size() {
        return groups.size();
    }

    G oldest() {
        return groups.getFirst();
    }

    G newest() {
        return groups.getLast();
    }

    /// The group with this number, if it is still kept and already there.
    Optional<G> find(long sequence) {
        if (groups.isEmpty()) {
            return Optional.empty();
        }
        long index = sequence - oldest().sequence();
        return index >= 0 && index < groups.size()
                ? Optional.of(groups.get((int) index))
                : Optional.empty();
    }

    /// Where a late viewer starts: the newest independent group, or, where an encoder has sent no
    /// key frame for longer than the window, the newest of all.
    Optional<G> entry() {
        if (groups.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(groups.get(Math.max(indexOfEntry(), 0)));
    }

    /// Index of the newest independent group; of the newest when there is none; -1 when empty.
    int indexOfEntry() {
        for (int i = groups.size() - 1; i >= 0; i--) {
            if (groups.get(i).independent()) {
                return i;
            }
        }
        return groups.size() - 1;
    }

    /// Where a reader starts that wants all there is: the oldest independent group.
    Optional<G> oldestIndependent() {
        return groups.stream().filter(Numbered::independent).findFirst().or(this::entry);
    }
}
