package dev.millrace.client.probe;

import dev.millrace.client.MediaEvent;
import dev.millrace.codec.Codec;
import dev.millrace.media.Frame;
import dev.millrace.media.TrackKind;
import dev.millrace.testcard.ClockMarker;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/// Computes a report from events and the times at which they came. Knows no clock. One thread.
final class Observation {
    /// Servers begin with what they have, faster than it was made.
    private static final double BURST_MS = 1_000;

    /// A clock marker older than this is from another machine, whose clock began at another time.
    private static final double LATENCY_MS_MAX = 600_000;

    private static final int NOTICES_MAX = 20;

    private final long startNs;
    private final Map<TrackKind, TrackObservation> tracks = new EnumMap<>(TrackKind.class);
    private final Samples latenciesMs = new Samples();
    private final List<String> notices = new ArrayList<>();
    private double connectMs;
    private OptionalDouble firstFrameMs = OptionalDouble.empty();
    private OptionalDouble firstKeyFrameMs = OptionalDouble.empty();
    private long dataMessages;

    Observation(long startNs) {
        this.startNs = startNs;
    }

    void connected(long nowNs) {
        connectMs = sinceStartMs(nowNs);
    }

    void event(MediaEvent event, long nowNs) {
        switch (event) {
            case MediaEvent.Configured(var codec) -> configured(codec);
            case MediaEvent.Media(var frame) -> frame(frame, nowNs);
            case MediaEvent.Data _ -> dataMessages++;
            case MediaEvent.Notice(var text) -> notice(text);
            case MediaEvent.Ended _ -> {}
        }
    }

    ProbeReport report(String end, long nowNs) {
        return new ProbeReport(
                connectMs,
                firstFrameMs,
                firstKeyFrameMs,
                sinceStartMs(nowNs) / 1e3,
                end,
                tracks.values().stream().map(TrackObservation::report).toList(),
                latenciesMs.spread(),
                dataMessages,
                notices);
    }

    private void configured(Codec codec) {
        TrackObservation known = tracks.get(codec.kind());
        if (known == null) {
            tracks.put(codec.kind(), new TrackObservation(codec));
        } else {
            known.configured(codec);
        }
    }

    private void frame(Frame frame, long nowNs) {
        TrackKind kind = frame.header().kind();
        TrackObservation track = tracks.get(kind);
        if (track == null) {
            throw new IllegalStateException(kind + " frame before its configuration");
        }
        double ms = sinceStartMs(nowNs);
        if (firstFrameMs.isEmpty()) {
            firstFrameMs = OptionalDouble.of(ms);
        }
        if (kind == TrackKind.VIDEO) {
            if (frame.header().key() && firstKeyFrameMs.isEmpty()) {
                firstKeyFrameMs = OptionalDouble.of(ms);
            }
            latency(frame, nowNs);
        }
        track.frame(frame.header(), nowNs, ms - firstFrameMs.getAsDouble() >= BURST_MS);
    }

    private void latency(Frame frame, long nowNs) {
        OptionalLong marked = ClockMarker.find(frame.payload());
        if (marked.isPresent()) {
            double ms = (nowNs - marked.getAsLong()) / 1e6;
            if (ms >= 0 && ms <= LATENCY_MS_MAX) {
                latenciesMs.add(ms);
            }
        }
    }

    private void notice(String text) {
        if (notices.size() < NOTICES_MAX) {
            notices.add(text);
        }
    }

    private double sinceStartMs(long nowNs) {
        return (nowNs - startNs) / 1e6;
    }
}
