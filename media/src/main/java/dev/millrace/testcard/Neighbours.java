package dev.millrace.testcard;

/// The decoded samples along a macroblock's upper and left edge, in one plane; empty where the
/// picture ends.
@SuppressWarnings("ArrayRecordComponent") // a value passed along, never compared
record Neighbours(int[] above, int[] left) {
    static Neighbours of(Picture decoded, int plane, int mbX, int mbY) {
        int stride = decoded.stride(plane);
        int size = Picture.macroblockSize(plane);
        int corner = mbY * size * stride + mbX * size;
        byte[] samples = decoded.plane(plane);
        return new Neighbours(
                line(samples, corner - stride, 1, mbY > 0 ? size : 0),
                line(samples, corner - 1, stride, mbX > 0 ? size : 0));
    }

    private static int[] line(byte[] samples, int start, int step, int count) {
        int[] line = new int[count];
        for (int i = 0; i < count; i++) {
            line[i] = samples[start + i * step] & 0xFF;
        }
        return line;
    }
}
