package dev.millrace.codec.picture;

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

    private static final int BT_709 = 1;
    private static final int UNSPECIFIED_CODE = 2;
    private static final int BT_470_M = 4;
    private static final int BT_470_BG = 5;
    private static final int BT_601 = 6;
    private static final int SMPTE_240 = 7;
    private static final int SRGB = 13;
    private static final int PQ = 16;
    private static final int HLG = 18;

    /// Whether the encoder says which colours it means.
    public boolean isSpecified() {
        return primaries != UNSPECIFIED_CODE
                || transfer != UNSPECIFIED_CODE
                || matrix != UNSPECIFIED_CODE;
    }

    /// Whether the samples are red, green and blue: sRGB without mixing.
    public boolean isRgb() {
        return primaries == BT_709 && transfer == SRGB && matrix == 0;
    }

    /// The same with samples of this range.
    public Colour withRange(boolean newFullRange) {
        return new Colour(primaries, transfer, matrix, newFullRange);
    }

    /// The colours of red, green, blue and white, as FFmpeg writes them. H.273, table 2.
    public String primariesName() {
        return switch (primaries) {
            case 8 -> "film";
            case 9 -> "bt2020";
            case 10 -> "smpte428";
            case 11 -> "smpte431";
            case 12 -> "smpte432";
            case 22 -> "ebu3213";
            default -> sharedName(primaries);
        };
    }

    /// How brightness becomes a number, as FFmpeg writes it. H.273, table 3.
    public String transferName() {
        return switch (transfer) {
            case BT_470_M -> "bt470m";
            case BT_470_BG -> "bt470bg";
            case 8 -> "linear";
            case 9 -> "log100";
            case 10 -> "log316";
            case 11 -> "iec61966-2-4";
            case 12 -> "bt1361e";
            case SRGB -> "iec61966-2-1";
            case 14 -> "bt2020-10";
            case 15 -> "bt2020-12";
            case PQ -> "smpte2084";
            case 17 -> "smpte428";
            case HLG -> "arib-std-b67";
            default -> sharedName(transfer);
        };
    }

    /// How brightness and colour are mixed, as FFmpeg writes it. H.273, table 4.
    public String matrixName() {
        return switch (matrix) {
            case 0 -> "gbr";
            case BT_470_M -> "fcc";
            case 8 -> "ycgco";
            case 9 -> "bt2020nc";
            case 10 -> "bt2020c";
            case 11 -> "smpte2085";
            case 12 -> "chroma-derived-nc";
            case 13 -> "chroma-derived-c";
            case 14 -> "ictcp";
            default -> sharedName(matrix);
        };
    }

    /// What a screen must be able to show, in the words of HLS: `SDR`, `HLG` or `PQ`.
    public String videoRange() {
        return switch (transfer) {
            case PQ -> "PQ";
            case HLG -> "HLG";
            default -> "SDR";
        };
    }

    /// The codes that mean the same in all three tables.
    private static String sharedName(int code) {
        return switch (code) {
            case BT_709 -> "bt709";
            case UNSPECIFIED_CODE -> "unspecified";
            case BT_470_M -> "bt470m";
            case BT_470_BG -> "bt470bg";
            case BT_601 -> "smpte170m";
            case SMPTE_240 -> "smpte240m";
            default -> "code " + code;
        };
    }
}
