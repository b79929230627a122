package dev.millrace.edge.source;

import dev.millrace.edge.cache.SegmentCache;
import dev.millrace.edge.spool.Spool;
import dev.millrace.json.Json;
import dev.millrace.json.JsonException;
import dev.millrace.json.JsonObject;
import dev.millrace.machine.WholeFile;
import dev.millrace.machine.WholeFile.Promise;
import dev.millrace.uplink.ControlMessage.Desired;
import dev.millrace.uplink.ControlMessage.Wanted;
import dev.millrace.uplink.Messages;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Semaphore;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All sources of the node, those of earlier processes included, and what the control node wanted
/// of them when it was heard last. Any thread.
public final class EdgeSources implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EdgeSources.class);

    /// Each has a file and a folder, and is announced.
    public static final int SOURCES_MAX = 1_000;

    /// A name is a header of HTTP, and a line in a log.
    public static final int NAME_CHARACTERS_MAX = 200;

    /// For a segment that is being copied when the server stops.
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Path folder;
    private final Holdings holdings;
    private final Map<String, EdgeSource> sources = new ConcurrentSkipListMap<>();
    private final Semaphore changes = new Semaphore(0);
    private final Thread keeper;
    private volatile boolean closed;
    private volatile SourceListener listener = SourceListener.NONE;
    private volatile Desired desired = new Desired(0, List.of());

    /// There are too many sources for another one. The message says how many.
    public static final class TooManySourcesException extends Exception {
        private static final long serialVersionUID = 1;

        TooManySourcesException() {
            super("there are %d sources, the most that are served".formatted(SOURCES_MAX));
        }
    }

    /// Opens what an earlier process left.
    ///
    /// @param folder where numbers are kept, and what is wanted
    /// @throws IOException if something is there that cannot be read; to go on without would be to
    ///   use numbers twice
    public static EdgeSources open(
            Path folder, SegmentCache cache, Spool spool, Clock wall, LongSupplier clockNs)
            throws IOException {
        Path numbers = Files.createDirectories(folder.resolve("sources"));
        var clock = new EdgeClock(wall, clockNs, readOffset(offsetFile(folder)));
        var holdings = new Holdings(cache, spool, numbers, SourceState.thisBoot(), clock);
        var sources = new EdgeSources(folder, holdings);
        sources.readStates();
        sources.addWithoutState();
        sources.readDesired();
        sources.keeper.start();
        return sources;
    }

    private EdgeSources(Path folder, Holdings holdings) {
        this.folder = folder;
        this.holdings = holdings;
        this.keeper = Thread.ofVirtual().name("edge keeper").unstarted(this::keep);
    }

    public EdgeClock clock() {
        return holdings.clock();
    }

    public SegmentCache cache() {
        return holdings.cache();
    }

    public Spool spool() {
        return holdings.spool();
    }

    /// Whom to tell from now on.
    public void listener(SourceListener newListener) {
        listener = newListener;
    }

    /// All of them, by name.
    public List<EdgeSource> list() {
        return List.copyOf(sources.values());
    }

    public Optional<EdgeSource> find(String name) {
        return Optional.ofNullable(sources.get(name));
    }

    /// The source of this name, made if it is new.
    ///
    /// @throws TooManySourcesException if it is one more than there may be
    public EdgeSource join(String name) throws TooManySourcesException {
        EdgeSource known = sources.get(name);
        return known != null ? known : create(name);
    }

    private synchronized EdgeSource create(String name) throws TooManySourcesException {
        EdgeSource known = sources.get(name);
        if (known != null) {
            return known;
        }
        if (sources.size() >= SOURCES_MAX) {
            throw new TooManySourcesException();
        }
        EdgeSource created = add(SourceState.fresh(name));
        created.want(named(desired, name));
        LOG.info("source {} is new", name);
        listener.appeared(created);
        return created;
    }

    private EdgeSource add(SourceState state) {
        var added = new EdgeSource(state, holdings, () -> listener);
        sources.put(state.name(), added);
        if (clock().isSure()) {
            added.redate(clock().offset()); // it may have been said while this was made
        }
        return added;
    }

    /// Whether this can be the name of a source.
    public static boolean isName(String name) {
        return !name.isBlank()
                && name.length() <= NAME_CHARACTERS_MAX
                && name.equals(name.strip())
                && name.chars().noneMatch(Character::isISOControl);
    }

    /// Notes what the control node wants, for good, and begins to see to it. What cannot be written
    /// is not known after a restart; to do without is better than to do without the control node,
    /// which alone can empty a full disk.
    public void want(Desired now) {
        apply(now);
        keep(desiredFile(), Messages.text(now).getBytes(StandardCharsets.UTF_8));
    }

    private synchronized void apply(Desired now) {
        desired = now;
        for (EdgeSource source : sources.values()) {
            source.want(named(now, source.name()));
        }
        changes.release();
    }

    private static Optional<Wanted> named(Desired desired, String name) {
        return desired.sources().stream().filter(it -> it.name().equals(name)).findFirst();
    }

    /// Takes the time from the control node.
    ///
    /// @param askedNs when it was asked, by the clock's own count
    public void correctClock(Instant control, long askedNs) {
        EdgeClock clock = clock();
        Duration by = clock.correct(control, askedNs, clock.nanos());
        if (!by.isZero()) {
            LOG.warn("the clock here is {} off the control node's", clock.offset());
        }
        sources.values().forEach(source -> source.redate(clock.offset()));
        keep(offsetFile(folder), Json.bytes(Map.of("offsetMs", clock.offset().toMillis())));
    }

    private static void keep(Path file, byte[] bytes) {
        try {
            WholeFile.write(file, Set.of(Promise.DURABLE), ByteBuffer.wrap(bytes));
        } catch (IOException e) {
            LOG.error("{} cannot be written, and is old after a restart: {}", file, e.toString());
        }
    }

    /// What must happen although nothing happens.
    public void tick() {
        holdings.cache().tick(clock().instant());
    }

    /// Ends without interrupting anyone: a thread that is closes the file it writes.
    @Override
    public void close() {
        closed = true;
        changes.release();
        try {
            keeper.join(PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Copying a long past takes a while, in which nothing else may wait.
    private void keep() {
        try {
            while (!closed) {
                changes.acquire();
                changes.drainPermits();
                sources.values().forEach(source -> source.keepCached(() -> closed));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void readStates() throws IOException {
        try (Stream<Path> files = Files.list(holdings.folder())) {
            for (Path file : files.filter(it -> it.toString().endsWith(".json")).toList()) {
                try {
                    add(SourceState.read(Files.readString(file)));
                } catch (JsonException e) {
                    throw new IOException(
                            "%s is not what it should be: %s".formatted(file, e.getMessage()), e);
                }
            }
        }
    }

    /// Those whose first segment was on the disk when the process died, and their number was not.
    private void addWithoutState() {
        Stream.concat(spool().sources().stream(), cache().sources().stream())
                .filter(name -> !sources.containsKey(name))
                .distinct()
                .forEach(name -> add(SourceState.fresh(name)));
    }

    private void readDesired() throws IOException {
        try {
            String text = Files.readString(desiredFile());
            if (Messages.controlMessage(text) instanceof Desired read) {
                apply(read);
            }
        } catch (NoSuchFileException e) {
            LOG.debug("no control node has said yet what it wants");
        } catch (JsonException e) {
            throw new IOException(
                    "%s is not what it should be: %s".formatted(desiredFile(), e.getMessage()), e);
        }
    }

    private static Duration readOffset(Path file) throws IOException {
        try {
            return Duration.ofMillis(JsonObject.parse(Files.readString(file)).number("offsetMs"));
        } catch (NoSuchFileException e) {
            return Duration.ZERO;
        } catch (JsonException e) {
            throw new IOException(
                    "%s is not what it should be: %s".formatted(file, e.getMessage()), e);
        }
    }

    private Path desiredFile() {
        return folder.resolve("desired.json");
    }

    private static Path offsetFile(Path folder) {
        return folder.resolve("clock.json");
    }
}
