package dev.millrace.control.upkeep;

import dev.millrace.control.objects.ObjectStore;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// A store in which deleting fails when it is told to, or does what the test wants in between.
final class FragileStore implements ObjectStore {
    /// What happens at a call.
    interface Event {
        void happens() throws IOException;
    }

    private final ObjectStore store;
    Event beforeDelete = () -> {};
    Event afterList = () -> {};
    Event afterDelete = () -> {};
    int deletions;

    FragileStore(ObjectStore store) {
        this.store = store;
    }

    @Override
    public void put(String key, byte[] bytes, String hash) throws IOException {
        store.put(key, bytes, hash);
    }

    @Override
    public byte[] get(String key) throws IOException {
        return store.get(key);
    }

    @Override
    public void delete(String key) throws IOException {
        deletions++;
        beforeDelete.happens();
        store.delete(key);
        afterDelete.happens();
    }

    @Override
    public List<StoredObject> list(Optional<String> afterKey, int limit) throws IOException {
        List<StoredObject> list = store.list(afterKey, limit);
        afterList.happens();
        return list;
    }

    @Override
    public String describe() {
        return store.describe();
    }

    @Override
    public void close() {
        store.close();
    }
}
