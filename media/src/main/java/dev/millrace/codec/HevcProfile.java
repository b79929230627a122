package dev.millrace.codec;

import static java.util.Locale.ROOT;

import dev.millrace.bytes.BitReader;
import dev.millrace.bytes.ProtocolException.Malformed;

/// Profile, tier and level. H.265, 7.3.3 and annex A; ISO/IEC 14496-15, E.3.
///
/// @param space 0 to 3; all that exists is in space 0
/// @param highTier whether the level's bit rate limit is the higher one
/// @param idc `general_profile_idc`, 0 to 31
/// @param compatibility a flag per profile, that of profile 0 in the highest bit
/// @param constraints six bytes of flags
/// @param level thirty times the level, so 93 for 3.1
record HevcProfile(
        int space, boolean highTier, int idc, int compatibility, long constraints, int level) {
    /// Size in an hvcC and, without sub-layers, in a parameter set.
    static final int LENGTH_BYTES = 12;

    private static final int RANGE_EXTENSIONS = 4;

    static HevcProfile parse(byte[] bytes) throws Malformed {
        var in = new BitReader(bytes);
        int space = in.bits(2);
        boolean highTier = in.flag();
        int idc = in.bits(5);
        int compatibility = in.bits(32);
        long constraints = (long) in.bits(16) << 32 | Integer.toUnsignedLong(in.bits(32));
        return new HevcProfile(space, highTier, idc, compatibility, constraints, in.bits(8));
    }

    String name() {
        return switch (idc) {
            case 1 -> "Main";
            case 2 -> "Main 10";
            case 3 -> "Main Still Picture";
            case RANGE_EXTENSIONS -> "Range Extensions";
            case 5 -> "High Throughput";
            case 6 -> "Multiview Main";
            case 7 -> "Scalable Main";
            case 8 -> "3D Main";
            case 9 -> "Screen Content";
            case 10 -> "Scalable Range Extensions";
            case 11 -> "High Throughput Screen Content";
            default -> "profile " + idc;
        };
    }

    String levelName() {
        String name = level / 30 + "." + level % 30 / 3;
        return highTier ? name + " High" : name;
    }

    String rfc6381() {
        var name = new StringBuilder();
        if (space > 0) {
            name.append((char) ('A' + space - 1));
        }
        name.append(idc).append('.');
        name.append(Integer.toHexString(Integer.reverse(compatibility)).toUpperCase(ROOT));
        name.append(highTier ? ".H" : ".L").append(level);
        for (long left = constraints << 16; left != 0; left <<= 8) {
            name.append('.').append(Long.toHexString(left >>> 56).toUpperCase(ROOT));
        }
        return name.toString();
    }
}
