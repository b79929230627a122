package dev.millrace.client.probe;

import dev.millrace.codec.AacConfig;
import dev.millrace.codec.AudioCodec;
import dev.millrace.codec.Codec;
import dev.millrace.codec.OpaqueConfig;
import dev.millrace.codec.VideoCodec;

/// A report for machines: one JSON object. What is not known is left out.
public final class ProbeJson {
    private ProbeJson() {}

    public static String write(ProbeReport report) {
        var json = new JsonWriter().begin();
        json.put("connectMs", report.connectMs());
        report.firstFrameMs().ifPresent(ms -> json.put("firstFrameMs", ms));
        report.firstKeyFrameMs().ifPresent(ms -> json.put("firstKeyFrameMs", ms));
        json.put("watchedSeconds", report.watchedSeconds()).put("end", report.end());
        json.beginArray("tracks");
        for (TrackReport track : report.tracks()) {
            track(json.begin(), track);
            json.end();
        }
        json.endArray();
        spread(json, "latencyMs", report.latencyMs());
        json.put("dataMessages", report.dataMessages());
        json.beginArray("notices");
        report.notices().forEach(json::value);
        return json.endArray().end().toString();
    }

    private static void track(JsonWriter json, TrackReport track) {
        json.put("kind", ProbeText.kind(track)).put("codec", track.codec().codecName());
        codec(json, track.codec());
        json.put("configurations", track.configurations());
        json.put("frames", track.frames()).put("bytes", track.bytes());
        json.put("mediaSeconds", track.mediaSeconds());
        json.put("framesPerSecond", track.framesPerSecond());
        json.put("bitsPerSecond", track.bitsPerSecond());
        spread(json, "keyIntervalSeconds", track.keyIntervalSeconds());
        spread(json, "latenessMs", track.latenessMs());
        json.put("gaps", track.gaps()).put("backwardSteps", track.backwardSteps());
    }

    private static void codec(JsonWriter json, Codec codec) {
        switch (codec) {
            case VideoCodec video -> {
                json.put("rfc6381", video.rfc6381()).put("profile", video.profileName());
                json.put("level", video.levelName());
                json.put("width", video.width()).put("height", video.height());
                video.frameRate().ifPresent(rate -> json.put("declaredFramesPerSecond", rate));
            }
            case AudioCodec audio -> {
                json.put("rfc6381", audio.rfc6381());
                if (audio instanceof AacConfig aac) {
                    json.put("profile", aac.profileName());
                }
                json.put("sampleRate", audio.outputSampleRate()).put("channels", audio.channels());
            }
            case OpaqueConfig _ -> {}
        }
    }

    private static void spread(JsonWriter json, String name, Spread spread) {
        if (spread.count() > 0) {
            json.begin(name).put("count", spread.count()).put("min", spread.min());
            json.put("mean", spread.mean()).put("p50", spread.p50()).put("p95", spread.p95());
            json.put("max", spread.max()).end();
        }
    }
}
