package dev.millrace.rtmp.chunk;

/// The message types of RTMP 1.0, sections 5.4, 6.2 and 7.1, as they stand on the wire.
///
/// Numbers rather than an enum: a header is written per frame, and unknown types must pass through.
public final class MessageType {
    public static final int SET_CHUNK_SIZE = 1;
    public static final int ABORT = 2;
    public static final int ACKNOWLEDGEMENT = 3;
    public static final int USER_CONTROL = 4;
    public static final int WINDOW_ACKNOWLEDGEMENT_SIZE = 5;
    public static final int SET_PEER_BANDWIDTH = 6;
    public static final int AUDIO = 8;
    public static final int VIDEO = 9;

    /// Data and commands in the envelope of AMF3: one byte, then AMF0.
    public static final int DATA_AMF3 = 15;

    public static final int COMMAND_AMF3 = 17;

    public static final int DATA = 18;
    public static final int COMMAND = 20;
    public static final int AGGREGATE = 22;

    private MessageType() {}
}
