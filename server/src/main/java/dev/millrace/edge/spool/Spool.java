package dev.millrace.edge.spool;

import dev.millrace.edge.store.SegmentFile;
import dev.millrace.edge.store.SegmentFolder;
import dev.millrace.edge.store.SegmentHead;
import dev.millrace.segment.SegmentId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What must not be lost until the control node has it. Any thread.
///
/// A segment is kept in two steps, so that its maker can note its number between them: [#store]
/// puts it on the disk, for good, and [#publish] lets those who send see it.
public final class Spool {
    private static final Logger LOG = LoggerFactory.getLogger(Spool.class);

    /// A small file takes this much of a disk.
    private static final long FILE_BYTES_MIN = 4096;

    /// Of more lost segments only their count is known.
    private static final int NOTES_MAX = 10_000;

    private final SegmentFolder folder;
    private final long bytesMax;

    /// Held while a file is written anew.
    private final Object rewriting = new Object();

    // Guarded by this.
    private final Map<String, TreeMap<Long, Outgoing>> bySource = new HashMap<>();
    private final Map<Path, Integer> failures = new HashMap<>();
    private long bytesTaken;
    private int notes;

    /// Opens the outbox with all that an earlier process left in it.
    ///
    /// @param bytesMax most that its files may have
    /// @throws IOException if the folder cannot be used; the message names it
    public static Spool open(Path folder, long bytesMax) throws IOException {
        var spool = new Spool(new SegmentFolder(folder), bytesMax);
        for (SegmentFolder.Found found : spool.folder.scan()) {
            var outgoing = new Outgoing(found.head(), found.file());
            spool.take(outgoing);
            spool.publish(outgoing);
        }
        return spool;
    }

    private Spool(SegmentFolder folder, long bytesMax) {
        this.folder = folder;
        this.bytesMax = bytesMax;
    }

    /// Puts a segment on the disk. When this returns a crash of the machine does not lose it.
    ///
    /// @throws SpoolFullException if there is no room
    /// @throws IOException if the disk does not take it
    public Outgoing store(SegmentHead head, byte[] body) throws SpoolFullException, IOException {
        Path file = folder.place(head.source(), head.segment());
        var outgoing = new Outgoing(head, file);
        reserve(outgoing);
        try {
            SegmentFile.write(file, head, body, true);
        } catch (IOException e) {
            release(outgoing);
            throw e;
        }
        return outgoing;
    }

    /// Notes a segment that was lost, so that the control node can be told. Beyond a bound nothing
    /// is noted.
    ///
    /// @return the note, to be published
    public Optional<Outgoing> note(SegmentHead head) throws IOException {
        Path file = folder.place(head.source(), head.segment());
        var note = new Outgoing(head, file);
        synchronized (this) {
            if (notes >= NOTES_MAX) {
                return Optional.empty();
            }
            take(note);
        }
        try {
            SegmentFile.write(file, head, new byte[0], false);
        } catch (IOException e) {
            LOG.warn("a note of a lost segment is only in memory: {}", e.toString());
        }
        return Optional.of(note);
    }

    /// Lets everyone see a segment that was stored.
    public synchronized void publish(Outgoing outgoing) {
        bySource.computeIfAbsent(outgoing.head().source(), _ -> new TreeMap<>())
                .put(outgoing.sequence(), outgoing);
    }

    /// Forgets a segment: the control node has it, or does not want it.
    ///
    /// @return whether it was there
    public boolean remove(String source, SegmentId id) {
        Outgoing removed;
        synchronized (this) {
            TreeMap<Long, Outgoing> all = bySource.get(source);
            Outgoing present = all == null ? null : all.get(id.sequence());
            if (all == null || present == null || !present.head().segment().id().equals(id)) {
                return false;
            }
            all.remove(id.sequence());
            failures.remove(present.file());
            removed = present;
            release(present);
        }
        delete(removed.file());
        return true;
    }

    /// Counts that a segment could not be read.
    ///
    /// @return how often that was so
    public synchronized int failed(Outgoing outgoing) {
        return failures.merge(outgoing.file(), 1, Integer::sum);
    }

    /// Makes a note of a segment whose bytes cannot be read any more. What is left of them is kept
    /// under another name, for a person to look at.
    public void lose(Outgoing outgoing, String reason) throws IOException {
        SegmentHead head = outgoing.head().lost(reason);
        setAside(outgoing.file());
        remove(head.source(), head.segment().id());
        note(head).ifPresent(this::publish);
    }

    private static void setAside(Path file) {
        try {
            Files.move(
                    file,
                    file.resolveSibling(file.getFileName() + ".bad"),
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.debug("nothing is left of {}", file, e);
        }
    }

    /// Moves what has not been sent, from this number on, in time: the clock by which it was dated
    /// was wrong. From now on nobody sees it at its old time; the files follow by [#rewrite].
    public synchronized void redate(String source, long fromSequence, Duration by) {
        TreeMap<Long, Outgoing> all = bySource.get(source);
        if (all != null) {
            all.tailMap(fromSequence)
                    .replaceAll((_, it) -> it.startingAt(it.head().segment().start().plus(by)));
        }
    }

    /// Writes into the files, from this number on, what is known of their segments. Takes as long
    /// as a disk does; what cannot be written is old again after a restart.
    public void rewrite(String source, long fromSequence) {
        for (Outgoing outgoing : list(source)) {
            if (outgoing.sequence() >= fromSequence) {
                try {
                    rewrite(outgoing);
                } catch (NoSuchFileException e) {
                    LOG.debug("{} is at the control node meanwhile", outgoing.file());
                } catch (IOException e) {
                    LOG.warn("{} keeps a wrong time after a restart: {}", outgoing.file(), e + "");
                }
            }
        }
    }

    private void rewrite(Outgoing outgoing) throws IOException {
        synchronized (rewriting) {
            Path file = outgoing.file();
            byte[] body =
                    outgoing.isLost() ? new byte[0] : SegmentFile.readBody(file, outgoing.head());
            SegmentFile.write(file, outgoing.head(), body, true);
            boolean isThere =
                    find(outgoing.head().source(), outgoing.sequence())
                            .filter(it -> it.file().equals(file))
                            .isPresent();
            if (!isThere) {
                Files.deleteIfExists(file); // it was stored at the control node meanwhile
            }
        }
    }

    /// The names of sources that have something here.
    public synchronized Set<String> sources() {
        return Set.copyOf(bySource.keySet());
    }

    /// All of a source, by sequence.
    public synchronized List<Outgoing> list(String source) {
        TreeMap<Long, Outgoing> all = bySource.get(source);
        return all == null ? List.of() : List.copyOf(all.values());
    }

    /// The first of a source whose number is none of these.
    public synchronized Optional<Outgoing> first(String source, Collection<Long> except) {
        TreeMap<Long, Outgoing> all = bySource.get(source);
        return all == null
                ? Optional.empty()
                : all.values().stream().filter(it -> !except.contains(it.sequence())).findFirst();
    }

    /// The one of this number.
    public synchronized Optional<Outgoing> find(String source, long sequence) {
        TreeMap<Long, Outgoing> all = bySource.get(source);
        return all == null ? Optional.empty() : Optional.ofNullable(all.get(sequence));
    }

    /// Whether anything of a source overlaps this time.
    ///
    /// @param to exclusive
    public synchronized boolean hasAny(String source, Instant from, Instant to) {
        TreeMap<Long, Outgoing> all = bySource.get(source);
        return all != null
                && all.values().stream().anyMatch(it -> it.head().segment().overlaps(from, to));
    }

    /// How much of a source there is.
    public synchronized Depth depth(String source) {
        TreeMap<Long, Outgoing> all = bySource.get(source);
        return all == null || all.isEmpty()
                ? Depth.NOTHING
                : new Depth(
                        all.size(),
                        all.values().stream().mapToLong(Outgoing::bytes).sum(),
                        Optional.of(all.firstEntry().getValue().head().segment().start()),
                        Optional.of(all.firstKey()));
    }

    /// What all files take, rounded up as a disk does.
    public synchronized long bytesTaken() {
        return bytesTaken;
    }

    public long bytesMax() {
        return bytesMax;
    }

    private synchronized void reserve(Outgoing outgoing) throws SpoolFullException {
        if (bytesTaken + taken(outgoing) > bytesMax) {
            throw new SpoolFullException(
                    "the spool has %d of %d MiB (edge.spool); what was recorded first is kept"
                            .formatted(bytesTaken >> 20, bytesMax >> 20));
        }
        take(outgoing);
    }

    /// What is there already counts, also if it is more than is allowed now.
    private synchronized void take(Outgoing outgoing) {
        if (outgoing.isLost()) {
            notes++;
        } else {
            bytesTaken += taken(outgoing);
        }
    }

    private synchronized void release(Outgoing outgoing) {
        if (outgoing.isLost()) {
            notes--;
        } else {
            bytesTaken -= taken(outgoing);
        }
    }

    private static long taken(Outgoing outgoing) {
        return Math.ceilDiv(outgoing.bytes() + 1, FILE_BYTES_MIN) * FILE_BYTES_MIN;
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (NoSuchFileException e) {
            LOG.debug("{} was never written", file);
        } catch (IOException e) {
            LOG.warn("{} cannot be deleted, and is sent again after a restart: {}", file, e + "");
        }
    }
}
