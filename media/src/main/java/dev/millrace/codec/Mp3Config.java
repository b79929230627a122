package dev.millrace.codec;

import dev.millrace.media.TrackKind;

/// MPEG audio, layer I to III. Every frame repeats this in its own header ([Mp3Header]), so a
/// decoder needs nothing in advance.
///
/// @param sampleRate in Hz, as the frames say, not as FLV rounds it
/// @param channels 1 or 2
public record Mp3Config(int sampleRate, int channels) implements Codec {
    @Override
    public TrackKind kind() {
        return TrackKind.AUDIO;
    }

    @Override
    public String codecName() {
        return "MP3";
    }

    /// The name in an HLS `CODECS` attribute, RFC 6381.
    public String rfc6381() {
        return "mp4a.40.34";
    }
}
