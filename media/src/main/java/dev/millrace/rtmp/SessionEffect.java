package dev.millrace.rtmp;

import dev.millrace.bytes.ProtocolException;
import dev.millrace.media.TrackKind;
import java.nio.ByteBuffer;

/// What either side of a connection asks of its owner. Buffers are valid until the session is
/// called again.
///
/// At most one media message is open at a time: after a [MediaBegin] come its [MediaBytes], then
/// [MediaEnd] or [MediaAborted], and only then the next [MediaBegin] or [Data].
public sealed interface SessionEffect extends ServerEffect, ClientEffect {
    /// Write these bytes to the peer.
    record Send(ByteBuffer bytes) implements SessionEffect {}

    /// An audio or video message has begun to arrive.
    ///
    /// @param kind never `DATA`
    /// @param timestampMs as it stands on the wire: 32 bits that wrap
    /// @param lengthBytes how much the peer says will follow; 0 is legal
    record MediaBegin(int streamId, TrackKind kind, int timestampMs, int lengthBytes)
            implements SessionEffect {}

    /// The next bytes of the open message, never none.
    record MediaBytes(ByteBuffer bytes) implements SessionEffect {}

    /// The open message is whole.
    record MediaEnd() implements SessionEffect {}

    /// The open message will never be whole: what came of it is to be forgotten.
    record MediaAborted() implements SessionEffect {}

    /// A data message: onMetaData, a cue point, anything the encoder says.
    ///
    /// @param body AMF0, beginning with the name of the message; `@setDataFrame` is taken off
    record Data(int streamId, int timestampMs, ByteBuffer body) implements SessionEffect {}

    /// Close the connection: the peer broke the protocol. Nothing follows.
    record Hangup(ProtocolException fault) implements SessionEffect {}
}
