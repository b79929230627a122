package dev.millrace.gateway.hls;

import dev.millrace.media.ChannelName;
import java.time.Duration;

/// A segment that players can fetch from now on.
///
/// @param number by which the playlist counts
/// @param url from the root of the server
/// @param playlist its URL, from there as well
public record Listed(
        ChannelName channel, long number, Duration duration, String url, String playlist) {}
