package dev.millrace.bytes;

/// CRC-32/MPEG-2, the checksum of the tables of transport streams: polynomial 04C11DB7, most
/// significant bit first. ISO/IEC 13818-1, annex A.
public final class Crc32Mpeg {
    private static final int POLYNOMIAL = 0x04C1_1DB7;
    private static final int[] TABLE = new int[256];

    static {
        for (int i = 0; i < TABLE.length; i++) {
            int crc = i << 24;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc << 1) ^ (crc < 0 ? POLYNOMIAL : 0);
            }
            TABLE[i] = crc;
        }
    }

    private Crc32Mpeg() {}

    /// Zero over bytes that end with their own checksum.
    public static int of(byte[] bytes, int offset, int length) {
        int crc = ~0;
        for (int i = offset; i < offset + length; i++) {
            crc = (crc << 8) ^ TABLE[(crc >>> 24) ^ (bytes[i] & 0xFF)];
        }
        return crc;
    }
}
