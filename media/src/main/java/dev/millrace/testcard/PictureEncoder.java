package dev.millrace.testcard;

import dev.millrace.bytes.BitWriter;
import dev.millrace.bytes.ByteWriter;

/// Makes slices of H.264, one for each picture: intra macroblocks where something changed since the
/// picture before, skipped ones where nothing did. H.264 7.3.3 and 7.3.4.
final class PictureEncoder {
    private static final int ALL_SLICES_P = 5; // slice_type
    private static final int ALL_SLICES_I = 7;
    private static final int INTRA_TYPES_IN_P = 5; // mb_type of the first intra macroblock
    private static final int DEBLOCKING_OFF = 1;

    private final Picture source;
    private final Picture before;
    private final Picture decoded;
    private final MacroblockWriter macroblocks;
    private int frameNumber;
    private int idrNumber;

    /// An encoder of whatever stands in `source` each time [#encode] is called. The first picture
    /// must be a key picture.
    PictureEncoder(Picture source) {
        this.source = source;
        before = new Picture(16 * source.macroblocksWide(), 16 * source.macroblocksHigh());
        decoded = new Picture(16 * source.macroblocksWide(), 16 * source.macroblocksHigh());
        macroblocks = new MacroblockWriter(source, decoded);
    }

    /// The next picture as one NAL unit.
    byte[] encode(boolean key) {
        frameNumber = key ? 0 : frameNumber + 1;
        idrNumber ^= key ? 1 : 0; // two in a row must differ
        var out = new ByteWriter(4096);
        var bits = new BitWriter(out);
        header(bits, key);
        if (key) {
            intraMacroblocks(bits);
        } else {
            changedMacroblocks(bits);
        }
        bits.flag(true).align();
        before.copyFrom(source);
        return Nal.of(key ? Nal.IDR_SLICE : Nal.SLICE, out);
    }

    /// What a decoder makes of the last slice.
    Picture decoded() {
        return decoded;
    }

    private void header(BitWriter bits, boolean key) {
        bits.ue(0).ue(key ? ALL_SLICES_I : ALL_SLICES_P).ue(0);
        bits.bits(frameNumber, ParameterSets.FRAME_NUMBER_BITS);
        if (key) {
            bits.ue(idrNumber);
            bits.flag(false).flag(false); // show what came before, keep nothing for long
        } else {
            bits.flag(false).flag(false); // the one reference picture, in its place
            bits.flag(false); // the oldest picture makes room
        }
        bits.se(0).ue(DEBLOCKING_OFF);
    }

    private void intraMacroblocks(BitWriter bits) {
        for (int y = 0; y < source.macroblocksHigh(); y++) {
            for (int x = 0; x < source.macroblocksWide(); x++) {
                macroblocks.write(bits, 0, x, y);
            }
        }
    }

    private void changedMacroblocks(BitWriter bits) {
        int skipped = 0;
        for (int y = 0; y < source.macroblocksHigh(); y++) {
            for (int x = 0; x < source.macroblocksWide(); x++) {
                if (source.sameMacroblock(before, x, y)) {
                    macroblocks.skip(x, y);
                    skipped++;
                } else {
                    bits.ue(skipped);
                    macroblocks.write(bits, INTRA_TYPES_IN_P, x, y);
                    skipped = 0;
                }
            }
        }
        if (skipped > 0) {
            bits.ue(skipped);
        }
    }
}
