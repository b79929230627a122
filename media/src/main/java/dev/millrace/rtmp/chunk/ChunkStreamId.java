package dev.millrace.rtmp.chunk;

/// The chunk streams that our side sends on. Any number from 2 to 65599 would do; these need one
/// byte, and keep audio from waiting behind a large picture's header state.
public final class ChunkStreamId {
    /// Required for protocol control messages. RTMP 1.0, section 5.4.
    public static final int CONTROL = 2;

    public static final int COMMAND = 3;
    public static final int AUDIO = 4;

    /// Answers about a stream, and its data messages.
    public static final int STATUS = 5;

    public static final int VIDEO = 6;

    private ChunkStreamId() {}
}
