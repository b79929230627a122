package dev.millrace.rtmp.chunk;

/// What a receiver knows of a message before its body arrives. RTMP 1.0, section 5.1.
///
/// @param type one of [MessageType], or a type this library does not know
/// @param timestampMs milliseconds, 32 bits without a sign, that wrap after 49.7 days
/// @param streamId the message stream, 0 for the connection itself
public record MessageHeader(int type, int timestampMs, int lengthBytes, int streamId) {}
