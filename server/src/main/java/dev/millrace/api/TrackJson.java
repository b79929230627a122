package dev.millrace.api;

import dev.millrace.codec.AacConfig;
import dev.millrace.codec.AudioCodec;
import dev.millrace.codec.Codec;
import dev.millrace.codec.FlacConfig;
import dev.millrace.codec.OpaqueConfig;
import dev.millrace.codec.VideoCodec;
import dev.millrace.codec.picture.Colour;
import dev.millrace.media.CodecConfig;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// A track as the API tells it; what the codec does not say is left out.
final class TrackJson {
    private TrackJson() {}

    static Map<String, Object> of(CodecConfig config, long bitrate) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("kind", config.kind().name().toLowerCase(Locale.ROOT));
        fields.put("codec", config.codecName());
        if (config instanceof Codec codec) {
            describe(codec, fields);
        }
        fields.put("bitrate", bitrate);
        return fields;
    }

    private static void describe(Codec codec, Map<String, Object> fields) {
        switch (codec) {
            case VideoCodec video -> describe(video, fields);
            case AudioCodec audio -> describe(audio, fields);
            case OpaqueConfig _ -> {}
        }
    }

    private static void describe(VideoCodec video, Map<String, Object> fields) {
        fields.put("codecs", video.rfc6381());
        fields.put("profile", video.profileName());
        fields.put("level", video.levelName());
        putKnown(fields, "width", video.width());
        putKnown(fields, "height", video.height());
        video.frameRate().ifPresent(rate -> fields.put("frameRate", rounded(rate)));
        putKnown(fields, "bitDepth", video.picture().bitDepth());
        putKnown(fields, "chroma", video.picture().chroma().label());
        Colour colour = video.picture().colour();
        if (colour.isSpecified()) {
            fields.put("colour", colour(colour));
        }
    }

    private static Map<String, Object> colour(Colour colour) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("primaries", colour.primariesName());
        fields.put("transfer", colour.transferName());
        fields.put("matrix", colour.matrixName());
        fields.put("range", colour.fullRange() ? "full" : "limited");
        fields.put("dynamicRange", colour.videoRange());
        return fields;
    }

    private static void describe(AudioCodec audio, Map<String, Object> fields) {
        fields.put("codecs", audio.rfc6381());
        if (audio instanceof AacConfig aac) {
            fields.put("profile", aac.profileName());
        }
        fields.put("sampleRate", audio.outputSampleRate());
        putKnown(fields, "channels", audio.channels());
        putKnown(fields, "channelLayout", audio.channelLayout());
        if (audio instanceof FlacConfig flac) {
            fields.put("bitDepth", flac.bitDepth());
        }
    }

    private static void putKnown(Map<String, Object> fields, String name, String value) {
        if (!value.isEmpty()) {
            fields.put(name, value);
        }
    }

    private static void putKnown(Map<String, Object> fields, String name, int value) {
        if (value > 0) {
            fields.put(name, value);
        }
    }

    private static double rounded(double rate) {
        return Math.round(rate * 1000) / 1e3;
    }
}
