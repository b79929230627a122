package dev.millrace.net;

import java.nio.ByteBuffer;

/// What is said on one connection. Calls come one at a time, in order, on threads that serve other
/// connections too: they must not block.
public interface Conversation {
    /// The other end said something.
    ///
    /// @param bytes valid during this call only
    void received(ByteBuffer bytes);

    /// The connection is over. The last call.
    ///
    /// @param why in words for people
    void ended(String why);
}
