package dev.millrace.rtmp.chunk;

import dev.millrace.bytes.ProtocolException;
import java.nio.ByteBuffer;

/// Takes one message as it arrives: any number of slices, then [#end] or [#abandon].
public interface MessageReceiver {
    /// The next bytes of the body, never none. The slice is valid until the call returns, or for as
    /// long as the array behind the bytes given to [ChunkReader#receive] is left alone.
    void bytes(ByteBuffer slice) throws ProtocolException;

    /// The body is whole.
    void end() throws ProtocolException;

    /// The body will never be whole: the sender aborted it, or began another in its place.
    void abandon();

    /// Chooses the receiver of each message when its first chunk arrives.
    @FunctionalInterface
    interface Chooser {
        MessageReceiver begin(MessageHeader header) throws ProtocolException;
    }
}
