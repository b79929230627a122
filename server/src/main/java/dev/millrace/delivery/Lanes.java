package dev.millrace.delivery;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/// The lanes of a server. Any thread.
public final class Lanes implements AutoCloseable {
    private final List<Lane> lanes;
    private final AtomicInteger taken = new AtomicInteger();

    public Lanes(int count) {
        lanes = IntStream.rangeClosed(1, count).mapToObj(Lane::new).toList();
    }

    /// As many as there are processors: a lane is never idle while there is something to send.
    public static Lanes forThisMachine() {
        return new Lanes(Runtime.getRuntime().availableProcessors());
    }

    /// A lane for one more viewer: each in turn.
    public Lane next() {
        return lanes.get(Math.floorMod(taken.getAndIncrement(), lanes.size()));
    }

    @Override
    public void close() {
        lanes.forEach(Lane::close);
    }
}
