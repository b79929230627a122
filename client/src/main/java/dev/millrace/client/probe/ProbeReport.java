package dev.millrace.client.probe;

import java.util.List;
import java.util.OptionalDouble;

/// What a probe found. It holds no URL, since that may hold a key.
///
/// @param connectMs from the start until the server had agreed to serve the stream
/// @param firstFrameMs from the start until the first frame of sound or picture
/// @param firstKeyFrameMs from the start until the first picture that can be shown
/// @param watchedSeconds from the start to the end
/// @param end why it ended
/// @param tracks video first
/// @param latencyMs from publisher to here, if the publisher marks its frames and runs on this
///   machine
/// @param dataMessages how many came
/// @param notices for people: what the server said, what was not understood
public record ProbeReport(
        double connectMs,
        OptionalDouble firstFrameMs,
        OptionalDouble firstKeyFrameMs,
        double watchedSeconds,
        String end,
        List<TrackReport> tracks,
        Spread latencyMs,
        long dataMessages,
        List<String> notices) {
    public ProbeReport {
        tracks = List.copyOf(tracks);
        notices = List.copyOf(notices);
    }
}
