package dev.millrace.rtsp;

import java.util.List;

/// How a [ClientSession] gets its packets.
///
/// @param udpPorts of each track the port for RTP, which has RTCP on the one above it; none to get
///   packets over the connection itself
/// @param userAgent what servers get to know about this program
public record SessionSettings(List<Integer> udpPorts, String userAgent) {
    /// One track of pictures and one of sound.
    public static final int TRACKS_MAX = 2;

    public SessionSettings {
        udpPorts = List.copyOf(udpPorts);
        if (!udpPorts.isEmpty() && udpPorts.size() != TRACKS_MAX) {
            throw new IllegalArgumentException(
                    "%d ports, not %d".formatted(udpPorts.size(), TRACKS_MAX));
        }
    }

    boolean isUdp() {
        return !udpPorts.isEmpty();
    }
}
