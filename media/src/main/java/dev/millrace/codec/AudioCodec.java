package dev.millrace.codec;

import dev.millrace.media.TrackKind;

/// A codec of sound, and what its configuration says about it.
public sealed interface AudioCodec extends Codec
        permits AacConfig, Mp3Config, OpusConfig, Ac3Config, FlacConfig {
    @Override
    default TrackKind kind() {
        return TrackKind.AUDIO;
    }

    /// Samples per second that the frames count in, in Hz.
    int sampleRate();

    /// Samples per second that come out of the decoder, in Hz.
    default int outputSampleRate() {
        return sampleRate();
    }

    /// Channels that come out of the decoder; 0 if the configuration does not say.
    int channels();

    /// The channels as people write them: `mono`, `stereo`, `5.1`; empty if unknown.
    String channelLayout();

    /// The name in an HLS `CODECS` attribute or a MIME type, RFC 6381: `mp4a.40.2`.
    String rfc6381();
}
