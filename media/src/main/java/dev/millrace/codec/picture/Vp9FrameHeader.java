package dev.millrace.codec.picture;

import dev.millrace.bytes.BitReader;
import dev.millrace.bytes.ProtocolException.Malformed;
import java.util.Optional;

/// What the first bytes of a VP9 frame say. VP9 bitstream, 6.2, "uncompressed_header".
///
/// @param profile 0 to 3
/// @param bitDepth 8, 10 or 12
/// @param width in pixels
/// @param height in pixels
public record Vp9FrameHeader(int profile, int bitDepth, int width, int height) {
    /// All that [#ofKeyFrame] reads.
    public static final int LENGTH_BYTES_MAX = 10;

    private static final int MARKER = 2;
    private static final int SYNC = 0x498342;
    private static final int RGB = 7;

    /// The header of a key frame; none of any other frame, and of what is no frame.
    ///
    /// @param frame its first [#LENGTH_BYTES_MAX] bytes or more
    public static Optional<Vp9FrameHeader> ofKeyFrame(byte[] frame) {
        try {
            return parse(new BitReader(frame));
        } catch (Malformed e) {
            return Optional.empty();
        }
    }

    private static Optional<Vp9FrameHeader> parse(BitReader in) throws Malformed {
        if (in.bits(2) != MARKER) {
            return Optional.empty();
        }
        int profile = in.bits(1) | in.bits(1) << 1;
        in.skip(profile == 3 ? 1 : 0);
        boolean shownAgain = in.flag(); // show_existing_frame
        if (shownAgain || in.flag()) { // frame_type: 0 is a key frame
            return Optional.empty();
        }
        in.skip(2); // show_frame, error_resilient_mode
        if (in.bits(24) != SYNC) {
            return Optional.empty();
        }
        int bitDepth = 8;
        if (profile >= 2) {
            bitDepth = in.flag() ? 12 : 10;
        }
        boolean sampled = (profile & 1) == 1; // the odd profiles say how colour is sampled
        if (in.bits(3) == RGB) { // color_space
            in.skip(sampled ? 1 : 0);
        } else {
            in.skip(sampled ? 4 : 1); // color_range, subsampling
        }
        int width = in.bits(16) + 1;
        int height = in.bits(16) + 1;
        return Optional.of(new Vp9FrameHeader(profile, bitDepth, width, height));
    }
}
