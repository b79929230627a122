package dev.millrace.control.replay;

import dev.millrace.control.objects.NoSuchObjectException;
import dev.millrace.control.objects.ObjectStore;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/// A real object store with faults that a test switches on.
final class SlowStore implements ObjectStore {
    final AtomicInteger reads = new AtomicInteger();
    final Set<String> gone = ConcurrentHashMap.newKeySet();
    volatile CountDownLatch gate = new CountDownLatch(0);
    volatile boolean isBroken;
    volatile boolean isMad;
    private final ObjectStore real;

    SlowStore(ObjectStore real) {
        this.real = real;
    }

    @Override
    public void put(String key, byte[] bytes, String hash) throws IOException {
        if (isBroken) {
            throw new IOException("503 slow down");
        }
        real.put(key, bytes, hash);
    }

    @Override
    public byte[] get(String key) throws IOException {
        reads.incrementAndGet();
        try {
            gate.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        if (isMad) {
            throw new LinkageError("a class of the library is not there");
        }
        if (gone.contains(key)) {
            throw new NoSuchObjectException(key);
        }
        if (isBroken) {
            throw new IOException("503 slow down");
        }
        return real.get(key);
    }

    @Override
    public void delete(String key) throws IOException {
        real.delete(key);
    }

    @Override
    public List<StoredObject> list(Optional<String> afterKey, int limit) throws IOException {
        return real.list(afterKey, limit);
    }

    @Override
    public String describe() {
        return real.describe();
    }

    @Override
    public void close() {
        real.close();
    }
}
