package dev.millrace.mp4;

import dev.millrace.bytes.ProtocolException;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Reads a movie that has a table of its samples: says where the next one in order of decoding is,
/// and makes items of its bytes. Whoever has the file fetches them.
///
/// ```java
/// for (var place = reader.next(); place.isPresent(); place = reader.next()) {
///     reader.read(fetch(place.get()), sink);
/// }
/// ```
///
/// Belongs to one thread.
public final class MovieReader {
    private final Merge samples = new Merge();
    private Merge.@Nullable Next current;

    /// Where a sample is in the file.
    public record Place(long positionBytes, int lengthBytes) {}

    public MovieReader(Movie movie) throws ProtocolException {
        for (MovieTrack track : movie.tracks()) {
            samples.add(new TrackReader(track, movie.startUs()), track.table().samples());
        }
    }

    /// The next sample; none at the end.
    ///
    /// @throws ProtocolException if the tables make no sense; the reader is then of no further use
    public Optional<Place> next() throws ProtocolException {
        Optional<Merge.Next> next = samples.next();
        current = next.orElse(null);
        return next.map(
                found -> new Place(found.sample().positionBytes(), found.sample().lengthBytes()));
    }

    /// Hands over the sample that [#next] found.
    ///
    /// @param payload exactly its bytes; not copied, not to be changed
    public void read(byte[] payload, Consumer<? super Mp4Item> sink) throws ProtocolException {
        if (current == null || payload.length != current.sample().lengthBytes()) {
            throw new IllegalStateException("%d bytes for %s".formatted(payload.length, current));
        }
        current.track().read(current.sample(), payload, sink);
    }
}
