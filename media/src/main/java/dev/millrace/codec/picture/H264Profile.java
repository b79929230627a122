package dev.millrace.codec.picture;

/// Names of profiles and levels. H.264, annex A.2 and A.3; scalable and multiview from G and H.
final class H264Profile {
    private static final int BASELINE = 66;
    private static final int MAIN = 77;
    private static final int EXTENDED = 88;
    private static final int HIGH = 100;

    private H264Profile() {}

    /// H.264, 7.3.2.1.1: profiles whose parameter sets name a chroma format and scaling lists.
    static boolean hasChromaFormat(int profile) {
        return switch (profile) {
            case HIGH, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135 -> true;
            default -> false;
        };
    }

    static String name(int profile, int constraints) {
        boolean intra = isSet(constraints, 3);
        return switch (profile) {
            case BASELINE -> isSet(constraints, 1) ? "Constrained Baseline" : "Baseline";
            case MAIN -> "Main";
            case EXTENDED -> "Extended";
            case HIGH -> highName(constraints);
            case 110 -> intra ? "High 10 Intra" : "High 10";
            case 122 -> intra ? "High 4:2:2 Intra" : "High 4:2:2";
            case 244 -> intra ? "High 4:4:4 Intra" : "High 4:4:4 Predictive";
            case 44 -> "CAVLC 4:4:4 Intra";
            case 83 -> "Scalable Baseline";
            case 86 -> "Scalable High";
            case 118 -> "Multiview High";
            case 128 -> "Stereo High";
            default -> "profile " + profile;
        };
    }

    static String levelName(int profile, int constraints, int level) {
        boolean oldProfile = profile == BASELINE || profile == MAIN || profile == EXTENDED;
        boolean is1b = level == 9 || (level == 11 && oldProfile && isSet(constraints, 3));
        return is1b ? "1b" : level / 10 + "." + level % 10;
    }

    private static String highName(int constraints) {
        if (!isSet(constraints, 4)) {
            return "High";
        }
        return isSet(constraints, 5) ? "Constrained High" : "Progressive High";
    }

    /// `constraint_setN_flag`, of which set 0 is the highest bit.
    private static boolean isSet(int constraints, int set) {
        return (constraints >> (7 - set) & 1) == 1;
    }
}
