package dev.millrace.flv;

import dev.millrace.bytes.ByteReader;
import dev.millrace.bytes.ByteWriter;
import dev.millrace.bytes.ProtocolException.Malformed;
import dev.millrace.media.TrackKind;
import java.util.Optional;

/// The eleven bytes in front of every tag body. FLV 10.1, annex E.4.1.
///
/// ```
///  0                   1            4             7        8            11
///  +-------------------+------------+-------------+--------+------------+
///  | 00, encrypted, 5  | body bytes | timestampMs | bits   | stream id, |
///  | bits of type      |            | bits 0-23   | 24-31  | 0          |
///  +-------------------+------------+-------------+--------+------------+
/// ```
///
/// @param type 5 bits: [#AUDIO], [#VIDEO], [#SCRIPT], or something only its writer knows
/// @param encrypted the body begins with an encryption header; live streams never do that
/// @param bodyBytes 24 bits
/// @param timestampMs decoding time, a counter of 32 bits that wraps after 49.7 days
public record FlvTagHeader(int type, boolean encrypted, int bodyBytes, long timestampMs) {
    public static final int LENGTH_BYTES = 11;

    /// The same numbers as the RTMP message types.
    public static final int AUDIO = 8;

    public static final int VIDEO = 9;
    public static final int SCRIPT = 18;

    private static final int ENCRYPTED = 0x20;

    public FlvTagHeader(TrackKind kind, int bodyBytes, long timestampMs) {
        this(type(kind), false, bodyBytes, timestampMs & 0xFFFF_FFFFL);
    }

    public static FlvTagHeader decode(ByteReader in) throws Malformed {
        int first = in.u8();
        int bodyBytes = in.u24();
        long timestampMs = in.u24() | (long) in.u8() << 24;
        in.skip(3); // always 0, and means nothing if not
        return new FlvTagHeader(first & 0x1F, (first & ENCRYPTED) != 0, bodyBytes, timestampMs);
    }

    public void encode(ByteWriter out) {
        out.u8(type | (encrypted ? ENCRYPTED : 0)).u24(bodyBytes);
        out.u24((int) timestampMs).u8((int) (timestampMs >>> 24));
        out.u24(0);
    }

    /// What the body carries, if the type is one of the three.
    public Optional<TrackKind> kind() {
        return switch (type) {
            case AUDIO -> Optional.of(TrackKind.AUDIO);
            case VIDEO -> Optional.of(TrackKind.VIDEO);
            case SCRIPT -> Optional.of(TrackKind.DATA);
            default -> Optional.empty();
        };
    }

    private static int type(TrackKind kind) {
        return switch (kind) {
            case AUDIO -> AUDIO;
            case VIDEO -> VIDEO;
            case DATA -> SCRIPT;
        };
    }
}
