package dev.millrace.mp4;

import dev.millrace.bytes.ProtocolException;
import java.util.Optional;

/// Walks over samples of one track, in order of decoding. They are not kept: a film has millions.
@FunctionalInterface
interface Samples {
    /// The next one; none at the end.
    Optional<Sample> next() throws ProtocolException;
}
