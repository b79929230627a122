package dev.millrace.control.catalogue;

import dev.millrace.control.Recording;
import dev.millrace.control.Source;
import dev.millrace.control.StoredSegment;
import dev.millrace.segment.Segment;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// What a control node knows. Everything that is returned was committed; every method may be called
/// again with the same arguments after a failure, and then changes nothing more.
///
/// All methods throw [CatalogueException] if the database fails.
public interface Catalogue extends AutoCloseable {
    /// Grows with every change of a source's [Source#streaming], name or existence, and of a
    /// recording's existence, start or end, whichever control node makes it: what edge nodes are
    /// told may have changed.
    long revision();

    // Sources

    /// Makes a source, which is not streaming.
    ///
    /// @throws NameTakenException if there is one of this name
    Source addSource(NewSource source) throws NameTakenException;

    /// What somebody says of a new source.
    record NewSource(
            String name,
            Duration segmentLength,
            Optional<String> description,
            Optional<String> playlist) {}

    Optional<Source> source(UUID id);

    Optional<Source> sourceNamed(String name);

    /// The one that edge nodes announce by this name.
    Optional<Source> sourceAnnounced(String announced);

    /// In the order of their names.
    Page<Source> sources(Page.Request page);

    /// Gives a source another name.
    ///
    /// @return whether there is such a source
    /// @throws NameTakenException if another one has the name
    boolean rename(UUID source, String name) throws NameTakenException;

    /// Says whether the source is to stream.
    ///
    /// @return whether there is such a source
    boolean stream(UUID source, boolean streaming);

    /// Notes that a node has announced the source or reported on it.
    void contact(UUID source, Source.Contact contact);

    /// Notes that all numbers below this one are taken: [Source#sequenceFloor] becomes it, unless
    /// it is larger already. Segments that are added do this by themselves; those that are only
    /// live are not added.
    void raiseSequenceFloor(UUID source, long floor);

    /// Deletes the source, and with it its recordings, active ones too; their segments become
    /// garbage.
    ///
    /// @return whether there was one
    boolean deleteSource(UUID source);

    // Recordings

    /// Begins to record.
    ///
    /// @return empty if there is no such source
    Optional<Recording> startRecording(NewRecording recording);

    /// What somebody says of a new recording.
    ///
    /// @param id a new ULID
    record NewRecording(
            String id,
            UUID source,
            Optional<String> alias,
            Optional<String> description,
            Instant start) {}

    /// Ends it, unless it has ended: then it stays as it is.
    ///
    /// @return the recording as it is now; empty if there is none
    Optional<Recording> stopRecording(String id, Instant end);

    /// Notes that nothing more is to come of it. Nothing happens if it has not ended.
    void settle(String id);

    Optional<Recording> recording(String id);

    /// Which ones are asked for.
    ///
    /// @param newestFirst in the opposite order
    record RecordingQuery(
            Optional<UUID> source, boolean onlyActive, boolean newestFirst, Page.Request page) {
        public RecordingQuery(Optional<UUID> source, boolean onlyActive, Page.Request page) {
            this(source, onlyActive, false, page);
        }
    }

    /// In the order of their starts, and then of their ids.
    Page<Recording> recordings(RecordingQuery query);

    /// Those of a source that are active or not settled.
    List<Recording> wanted(UUID source);

    /// Those that ended before this time and are not settled.
    List<Recording> unsettled(Instant before);

    /// Deletes the recording; segments that no other one wants become garbage.
    ///
    /// @return whether there was one
    boolean deleteRecording(String id);

    // Segments

    /// Whether it is stored already.
    boolean has(UUID source, Segment segment);

    /// Notes that a segment is in the object store. Once it returns, it may be confirmed.
    ///
    /// @return whether it was new; not if the same one is there, or there is no such source
    /// @throws CatalogueException also if the object was being deleted meanwhile: then it has to be
    ///   put again before this is tried again
    boolean addSegment(UUID source, Segment segment, String object);

    /// Notes that a segment is known to be missing, unless it is stored.
    void addLost(UUID source, Segment segment);

    /// Those of a recording, in the order of their numbers.
    ///
    /// @param afterSequence only those with larger numbers; -1 for all
    /// @param limit how many; a few more if several have the last number
    List<StoredSegment> segments(String recording, long afterSequence, int limit);

    /// What is known of a recording's time, in the order of time.
    ///
    /// @param from only of segments that begin then or later
    /// @param limit how many segments are looked at, at most
    Stretches stretches(String recording, Instant from, int limit);

    /// The one of a recording that has this name.
    ///
    /// @param name as [dev.millrace.segment.SegmentId#name] makes it
    Optional<StoredSegment> segment(String recording, String name);

    /// Segments that no recording wants any more, those of the oldest times first.
    List<StoredSegment> garbage(int limit);

    /// Forgets a segment, unless a recording wants it again. Its object is to be deleted after
    /// this, and only if this says so: it is [#doomed] from now on. Then [#gone] is to be said.
    ///
    /// @return whether it is forgotten
    boolean forget(UUID source, Segment segment);

    /// Dooms an object that no segment names: it may be deleted then, and after that [#gone] is to
    /// be said.
    ///
    /// @return whether it is doomed; not if a segment names it
    boolean doom(String object);

    /// Objects that were doomed before this time and are not gone: whoever wanted to delete them
    /// has not.
    List<String> doomed(Instant before, int limit);

    /// Notes that a doomed object is deleted.
    void gone(String object);

    /// Stored segments of all sources in the order of their objects' keys, for comparing with the
    /// object store.
    List<StoredSegment> stored(Optional<String> afterObject, int limit);

    /// Notes that the object of a segment is gone: from now on the segment is a lost one.
    void lose(UUID source, Segment segment);

    @Override
    void close();
}
