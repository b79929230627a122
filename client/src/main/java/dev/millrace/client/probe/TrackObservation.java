package dev.millrace.client.probe;

import dev.millrace.codec.Codec;
import dev.millrace.media.FrameHeader;
import dev.millrace.media.MediaTime;
import dev.millrace.media.TrackKind;

/// Computes what is to be known of one track. One thread.
final class TrackObservation {
    private static final long GAP_US = MediaTime.US_PER_SECOND;

    private Codec codec;
    private int configurations = 1;
    private long frames;
    private long bytes;
    private long lastBytes;
    private long firstDtsUs;
    private long lastDtsUs;
    private long lastKeyUs;
    private boolean keySeen;
    private long gaps;
    private long backwardSteps;
    private final Samples keyIntervals = new Samples();
    private final Samples delaysMs = new Samples();

    TrackObservation(Codec codec) {
        this.codec = codec;
    }

    void configured(Codec other) {
        codec = other;
        configurations++;
    }

    /// @param settled whether the burst at the beginning is over, so that lateness means something
    void frame(FrameHeader frame, long arrivalNs, boolean settled) {
        if (frames == 0) {
            firstDtsUs = frame.dtsUs();
        } else {
            gaps += frame.dtsUs() - lastDtsUs > GAP_US ? 1 : 0;
            backwardSteps += frame.dtsUs() < lastDtsUs ? 1 : 0;
        }
        if (frame.kind() == TrackKind.VIDEO && frame.key()) {
            key(frame.dtsUs());
        }
        if (settled) {
            delaysMs.add((arrivalNs / 1e3 - frame.dtsUs()) / 1e3);
        }
        frames++;
        bytes += frame.lengthBytes();
        lastBytes = frame.lengthBytes();
        lastDtsUs = frame.dtsUs();
    }

    TrackReport report() {
        double seconds = (lastDtsUs - firstDtsUs) / (double) MediaTime.US_PER_SECOND;
        boolean measurable = seconds > 0;
        return new TrackReport(
                codec,
                configurations,
                frames,
                bytes,
                seconds,
                measurable ? (frames - 1) / seconds : 0,
                measurable ? (bytes - lastBytes) * Byte.SIZE / seconds : 0,
                keyIntervals.spread(),
                delaysMs.spreadAboveMin(),
                gaps,
                backwardSteps);
    }

    private void key(long dtsUs) {
        if (keySeen) {
            keyIntervals.add((dtsUs - lastKeyUs) / (double) MediaTime.US_PER_SECOND);
        }
        keySeen = true;
        lastKeyUs = dtsUs;
    }
}
