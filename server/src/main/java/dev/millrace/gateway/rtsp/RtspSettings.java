package dev.millrace.gateway.rtsp;

import dev.millrace.gateway.PublishTerms;
import dev.millrace.media.ChannelName;
import java.time.Duration;
import java.util.function.Function;

/// How the RTSP gateway behaves.
///
/// @param idleTimeout who gives no sign of life for so long is gone; see [RtspPlaying]
/// @param stallTimeout a player that takes nothing for so long is dropped
/// @param playWait how long a player waits for a publisher before it is told there is none
/// @param publishing what becomes of a second publisher of a channel
/// @param banner the program and its version, as clients are told; empty to say nothing
public record RtspSettings(
        Duration idleTimeout,
        Duration stallTimeout,
        Duration playWait,
        Function<ChannelName, PublishTerms> publishing,
        String banner) {}
