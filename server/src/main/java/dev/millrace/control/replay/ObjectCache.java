package dev.millrace.control.replay;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.millrace.control.StoredSegment;
import dev.millrace.control.objects.NoSuchObjectException;
import dev.millrace.control.objects.ObjectStore;
import dev.millrace.segment.SegmentId;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.DoubleConsumer;

/// Segments read from the object store, the latest ones kept in memory. Whoever wants what is being
/// read waits for that reading; a reading belongs to nobody who waits, so that it goes on when all
/// of them have left, and one that fails is forgotten. Any thread.
public final class ObjectCache {
    /// At a time: enough to keep a disk or a connection busy.
    private static final int READS_MAX = 16;

    /// Of those, what is read ahead must not be in the way of those who wait.
    private static final int AHEAD_MAX = 4;

    private final ObjectStore objects;
    private final Duration patience;
    private final Cache<Wanted, byte[]> cache;

    /// Not in the cache, which would log each that fails, with all of its stack.
    private final ConcurrentMap<Wanted, CompletableFuture<byte[]>> readings =
            new ConcurrentHashMap<>();

    private final Semaphore reads = new Semaphore(READS_MAX);
    private final Semaphore ahead = new Semaphore(AHEAD_MAX);
    private final LongAdder hits = new LongAdder();
    private final LongAdder misses = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final LongAdder bytesRead = new LongAdder();
    private final DoubleConsumer readSeconds;

    /// An object, and the hash its bytes must have.
    private record Wanted(String key, String hash) {}

    /// @param bytesMax of all segments that are kept
    /// @param patience how long somebody waits for a segment
    /// @param readSeconds is told how long each reading took
    public ObjectCache(
            ObjectStore objects, long bytesMax, Duration patience, DoubleConsumer readSeconds) {
        this.objects = objects;
        this.patience = patience;
        this.readSeconds = readSeconds;
        this.cache =
                Caffeine.newBuilder()
                        .maximumWeight(bytesMax)
                        .weigher((Wanted _, byte[] body) -> body.length)
                        .executor(Thread::startVirtualThread)
                        .build();
    }

    /// The bytes of a segment that is stored.
    ///
    /// @throws NoSuchObjectException if its object is gone
    /// @throws SlowReadException if it was not read in time
    /// @throws IOException if it cannot be read, or is not what was stored
    public byte[] get(StoredSegment segment) throws IOException {
        Wanted wanted = wanted(segment);
        Optional<CompletableFuture<byte[]>> known = known(wanted);
        (known.isEmpty() ? misses : hits).increment();
        return await(known.orElseGet(() -> reading(wanted)), wanted.key());
    }

    /// The same, without keeping it: for those who read a whole recording.
    public byte[] pass(StoredSegment segment) throws IOException {
        Wanted wanted = wanted(segment);
        return await(known(wanted).orElseGet(() -> read(wanted)), wanted.key());
    }

    /// What is read, or being read.
    private Optional<CompletableFuture<byte[]>> known(Wanted wanted) {
        CompletableFuture<byte[]> reading = readings.get(wanted);
        return reading == null
                ? Optional.ofNullable(cache.getIfPresent(wanted))
                        .map(CompletableFuture::completedFuture)
                : Optional.of(reading);
    }

    /// Reads it, if nobody does, and keeps it.
    private CompletableFuture<byte[]> reading(Wanted wanted) {
        CompletableFuture<byte[]> reading = readings.computeIfAbsent(wanted, this::read);
        var _ =
                reading.whenComplete((body, failure) -> {
                    if (failure == null) {
                        cache.put(wanted, body);
                    }
                    readings.remove(wanted, reading);
                });
        return reading;
    }

    /// Reads a segment that somebody is going to want, unless enough is being read ahead.
    public void prefetch(StoredSegment segment) {
        if (segment.isLost() || !ahead.tryAcquire()) {
            return;
        }
        Wanted wanted = wanted(segment);
        CompletableFuture<byte[]> reading = known(wanted).orElseGet(() -> reading(wanted));
        var _ = reading.whenComplete((_, _) -> ahead.release()); // nobody waits for it
    }

    /// How often a segment was there already.
    public long hits() {
        return hits.sum();
    }

    /// How often it had to be read.
    public long misses() {
        return misses.sum();
    }

    /// How many readings failed.
    public long failures() {
        return failures.sum();
    }

    /// How much was read from the object store.
    public long bytesRead() {
        return bytesRead.sum();
    }

    private static Wanted wanted(StoredSegment segment) {
        return new Wanted(segment.object().orElseThrow(), segment.segment().id().hash());
    }

    private byte[] await(CompletableFuture<byte[]> reading, String key) throws IOException {
        try {
            return reading.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new SlowReadException(
                    "%s was not read within %d ms".formatted(key, patience.toMillis()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the server is stopping");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof NoSuchObjectException
                    ? new NoSuchObjectException(key)
                    : new IOException(String.valueOf(e.getCause()), e);
        }
    }

    private CompletableFuture<byte[]> read(Wanted wanted) {
        var done = new CompletableFuture<byte[]>();
        Thread.ofVirtual()
                .name("read " + wanted.key())
                .start(() -> {
                    try {
                        done.complete(readNow(wanted));
                    } catch (Throwable e) { // whatever it is, nobody may wait for ever
                        failures.increment();
                        done.completeExceptionally(e);
                    }
                });
        return done;
    }

    private byte[] readNow(Wanted wanted) throws IOException {
        reads.acquireUninterruptibly();
        try {
            long beganNs = System.nanoTime();
            byte[] body = objects.get(wanted.key());
            readSeconds.accept((System.nanoTime() - beganNs) / 1e9);
            bytesRead.add(body.length);
            if (!SegmentId.hash(body).equals(wanted.hash())) {
                throw new IOException(wanted.key() + " is not what was stored under this key");
            }
            return body;
        } finally {
            reads.release();
        }
    }
}
