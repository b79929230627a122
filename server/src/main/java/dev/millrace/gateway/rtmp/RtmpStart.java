package dev.millrace.gateway.rtmp;

import dev.millrace.channel.Catalog;

/// What a player must know to start at a group of the RTMP wire. The wire's messages carry only the
/// time since the message before them on the same chunk stream; these are the times they count
/// from.
///
/// @param first whether this is a publisher's first group: its metadata is in the stream, and
///   tracks may still be to come
/// @param startMs time of the group's first frame
/// @param videoMs where the video chunk stream stands
/// @param audioMs where the audio chunk stream stands
record RtmpStart(Catalog catalog, boolean first, long startMs, long videoMs, long audioMs) {}
