package dev.millrace.testcard;

/// The integer transforms of H.264 8.5 on blocks of 4x4 samples, row by row, in place.
final class Transform {
    private Transform() {}

    /// Samples to coefficients; the inverse is [#inverse] after scaling.
    static void forward(int[] block) {
        for (int i = 0; i < 4; i++) {
            forward(block, 4 * i, 1);
        }
        for (int i = 0; i < 4; i++) {
            forward(block, i, 4);
        }
    }

    private static void forward(int[] b, int at, int step) {
        int sum03 = b[at] + b[at + 3 * step];
        int sum12 = b[at + step] + b[at + 2 * step];
        int difference03 = b[at] - b[at + 3 * step];
        int difference12 = b[at + step] - b[at + 2 * step];
        b[at] = sum03 + sum12;
        b[at + step] = 2 * difference03 + difference12;
        b[at + 2 * step] = sum03 - sum12;
        b[at + 3 * step] = difference03 - 2 * difference12;
    }

    /// Scaled coefficients to residual samples, 8.5.12.2.
    static void inverse(int[] block) {
        for (int i = 0; i < 4; i++) {
            inverse(block, 4 * i, 1);
        }
        for (int i = 0; i < 4; i++) {
            inverse(block, i, 4);
        }
        for (int i = 0; i < 16; i++) {
            block[i] = (block[i] + 32) >> 6;
        }
    }

    private static void inverse(int[] b, int at, int step) {
        int even = b[at] + b[at + 2 * step];
        int odd = b[at] - b[at + 2 * step];
        int low = (b[at + step] >> 1) - b[at + 3 * step];
        int high = b[at + step] + (b[at + 3 * step] >> 1);
        b[at] = even + high;
        b[at + step] = odd + low;
        b[at + 2 * step] = odd - low;
        b[at + 3 * step] = even - high;
    }

    /// The second transform, over the DC coefficients of the 16 luma blocks, 8.5.10: its own
    /// inverse but for scale.
    static void hadamard4x4(int[] dc) {
        for (int i = 0; i < 4; i++) {
            hadamard(dc, 4 * i, 1);
        }
        for (int i = 0; i < 4; i++) {
            hadamard(dc, i, 4);
        }
    }

    private static void hadamard(int[] b, int at, int step) {
        int sum01 = b[at] + b[at + step];
        int sum23 = b[at + 2 * step] + b[at + 3 * step];
        int difference01 = b[at] - b[at + step];
        int difference23 = b[at + 2 * step] - b[at + 3 * step];
        b[at] = sum01 + sum23;
        b[at + step] = sum01 - sum23;
        b[at + 2 * step] = difference01 - difference23;
        b[at + 3 * step] = difference01 + difference23;
    }

    /// The same over the DC coefficients of the 4 blocks of a chroma plane, 8.5.11.1.
    static void hadamard2x2(int[] dc) {
        int top = dc[0] + dc[1];
        int bottom = dc[2] + dc[3];
        int topDifference = dc[0] - dc[1];
        int bottomDifference = dc[2] - dc[3];
        dc[0] = top + bottom;
        dc[1] = topDifference + bottomDifference;
        dc[2] = top - bottom;
        dc[3] = topDifference - bottomDifference;
    }
}
