package dev.millrace.flv;

import dev.millrace.bytes.ByteReader;
import dev.millrace.bytes.ByteWriter;
import dev.millrace.bytes.ProtocolException;
import dev.millrace.bytes.ProtocolException.Malformed;

/// The first bytes of a file. FLV 10.1, annex E.2.
///
/// ```
///  0             3         4                  5
///  +-------------+---------+------------------+----------------------+
///  | "FLV"       | version | 4 audio, 1 video | u32 size of this, 9  |
///  +-------------+---------+------------------+----------------------+
/// ```
///
/// @param hasAudio what the writer expected; tags of the other kind may come all the same
/// @param lengthBytes 9, or more from a writer that has more to say
public record FlvFileHeader(boolean hasAudio, boolean hasVideo, int lengthBytes) {
    /// The header as it has always been, and the least that [#decode] needs.
    public static final int LENGTH_BYTES = 9;

    private static final int SIGNATURE = 'F' << 16 | 'L' << 8 | 'V';
    private static final int VERSION = 1;
    private static final int AUDIO = 4;
    private static final int VIDEO = 1;

    public FlvFileHeader(boolean hasAudio, boolean hasVideo) {
        this(hasAudio, hasVideo, LENGTH_BYTES);
    }

    /// Reads nine bytes. The version is not looked at: there has only ever been one.
    public static FlvFileHeader decode(ByteReader in) throws ProtocolException {
        int signature = in.u24();
        if (signature != SIGNATURE) {
            throw new Malformed("begins with %06X, not with \"FLV\"".formatted(signature));
        }
        in.skip(1);
        int flags = in.u8();
        long lengthBytes = in.u32();
        if (lengthBytes < LENGTH_BYTES) {
            throw new Malformed("FLV header of %d bytes, less than 9".formatted(lengthBytes));
        }
        ProtocolException.requireAtMost(
                "size of the FLV header", lengthBytes, FlvLimits.FILE_HEADER_BYTES_MAX);
        return new FlvFileHeader((flags & AUDIO) != 0, (flags & VIDEO) != 0, (int) lengthBytes);
    }

    /// Writes nine bytes, whatever was read.
    public void encode(ByteWriter out) {
        out.u24(SIGNATURE).u8(VERSION);
        out.u8((hasAudio ? AUDIO : 0) | (hasVideo ? VIDEO : 0));
        out.u32(LENGTH_BYTES);
    }
}
