package dev.millrace.channel;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Wakes every reader that waits at it. Ringing costs one pass over the readers, and those that are
/// busy are left alone.
final class Bell {
    private final Set<Sleeper> sleepers = ConcurrentHashMap.newKeySet();

    void add(Sleeper sleeper) {
        sleepers.add(sleeper);
    }

    void remove(Sleeper sleeper) {
        sleepers.remove(sleeper);
    }

    int size() {
        return sleepers.size();
    }

    void ring() {
        for (Sleeper sleeper : sleepers) {
            sleeper.wake();
        }
    }
}
