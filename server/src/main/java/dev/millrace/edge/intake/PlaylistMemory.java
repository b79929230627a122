package dev.millrace.edge.intake;

import dev.millrace.edge.source.EdgeSource.Last;
import dev.millrace.edge.store.Origin;
import dev.millrace.hls.MediaPlaylist;
import dev.millrace.hls.MediaSegment;
import dev.millrace.hls.Resource;
import dev.millrace.segment.SegmentId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Says which segments of a playlist are new, by their position and by their content. Names alone
/// tell nothing: an encoder that starts again counts from the beginning and uses them once more.
///
/// What is remembered is all that the newest playlist listed and some of what came before, so it
/// does not matter how long a playlist is or how little the cache keeps. Belongs to one thread.
final class PlaylistMemory {
    /// A playlist that was overtaken on its way still tells nothing new.
    private static final int PAST = 1_000;

    private final TreeMap<Long, Known> known = new TreeMap<>();
    private @Nullable Last last;

    /// A segment that has been seen.
    ///
    /// @param hash empty if it could not be read, or was read by another process
    private record Known(Resource resource, long durationUs, Optional<Mark> mark, String hash) {
        boolean isDescribedAs(MediaSegment segment) {
            return resource.equals(segment.resource()) && durationUs == segment.durationUs();
        }
    }

    /// Looks at the segments themselves.
    interface Looks {
        /// What tells that a file was written anew, without reading it.
        Optional<Mark> mark(MediaSegment segment);

        /// The bytes; empty if they cannot be read.
        Optional<byte[]> read(MediaSegment segment) throws InterruptedException;
    }

    /// A segment that is new.
    ///
    /// @param index in its playlist
    /// @param discontinuity whether it does not continue what was there before, whatever the
    ///   playlist says
    record Fresh(int index, long position, boolean discontinuity) {
        Origin origin(MediaPlaylist playlist) {
            return new Origin(position, playlist.segments().get(index).resource().uri());
        }
    }

    private enum Verdict {
        KNOWN,
        /// Behind all that is known.
        NEW,
        /// Another segment is known at its position, or had its name.
        OTHER,
        /// Before all that is remembered.
        OLD
    }

    /// @param last what an earlier process saw last
    PlaylistMemory(Optional<Last> last) {
        this.last = last.orElse(null);
    }

    /// The new segments of a playlist, in order. Each of them is to be handed to [#note].
    List<Fresh> fresh(MediaPlaylist playlist, Looks looks) throws InterruptedException {
        if (known.isEmpty() && last != null) {
            recall(last, playlist, looks);
        }
        long lastPosition = known.isEmpty() ? -1 : known.lastKey();
        boolean first = known.isEmpty() && last == null;
        List<Verdict> verdicts = verdicts(playlist, looks);
        boolean restart = isRestart(verdicts) || (known.isEmpty() && !first);
        var before = new TreeMap<>(known);
        if (restart) {
            known.clear();
            last = null;
        }
        var fresh = new ArrayList<Fresh>();
        for (int i = 0; i < verdicts.size(); i++) {
            Verdict verdict = verdicts.get(i);
            long position = playlist.header().mediaSequence() + i;
            if (verdict == Verdict.KNOWN) {
                keep(playlist, i, looks, before.get(position));
            } else if (verdict != Verdict.OLD || restart) {
                boolean missed = !first && !restart && position > lastPosition + 1;
                fresh.add(new Fresh(i, position, fresh.isEmpty() && (restart || missed)));
            }
        }
        forgetBefore(playlist.header().mediaSequence() - PAST);
        return fresh;
    }

    /// Notes a segment that was new.
    ///
    /// @param hash empty if it could not be read
    void note(MediaSegment segment, long position, Optional<Mark> mark, String hash) {
        known.put(position, new Known(segment.resource(), segment.durationUs(), mark, hash));
    }

    private void forgetBefore(long position) {
        // The newest stays, whatever the playlist says of its numbers.
        if (!known.isEmpty()) {
            known.headMap(Math.min(position, known.lastKey())).clear();
        }
    }

    /// A process that ran before has seen everything up to its last segment, if this is the same
    /// playlist.
    private void recall(Last seen, MediaPlaylist playlist, Looks looks)
            throws InterruptedException {
        long first = playlist.header().mediaSequence();
        long index = seen.origin().position() - first;
        if (index < 0) {
            // What lies between was missed.
            known.put(seen.origin().position(), lastOf(seen, 0, Optional.empty()));
            return;
        }
        if (index >= playlist.segments().size()) {
            return;
        }
        MediaSegment segment = playlist.segments().get((int) index);
        if (segment.resource().uri().equals(seen.origin().uri())
                && isStill(segment, seen.hash(), looks)) {
            for (int i = 0; i <= index; i++) {
                MediaSegment it = playlist.segments().get(i);
                note(it, first + i, looks.mark(it), i == index ? seen.hash() : "");
            }
        }
    }

    private static Known lastOf(Last seen, long durationUs, Optional<Mark> mark) {
        return new Known(Resource.of(seen.origin().uri()), durationUs, mark, seen.hash());
    }

    /// What is gone cannot contradict.
    private static boolean isStill(MediaSegment segment, String hash, Looks looks)
            throws InterruptedException {
        if (hash.isEmpty()) {
            return true;
        }
        Optional<byte[]> bytes = looks.read(segment);
        return bytes.isEmpty() || SegmentId.hash(bytes.get()).equals(hash);
    }

    private List<Verdict> verdicts(MediaPlaylist playlist, Looks looks)
            throws InterruptedException {
        var verdicts = new ArrayList<Verdict>();
        long first = playlist.header().mediaSequence();
        boolean shrunk =
                !known.isEmpty() && first + playlist.segments().size() - 1 < known.lastKey();
        for (int i = 0; i < playlist.segments().size(); i++) {
            verdicts.add(verdict(playlist.segments().get(i), first + i, shrunk, looks));
        }
        return verdicts;
    }

    private Verdict verdict(MediaSegment segment, long position, boolean shrunk, Looks looks)
            throws InterruptedException {
        Known it = known.get(position);
        if (it == null) {
            boolean behind = known.isEmpty() || position > known.lastKey();
            return behind ? Verdict.NEW : Verdict.OLD;
        }
        if (!it.isDescribedAs(segment)) {
            return Verdict.OTHER;
        }
        Optional<Mark> mark = looks.mark(segment);
        boolean rewritten = mark.isPresent() && it.mark().isPresent() && !mark.equals(it.mark());
        // Where nothing tells whether a segment is another one, playlists that got shorter do.
        boolean doubtful = rewritten || (mark.isEmpty() && it.mark().isEmpty() && shrunk);
        if (!doubtful) {
            return Verdict.KNOWN;
        }
        boolean same = it.hash().isEmpty() ? !rewritten : isSame(it, segment, looks);
        return same ? Verdict.KNOWN : Verdict.OTHER;
    }

    private static boolean isSame(Known it, MediaSegment segment, Looks looks)
            throws InterruptedException {
        Optional<byte[]> bytes = looks.read(segment);
        return bytes.isEmpty() || SegmentId.hash(bytes.get()).equals(it.hash());
    }

    private static boolean isRestart(List<Verdict> verdicts) {
        boolean other = verdicts.contains(Verdict.OTHER);
        // It lists nothing that was ever seen, and yet counts lower.
        boolean allOld = !verdicts.isEmpty() && verdicts.stream().allMatch(Verdict.OLD::equals);
        return other || allOld;
    }

    /// What is known stays known, under its new mark, also when all else is forgotten.
    private void keep(MediaPlaylist playlist, int index, Looks looks, @Nullable Known before) {
        MediaSegment segment = playlist.segments().get(index);
        long position = playlist.header().mediaSequence() + index;
        note(segment, position, looks.mark(segment), before == null ? "" : before.hash());
    }
}
