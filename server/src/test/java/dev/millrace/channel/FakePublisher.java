package dev.millrace.channel;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// A publisher that remembers what it was told. Any thread.
record FakePublisher(String id, List<String> dismissals) implements Publisher {
    FakePublisher(String id) {
        this(id, new CopyOnWriteArrayList<>());
    }

    @Override
    public String protocol() {
        return "test";
    }

    @Override
    public String remote() {
        return "192.0.2.1:5000";
    }

    @Override
    public void dismiss(String reason) {
        dismissals.add(reason);
    }
}
