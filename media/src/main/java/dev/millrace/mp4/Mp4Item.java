package dev.millrace.mp4;

import dev.millrace.codec.Codec;
import dev.millrace.media.Frame;

/// Something that an [Mp4Reader] or a [MovieReader] found.
public sealed interface Mp4Item {
    /// How to decode the frames of its kind from here on.
    record Configuration(Codec codec) implements Mp4Item {}

    /// A whole frame of the configuration told last for its kind. Times are those of the movie, all
    /// later by [Movie#startUs].
    record Media(Frame frame) implements Mp4Item {}

    /// Something that is not read: a track whose codec is not known here, or of whose kind another
    /// came before it; edits; samples that are not where they should be.
    ///
    /// @param what for people
    record Ignored(String what) implements Mp4Item {}
}
