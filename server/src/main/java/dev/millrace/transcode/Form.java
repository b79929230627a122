package dev.millrace.transcode;

import dev.millrace.channel.Catalog;
import dev.millrace.codec.VideoCodec;
import dev.millrace.media.CodecConfig;
import dev.millrace.media.Track;
import dev.millrace.media.TrackKind;
import dev.millrace.ts.TsWriter;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What a channel is made of, as far as it matters for FFmpeg.
///
/// @param kinds of tracks: video, audio
/// @param width of the picture in pixels; 0 if unknown
/// @param height of the picture in pixels; 0 if unknown
/// @param fitsTs whether MPEG-TS carries all of it
record Form(Set<TrackKind> kinds, int width, int height, boolean fitsTs) {
    static Form of(Catalog catalog) {
        var kinds = EnumSet.noneOf(TrackKind.class);
        List<CodecConfig> configs =
                catalog.tracks().stream()
                        .map(Track::config)
                        .filter(it -> it.kind() != TrackKind.DATA)
                        .toList();
        configs.forEach(it -> kinds.add(it.kind()));
        Optional<VideoCodec> video =
                configs.stream()
                        .filter(VideoCodec.class::isInstance)
                        .map(VideoCodec.class::cast)
                        .findFirst();
        return new Form(
                kinds,
                video.map(VideoCodec::width).orElse(0),
                video.map(VideoCodec::height).orElse(0),
                configs.stream().allMatch(TsWriter::carries));
    }

    boolean has(TrackKind kind) {
        return kinds.contains(kind);
    }

    /// Its shorter side; 0 if unknown.
    int lines() {
        return Math.min(width, height);
    }

    boolean isUpright() {
        return height > width;
    }
}
