package dev.millrace.testcard;

/// Turns one plane of a macroblock into levels, and the levels back into what a decoder will see.
/// H.264 8.3.3, 8.5.2 and 8.5.4.
final class PlaneCoder {
    /// Where the n-th coefficient in scan order stands in a block, row by row; 8.5.6.
    static final int[] ZIGZAG = {0, 1, 4, 8, 5, 2, 3, 6, 9, 12, 13, 10, 7, 11, 14, 15};

    private final int plane;
    private final int size;
    private final int blocksWide;
    private final int stride;
    private final byte[] source;
    private final Picture decoded;

    PlaneCoder(Picture source, Picture decoded, int plane) {
        this.plane = plane;
        this.size = Picture.macroblockSize(plane);
        this.blocksWide = size / 4;
        this.stride = source.stride(plane);
        this.source = source.plane(plane);
        this.decoded = decoded;
    }

    /// How far `mode` misses the source, summed over all samples.
    int error(IntraMode mode, int mbX, int mbY) {
        int[] prediction = predict(mode, mbX, mbY);
        int error = 0;
        for (int i = 0; i < prediction.length; i++) {
            int at = corner(mbX, mbY) + i / size * stride + i % size;
            error += Math.abs((source[at] & 0xFF) - prediction[i]);
        }
        return error;
    }

    /// Codes one macroblock and decodes it again.
    CodedPlane code(IntraMode mode, int mbX, int mbY) {
        int[] prediction = predict(mode, mbX, mbY);
        int[][] blocks = new int[blocksWide * blocksWide][];
        int[] dc = new int[blocks.length];
        for (int i = 0; i < blocks.length; i++) {
            blocks[i] = residual(prediction, i, mbX, mbY);
            Transform.forward(blocks[i]);
            dc[i] = blocks[i][0];
        }
        var coded = new CodedPlane(dcLevels(dc), acLevels(blocks));
        decode(coded, prediction, mbX, mbY);
        return coded;
    }

    private int[] predict(IntraMode mode, int mbX, int mbY) {
        return mode.predict(Neighbours.of(decoded, plane, mbX, mbY), plane);
    }

    private int corner(int mbX, int mbY) {
        return mbY * size * stride + mbX * size;
    }

    /// The index within the macroblock of sample `i` of a block.
    private int inMacroblock(int block, int i) {
        int x = block % blocksWide * 4 + i % 4;
        int y = block / blocksWide * 4 + i / 4;
        return y * size + x;
    }

    private int[] residual(int[] prediction, int block, int mbX, int mbY) {
        int[] residual = new int[16];
        for (int i = 0; i < 16; i++) {
            int within = inMacroblock(block, i);
            int at = corner(mbX, mbY) + within / size * stride + within % size;
            residual[i] = (source[at] & 0xFF) - prediction[within];
        }
        return residual;
    }

    private int[] dcLevels(int[] dc) {
        hadamard(dc);
        int[] levels = new int[dc.length];
        for (int i = 0; i < dc.length; i++) {
            levels[i] =
                    plane == Picture.LUMA
                            ? Quantiser.lumaDcLevel(dc[i])
                            : Quantiser.chromaDcLevel(dc[i]);
        }
        return levels;
    }

    private static int[][] acLevels(int[][] blocks) {
        int[][] levels = new int[blocks.length][15];
        for (int block = 0; block < blocks.length; block++) {
            for (int i = 1; i < 16; i++) {
                levels[block][i - 1] = Quantiser.level(blocks[block][ZIGZAG[i]], ZIGZAG[i]);
            }
        }
        return levels;
    }

    private void decode(CodedPlane coded, int[] prediction, int mbX, int mbY) {
        int[] dc = coded.dc().clone();
        hadamard(dc);
        for (int block = 0; block < dc.length; block++) {
            int[] residual = new int[16];
            residual[0] =
                    plane == Picture.LUMA
                            ? Quantiser.lumaDc(dc[block])
                            : Quantiser.chromaDc(dc[block]);
            for (int i = 1; i < 16; i++) {
                int level = coded.ac()[block][i - 1];
                residual[ZIGZAG[i]] = Quantiser.coefficient(level, ZIGZAG[i]);
            }
            Transform.inverse(residual);
            for (int i = 0; i < 16; i++) {
                int within = inMacroblock(block, i);
                int at = corner(mbX, mbY) + within / size * stride + within % size;
                int sample = Math.clamp(prediction[within] + residual[i], 0, 255);
                decoded.plane(plane)[at] = (byte) sample;
            }
        }
    }

    private static void hadamard(int[] dc) {
        if (dc.length == 16) {
            Transform.hadamard4x4(dc);
        } else {
            Transform.hadamard2x2(dc);
        }
    }
}
