package dev.millrace.codec;

/// MPEG audio, layer I to III. Every frame repeats this in its own header ([Mp3Header]), so a
/// decoder needs nothing in advance.
///
/// @param sampleRate in Hz, as the frames say, not as FLV rounds it
/// @param channels 1 or 2
public record Mp3Config(int sampleRate, int channels) implements AudioCodec {
    @Override
    public String codecName() {
        return "MP3";
    }

    @Override
    public String channelLayout() {
        return ChannelLayout.usual(channels);
    }

    @Override
    public String rfc6381() {
        return "mp4a.40.34";
    }

    @Override
    public String toString() {
        return "MP3, %d Hz, %d channels".formatted(sampleRate, channels);
    }
}
