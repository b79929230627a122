package dev.millrace.codec.picture;

import static java.util.Locale.ROOT;

import dev.millrace.bytes.BitReader;
import dev.millrace.bytes.BitWriter;
import dev.millrace.bytes.ProtocolException.Malformed;

/// Profile, tier and level of HEVC. H.265, 7.3.3 and annex A; ISO/IEC 14496-15, E.3.
///
/// ```
///  0       2      3         8                 40                  88        96
///  +-------+------+---------+-----------------+-------------------+---------+
///  | space | tier | profile | compatibility   | constraints       | level   |
///  +-------+------+---------+-----------------+-------------------+---------+
/// ```
///
/// @param space 0 to 3; all that exists is in space 0
/// @param highTier whether the level's limit of the bit rate is the higher one
/// @param profile `general_profile_idc`, 0 to 31
/// @param compatibility a flag per profile, that of profile 0 in the highest bit
/// @param constraints six bytes of flags, the first in bit 47
/// @param level thirty times the level, so 93 for 3.1
public record HevcProfile(
        int space, boolean highTier, int profile, int compatibility, long constraints, int level) {
    /// Size in an hvcC and, without sub-layers, in a parameter set.
    public static final int LENGTH_BYTES = 12;

    private static final int RANGE_EXTENSIONS = 4;

    /// Flags of [#RANGE_EXTENSIONS] in [#constraints]. H.265, table A.2.
    private static final int MAX_12_BITS = 43;

    private static final int MAX_10_BITS = 42;
    private static final int MAX_8_BITS = 41;
    private static final int MAX_422 = 40;
    private static final int MAX_420 = 39;
    private static final int MAX_MONOCHROME = 38;
    private static final int INTRA = 37;

    /// Reads [#LENGTH_BYTES].
    public static HevcProfile parse(BitReader in) throws Malformed {
        int space = in.bits(2);
        boolean highTier = in.flag();
        int profile = in.bits(5);
        int compatibility = in.bits(32);
        long constraints = (long) in.bits(16) << 32 | Integer.toUnsignedLong(in.bits(32));
        return new HevcProfile(space, highTier, profile, compatibility, constraints, in.bits(8));
    }

    /// Writes [#LENGTH_BYTES].
    public void write(BitWriter out) {
        out.bits(space, 2).flag(highTier).bits(profile, 5).bits(compatibility, 32);
        out.bits((int) (constraints >>> 32), 16).bits((int) constraints, 32).bits(level, 8);
    }

    /// The profile as people write it: `Main 10`, `Main 4:2:2 10`.
    public String profileName() {
        return switch (profile) {
            case 1 -> "Main";
            case 2 -> "Main 10";
            case 3 -> "Main Still Picture";
            case RANGE_EXTENSIONS -> rangeExtensionsName();
            case 5 -> "High Throughput";
            case 6 -> "Multiview Main";
            case 7 -> "Scalable Main";
            case 8 -> "3D Main";
            case 9 -> "Screen-Extended";
            case 10 -> "Scalable Range Extensions";
            case 11 -> "High Throughput Screen-Extended";
            default -> "profile " + profile;
        };
    }

    /// The level, and the tier if it is the higher one: `3.1`, `5.1 High`.
    public String levelName() {
        String name = level / 30 + "." + level % 30 / 3;
        return highTier ? name + " High" : name;
    }

    /// What stands behind `hvc1.` in an HLS `CODECS` attribute: `1.6.L93.B0`. ISO/IEC 14496-15,
    /// E.3.
    public String rfc6381() {
        var name = new StringBuilder();
        if (space > 0) {
            name.append((char) ('A' + space - 1));
        }
        name.append(profile).append('.');
        name.append(hex(Integer.toUnsignedLong(Integer.reverse(compatibility))));
        name.append(highTier ? ".H" : ".L").append(level);
        for (long left = constraints << 16; left != 0; left <<= 8) {
            name.append('.').append(hex(left >>> 56));
        }
        return name.toString();
    }

    /// H.265, table A.2.
    private String rangeExtensionsName() {
        String chroma = isSet(MAX_422) ? " 4:2:2" : " 4:4:4";
        String bits = isSet(MAX_12_BITS) ? " 12" : " 16";
        if (isSet(MAX_10_BITS)) {
            bits = isSet(MAX_8_BITS) ? "" : " 10";
        }
        String intra = isSet(INTRA) ? " Intra" : "";
        if (isSet(MAX_MONOCHROME)) {
            return "Monochrome" + bits + intra;
        }
        return "Main" + (isSet(MAX_420) ? "" : chroma) + bits + intra;
    }

    private boolean isSet(int bit) {
        return (constraints >>> bit & 1) == 1;
    }

    private static String hex(long value) {
        return Long.toHexString(value).toUpperCase(ROOT);
    }
}
