package dev.millrace.codec.picture;

import java.util.OptionalDouble;

/// What comes out of a decoder of pictures.
///
/// @param width in pixels after cropping; 0 if unknown
/// @param height in pixels after cropping; 0 if unknown
/// @param bitDepth bits per sample of brightness; 0 if unknown
/// @param frameRate frames per second, if the encoder says so
public record Picture(
        int width,
        int height,
        int bitDepth,
        Chroma chroma,
        Colour colour,
        OptionalDouble frameRate) {
    /// Nothing is known.
    public static final Picture UNKNOWN = ofFormat(0, Chroma.UNKNOWN, Colour.UNSPECIFIED);

    /// Neither size nor rate is known.
    public static Picture ofFormat(int bitDepth, Chroma chroma, Colour colour) {
        return new Picture(0, 0, bitDepth, chroma, colour, OptionalDouble.empty());
    }

    /// The same with another size.
    public Picture withSize(int newWidth, int newHeight) {
        return new Picture(newWidth, newHeight, bitDepth, chroma, colour, frameRate);
    }

    /// The same with this rate, if it has none of its own.
    public Picture orRate(OptionalDouble other) {
        return frameRate.isPresent()
                ? this
                : new Picture(width, height, bitDepth, chroma, colour, other);
    }
}
