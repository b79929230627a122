package dev.millrace.codec;

import dev.millrace.codec.picture.Picture;
import dev.millrace.media.TrackKind;
import java.util.OptionalDouble;

/// A codec of pictures: a configuration record and what it says about them.
public sealed interface VideoCodec extends Codec
        permits H264Config, HevcConfig, Av1Config, Vp9Config {
    @Override
    default TrackKind kind() {
        return TrackKind.VIDEO;
    }

    /// The decoder configuration record exactly as it came. Nobody may change it.
    byte[] record();

    /// What comes out of the decoder, as far as the configuration says.
    Picture picture();

    /// The profile as people write it: `Main 10`.
    String profileName();

    /// The level, and the tier if it is the higher one, as people write them: `3.1`, `5.1 High`.
    String levelName();

    /// The name in an HLS `CODECS` attribute or a MIME type, RFC 6381: `hvc1.1.6.L93.B0`.
    String rfc6381();

    /// Width of the picture in pixels after cropping; 0 if unknown.
    default int width() {
        return picture().width();
    }

    /// Height of the picture in pixels after cropping; 0 if unknown.
    default int height() {
        return picture().height();
    }

    /// Frames per second, if the encoder says so.
    default OptionalDouble frameRate() {
        return picture().frameRate();
    }
}
