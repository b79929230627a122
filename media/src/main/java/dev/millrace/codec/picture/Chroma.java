package dev.millrace.codec.picture;

/// How many samples of colour there are for those of brightness. H.264, table 6-1.
public enum Chroma {
    UNKNOWN(""),
    MONOCHROME("4:0:0"),
    YUV_420("4:2:0"),
    YUV_422("4:2:2"),
    YUV_444("4:4:4");

    private final String label;

    Chroma(String label) {
        this.label = label;
    }

    /// `chroma_format_idc` of H.264 and HEVC: 0 to 3.
    public static Chroma ofFormat(int chromaFormat) {
        return switch (chromaFormat) {
            case 0 -> MONOCHROME;
            case 1 -> YUV_420;
            case 2 -> YUV_422;
            case 3 -> YUV_444;
            default -> UNKNOWN;
        };
    }

    /// From whether there are half as many samples of colour in a line, and half as many lines.
    public static Chroma ofSubsampling(boolean halfWidth, boolean halfHeight) {
        if (!halfWidth) {
            return halfHeight ? UNKNOWN : YUV_444;
        }
        return halfHeight ? YUV_420 : YUV_422;
    }

    /// `chroma_format_idc` of H.264 and HEVC: 0 to 3.
    public int format() {
        return switch (this) {
            case UNKNOWN, MONOCHROME -> 0;
            case YUV_420 -> 1;
            case YUV_422 -> 2;
            case YUV_444 -> 3;
        };
    }

    /// As people write it: `4:2:0`; empty if unknown.
    public String label() {
        return label;
    }
}
