package dev.millrace.channel;

import dev.millrace.media.CodecConfig;
import dev.millrace.media.Track;
import dev.millrace.media.TrackKind;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/// What a channel consists of at one moment: the current version of each track, and the latest
/// description the publisher gave of itself. Immutable.
public final class Catalog {
    static final Catalog EMPTY = new Catalog(Map.of(), Optional.empty());

    private final Map<TrackKind, Track> tracks;
    private final Optional<ByteBuffer> metadata;

    private Catalog(Map<TrackKind, Track> tracks, Optional<ByteBuffer> metadata) {
        this.tracks = Collections.unmodifiableMap(tracks);
        this.metadata = metadata;
    }

    public Optional<Track> track(TrackKind kind) {
        return Optional.ofNullable(tracks.get(kind));
    }

    /// The tracks in the order video, audio, data.
    public Collection<Track> tracks() {
        return tracks.values();
    }

    /// The body of the latest metadata message, in the form it arrived. Read-only.
    public Optional<ByteBuffer> metadata() {
        return metadata.map(ByteBuffer::duplicate);
    }

    /// With `config` as the next version of its track.
    Catalog with(CodecConfig config, int version) {
        var more = new EnumMap<TrackKind, Track>(TrackKind.class);
        more.putAll(tracks);
        more.put(config.kind(), new Track(version, config));
        return new Catalog(more, metadata);
    }

    /// With a copy of `body`, whose position does not move.
    Catalog withMetadata(ByteBuffer body) {
        ByteBuffer copy = ByteBuffer.allocate(body.remaining()).put(body.duplicate()).flip();
        return new Catalog(tracks, Optional.of(copy.asReadOnlyBuffer()));
    }
}
