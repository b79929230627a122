package dev.millrace.rtsp;

import dev.millrace.rtsp.payload.PayloadFormat;

/// A track that is to be set up.
///
/// @param profile how to ask for its packets: `RTP/AVP` or `RTP/AVPF`
/// @param url to control it with
/// @param frameRate frames per second as described, 0 if unknown
record PlannedTrack(PayloadFormat format, String profile, String url, double frameRate) {
    /// In a word, for people.
    String name() {
        return switch (format.kind()) {
            case VIDEO -> "video";
            case AUDIO -> "sound";
            case DATA -> "data";
        };
    }
}
