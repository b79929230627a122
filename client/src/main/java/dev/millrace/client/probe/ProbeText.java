package dev.millrace.client.probe;

import dev.millrace.codec.AudioCodec;
import dev.millrace.codec.Codec;
import dev.millrace.codec.OpaqueConfig;
import dev.millrace.codec.VideoCodec;
import java.util.Formatter;
import java.util.Locale;

/// A report for people.
public final class ProbeText {
    private final Formatter out = new Formatter(Locale.ROOT);

    private ProbeText() {}

    /// Lines of at most 100 characters, each ended.
    public static String write(ProbeReport report) {
        var text = new ProbeText();
        text.beginning(report);
        report.tracks().forEach(text::track);
        text.ending(report);
        return text.out.toString();
    }

    private void beginning(ProbeReport report) {
        out.format("connected after %.1f ms\n", report.connectMs());
        if (report.firstFrameMs().isEmpty()) {
            out.format("no frame came\n");
        } else {
            out.format("first frame after %.1f ms\n", report.firstFrameMs().getAsDouble());
        }
        report.firstKeyFrameMs().ifPresent(ms -> out.format("first key frame after %.1f ms\n", ms));
        out.format("watched for %.1f s: %s\n", report.watchedSeconds(), report.end());
    }

    private void track(TrackReport track) {
        out.format("\n");
        out.format("%-7s %s\n", kind(track), describe(track.codec()));
        if (track.configurations() > 1) {
            out.format("        configured %d times\n", track.configurations());
        }
        out.format(
                "        %d frames in %.2f s: %.2f per second, %.1f kbit/s\n",
                track.frames(),
                track.mediaSeconds(),
                track.framesPerSecond(),
                track.bitsPerSecond() / 1e3);
        Spread keys = track.keyIntervalSeconds();
        if (keys.count() > 0) {
            out.format(
                    "        key frame every %.2f s (%.2f to %.2f)\n",
                    keys.mean(), keys.min(), keys.max());
        }
        Spread late = track.latenessMs();
        if (late.count() > 0) {
            out.format(
                    "        late by %.1f ms at the median, %.1f at 95 %%, %.1f at most\n",
                    late.p50(), late.p95(), late.max());
        }
        if (track.gaps() + track.backwardSteps() > 0) {
            out.format(
                    "        timestamps jump %d times and go back %d times\n",
                    track.gaps(), track.backwardSteps());
        }
    }

    private void ending(ProbeReport report) {
        Spread latency = report.latencyMs();
        if (latency.count() > 0) {
            out.format("\n");
            out.format(
                    "latency %.1f ms at the median, %.1f at 95 %%, %.1f at most\n",
                    latency.p50(), latency.p95(), latency.max());
        }
        if (report.dataMessages() > 0) {
            out.format("data    %d messages\n", report.dataMessages());
        }
        report.notices().forEach(notice -> out.format("note    %s\n", notice));
    }

    static String kind(TrackReport track) {
        return track.codec().kind().name().toLowerCase(Locale.ROOT);
    }

    private static String describe(Codec codec) {
        return switch (codec) {
            case VideoCodec video ->
                    video.frameRate().isPresent()
                            ? String.format(
                                    Locale.ROOT,
                                    "%s, %.2f frames per second",
                                    video,
                                    video.frameRate().getAsDouble())
                            : video.toString();
            case AudioCodec audio -> audio.toString();
            case OpaqueConfig opaque -> opaque.codecName();
        };
    }
}
