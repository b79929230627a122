package dev.millrace.api.srs;

import dev.millrace.codec.VideoCodec;
import dev.millrace.media.CodecConfig;

/// A video track as SRS tells it.
///
/// @param codec `H264`, `HEVC`, …
/// @param profile `High`, `High(422)`, `Main10`, …; empty if it is not known
/// @param level `3.1`; empty if it is not known
/// @param width in pixels; 0 if it is not known
/// @param height likewise
record VideoJson(String codec, String profile, String level, int width, int height) {
    static VideoJson of(CodecConfig config) {
        return config instanceof VideoCodec video
                ? new VideoJson(
                        word(config),
                        profile(word(config), video.profileName()),
                        video.levelName(),
                        video.width(),
                        video.height())
                : new VideoJson(word(config), "", "", 0, 0);
    }

    /// SRS writes names of codecs in one word.
    static String word(CodecConfig config) {
        return config.codecName().replaceAll("[^A-Za-z0-9]", "");
    }

    /// Of H.264, SRS puts in brackets what makes a profile another one, and tells nothing of what a
    /// `High` does without; of others it leaves out the blanks.
    static String profile(String codec, String name) {
        if (!codec.equals("H264")) {
            return name.replace(" ", "");
        }
        if (name.equals("Constrained Baseline")) {
            return "Baseline(Constrained)";
        }
        int blank = name.indexOf(' ');
        if (blank < 0 || name.endsWith(" High")) {
            return name.substring(name.lastIndexOf(' ') + 1);
        }
        String more = name.substring(blank + 1).replace(":", "").replace(' ', '+');
        return "%s(%s)".formatted(name.substring(0, blank), more);
    }
}
