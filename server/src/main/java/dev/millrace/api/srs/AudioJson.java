package dev.millrace.api.srs;

import dev.millrace.codec.AacConfig;
import dev.millrace.codec.AudioCodec;
import dev.millrace.json.Json;
import dev.millrace.media.CodecConfig;

/// An audio track as SRS tells it.
///
/// @param codec `AAC`, `MP3`, …
/// @param sampleRate in Hz; 0 if it is not known
/// @param channel how many there are; 0 if it is not known
/// @param profile of AAC, `LC`; empty for other codecs
record AudioJson(
        String codec, @Json.Name("sample_rate") int sampleRate, int channel, String profile) {
    static AudioJson of(CodecConfig config) {
        String codec = VideoJson.word(config);
        return config instanceof AudioCodec audio
                ? new AudioJson(
                        codec,
                        audio.outputSampleRate(),
                        audio.channels(),
                        audio instanceof AacConfig aac ? aac.profileName() : "")
                : new AudioJson(codec, 0, 0, "");
    }
}
