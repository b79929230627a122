package dev.millrace.channel;

/// A place where a wire may be cut; see [WireOut#mark].
///
/// @param position in bytes from the start of the wire's group
public record WireMark(long position, long dtsUs, boolean independent, boolean changed) {}
