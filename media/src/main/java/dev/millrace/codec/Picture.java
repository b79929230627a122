package dev.millrace.codec;

import java.util.OptionalDouble;

/// What comes out of a decoder of pictures.
///
/// @param width in pixels after cropping; 0 if unknown
/// @param height in pixels after cropping; 0 if unknown
/// @param bitDepth bits per sample of luma; 0 if unknown
/// @param frameRate frames per second, if the encoder says so
public record Picture(
        int width,
        int height,
        int bitDepth,
        Chroma chroma,
        Colour colour,
        OptionalDouble frameRate) {
    /// Nothing is known.
    public static final Picture UNKNOWN = ofSize(0, 0);

    /// How many samples of colour there are for those of brightness. H.273, 7; H.264, table 6-1.
    public enum Chroma {
        UNKNOWN(""),
        MONOCHROME("4:0:0"),
        YUV_420("4:2:0"),
        YUV_422("4:2:2"),
        YUV_444("4:4:4");

        private final String label;

        Chroma(String label) {
            this.label = label;
        }

        /// As people write it: `4:2:0`; empty if unknown.
        public String label() {
            return label;
        }

        /// `chroma_format_idc` of H.264 and H.265: 0 to 3.
        static Chroma ofFormat(int chromaFormat) {
            return values()[1 + chromaFormat];
        }
    }

    /// A size, and nothing else.
    public static Picture ofSize(int width, int height) {
        return new Picture(
                width, height, 0, Chroma.UNKNOWN, Colour.UNSPECIFIED, OptionalDouble.empty());
    }

    /// The same with another size.
    public Picture withSize(int newWidth, int newHeight) {
        return new Picture(newWidth, newHeight, bitDepth, chroma, colour, frameRate);
    }
}
