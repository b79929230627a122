package dev.millrace.codec;

/// Types of NAL units of HEVC, whose headers have two bytes. H.265, 7.3.1.2 and table 7-1.
public final class HevcNalu {
    public static final int HEADER_BYTES = 2;

    /// From here to [#IRAP_LAST], the pictures that decoding may begin with.
    public static final int IRAP_FIRST = 16;

    public static final int IRAP_LAST = 23;
    public static final int VPS = 32;
    public static final int SPS = 33;
    public static final int PPS = 34;
    public static final int ACCESS_UNIT_DELIMITER = 35;
    public static final int FILLER = 38;
    public static final int PREFIX_SEI = 39;

    private HevcNalu() {}

    /// The type of the unit that begins with this byte.
    public static int type(int firstByte) {
        return firstByte >> 1 & 0x3F;
    }
}
