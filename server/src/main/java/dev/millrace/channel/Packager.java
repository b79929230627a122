package dev.millrace.channel;

import java.nio.ByteBuffer;

/// Renders one channel in one format. Called by one thread, in the order of the stream.
///
/// @param <S> what a viewer must know to start at a group: it writes a prelude of its own from it
public interface Packager<S> {
    /// A group begins.
    ///
    /// @param missed whether groups were lost before it, so that what was rendered before is not
    ///   what comes before it
    S open(Group group, boolean missed, WireOut out);

    /// A frame begins; its payload may still be on its way.
    void frame(GroupFrame frame, WireOut out);

    /// Payload of the frame, in order; consumed here.
    void payload(ByteBuffer bytes, WireOut out);

    /// The frame is whole, or torn.
    void endFrame(GroupFrame frame, WireOut out);

    /// The group is complete, and nothing more goes into it.
    default void close(WireOut out) {}
}
