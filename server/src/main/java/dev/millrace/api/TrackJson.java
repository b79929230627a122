package dev.millrace.api;

import dev.millrace.codec.AacConfig;
import dev.millrace.codec.Codec;
import dev.millrace.codec.H264Config;
import dev.millrace.codec.Mp3Config;
import dev.millrace.codec.OpaqueConfig;
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
            case H264Config h264 -> {
                fields.put("codecs", h264.rfc6381());
                fields.put("profile", h264.profileName());
                fields.put("level", h264.levelName());
                putKnown(fields, "width", h264.width());
                putKnown(fields, "height", h264.height());
                h264.frameRate().ifPresent(rate -> fields.put("frameRate", rounded(rate)));
            }
            case AacConfig aac -> {
                fields.put("codecs", aac.rfc6381());
                fields.put("profile", aac.profileName());
                fields.put("sampleRate", aac.outputSampleRate());
                putKnown(fields, "channels", aac.channels());
            }
            case Mp3Config mp3 -> {
                fields.put("codecs", mp3.rfc6381());
                fields.put("sampleRate", mp3.sampleRate());
                fields.put("channels", mp3.channels());
            }
            case OpaqueConfig _ -> {}
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
