package dev.millrace.codec;

/// How numbers become colours. Rec. ITU-T H.273, 8.1 to 8.3: the code points that H.264, HEVC, AV1
/// and VP9 share.
///
/// @param primaries 0 to 255; 2 is "unspecified"
/// @param transfer 0 to 255; 2 is "unspecified"
/// @param matrix 0 to 255; 2 is "unspecified"
/// @param fullRange 0 to 255 instead of 16 to 235, in 8 bits
public record Colour(int primaries, int transfer, int matrix, boolean fullRange) {
    /// What holds where nothing is said.
    public static final Colour UNSPECIFIED = new Colour(2, 2, 2, false);
}
