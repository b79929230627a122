package dev.millrace.hls;

/// A place where a segment may end and the next begin: right before a frame.
///
/// @param dtsUs the frame's decoding time
/// @param independent decoding may begin here: a key frame, or any frame where there is no video
/// @param discontinuity the frame does not continue what came before: another codec configuration,
///   another clock, or something is missing
public record CutMark(long dtsUs, boolean independent, boolean discontinuity) {}
