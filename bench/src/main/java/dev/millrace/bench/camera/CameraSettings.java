package dev.millrace.bench.camera;

import java.nio.file.Path;

/// What cameras do.
///
/// @param edge where the edge node listens, as `http://host:port`
/// @param control where the control node does
/// @param folder where segments are written; the edge node may read them there
/// @param bitsPerSecond of each camera
/// @param seconds of a segment, at least 0.1
/// @param watchEvery each camera whose number divides by this looks for each of its segments
/// @param record whether each is recorded, and replayed at the end
public record CameraSettings(
        String edge,
        String control,
        Path folder,
        int bitsPerSecond,
        double seconds,
        int watchEvery,
        boolean record) {
    private static final double SECONDS_MIN = 0.1;

    public CameraSettings {
        edge = edge.replaceFirst("/$", "");
        control = control.replaceFirst("/$", "");
        if (seconds < SECONDS_MIN || watchEvery < 1) {
            throw new IllegalArgumentException(
                    "segments of %s s, every %d watched".formatted(seconds, watchEvery));
        }
    }

    long segmentNs() {
        return (long) (seconds * 1e9);
    }
}
