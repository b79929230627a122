package dev.millrace.codec.picture;

import dev.millrace.bytes.BitReader;
import dev.millrace.bytes.ProtocolException.Malformed;
import java.util.Arrays;
import java.util.OptionalDouble;

/// What the parameter sets of H.264 and HEVC are written in.
final class Syntax {
    private Syntax() {}

    /// A reader of a NAL unit from behind its header on. H.264, 7.3.1: in `00 00 03` the 3 only
    /// keeps start codes out of the data.
    static BitReader reader(byte[] nalu, int headerBytes) throws Malformed {
        byte[] data = new byte[nalu.length];
        int size = 0;
        int zeros = 0;
        for (byte b : nalu) {
            if (zeros >= 2 && b == 3) {
                zeros = 0;
                continue;
            }
            zeros = b == 0 ? zeros + 1 : 0;
            data[size++] = b;
        }
        var in = new BitReader(Arrays.copyOf(data, size));
        in.skip(8 * headerBytes);
        return in;
    }

    /// `ue(v)` of at most `max`.
    static int ue(BitReader in, String what, int max) throws Malformed {
        int value = in.ue();
        if (value < 0 || value > max) {
            throw new Malformed(
                    "%s is %d, at most %d is allowed"
                            .formatted(what, Integer.toUnsignedLong(value), max));
        }
        return value;
    }

    /// Reads two offsets of a window and gives what they leave of `pixels`.
    static int cropped(BitReader in, int pixels, int unit) throws Malformed {
        int most = pixels / unit;
        int crop = ue(in, "cropping", most) + ue(in, "cropping", most);
        if (crop * unit >= pixels) {
            throw new Malformed("cropping leaves nothing of %d pixels".formatted(pixels));
        }
        return pixels - crop * unit;
    }

    /// Ticks per second, over what a frame takes of them; nothing if that is no rate.
    static OptionalDouble frameRate(long timeScale, double ticksPerFrame) {
        double rate = timeScale / ticksPerFrame;
        return rate > 0 && rate <= PictureLimits.FRAME_RATE_MAX
                ? OptionalDouble.of(rate)
                : OptionalDouble.empty();
    }
}
