package dev.millrace.flv;

import dev.millrace.bytes.ByteReader;
import dev.millrace.bytes.ByteWriter;
import dev.millrace.bytes.ProtocolException;
import dev.millrace.bytes.ProtocolException.Unsupported;
import dev.millrace.media.TrackKind;
import java.util.Optional;

/// The other header a tag body can begin with, which names the codec by four characters. Enhanced
/// RTMP v2, "ExVideoTagHeader" and "ExAudioTagHeader".
///
/// ```
///  video | 1, frame type (3 bits) | packet type (4) |                  FourCC (32) | …
///  audio | 9 (4 bits)             | packet type (4) |                  FourCC (32) | …
///
///  packet type MOD_EX      | size - 1 (8) | data | what it says (4), packet type (4) | again
///              if size is 256, the true one is next: | size - 1 (16) |
///  packet type MULTITRACK  | multitrack (4), packet type (4) | FourCC, if there is one for all
///  frame type COMMAND      | command (8), and no FourCC
/// ```
///
/// @param frameType of video, as in [VideoTagHeader]; of audio 0
/// @param packetType of each track that follows; never `MULTITRACK` or `MOD_EX`
/// @param offsetNs what is to be added to the time of the message, 0 to 2^24 - 1 nanoseconds
/// @param multitrack if the body is divided among tracks
/// @param fourCc of all tracks; 0 where they have their own, and in a command
record ExTagHeader(
        TrackKind kind,
        int frameType,
        ExPacketType packetType,
        int offsetNs,
        Optional<Multitrack> multitrack,
        int fourCc) {
    private static final int AUDIO_FORMAT = 9;
    private static final int VIDEO_FLAG = 0x80;
    private static final int FOUR_CC_BYTES = 4;

    /// The size from which on it is told in 16 bits.
    private static final int MOD_EX_LONG_BYTES = 256;

    private static final int TIMESTAMP_OFFSET_NANO = 0;
    private static final int TIMESTAMP_OFFSET_BYTES = 3;

    /// The header of one unnumbered track, at the message's own time.
    ExTagHeader(TrackKind kind, int frameType, ExPacketType packetType, FourCc fourCc) {
        this(kind, frameType, packetType, 0, Optional.empty(), fourCc.code());
    }

    /// Whether a body that begins with this byte has such a header.
    static boolean isEnhanced(TrackKind kind, int firstByte) {
        return kind == TrackKind.VIDEO
                ? (firstByte & VIDEO_FLAG) != 0
                : (firstByte & 0xFF) >> 4 == AUDIO_FORMAT;
    }

    /// How many bytes the header has of which `in` holds the beginning, one byte at least. More
    /// than there are means "at least".
    static int lengthBytes(TrackKind kind, ByteReader in) throws ProtocolException {
        int first = in.u8();
        int type = first & 15;
        int length = 1;
        while (type == ExPacketType.MOD_EX.code(kind)) {
            if (in.remaining() < 3) {
                return length + 3; // size, a byte of data, type
            }
            int dataBytes = in.u8() + 1;
            length += 1;
            if (dataBytes == MOD_EX_LONG_BYTES) {
                dataBytes = in.u16() + 1;
                length += 2;
            }
            length += dataBytes + 1;
            if (in.remaining() < dataBytes + 1) {
                return length;
            }
            in.skip(dataBytes);
            type = in.u8() & 15;
        }
        if (isCommand(kind, first, type)) {
            return length + 1;
        }
        if (type != ExPacketType.MULTITRACK.code(kind)) {
            return length + FOUR_CC_BYTES;
        }
        boolean own = in.hasRemaining() && in.peekU8() >> 4 == Multitrack.MANY_CODECS.code();
        return length + 1 + (own || !in.hasRemaining() ? 0 : FOUR_CC_BYTES);
    }

    /// Reads [#lengthBytes] bytes.
    ///
    /// @throws Unsupported if it says something that later versions may have meant
    static ExTagHeader decode(TrackKind kind, ByteReader in) throws ProtocolException {
        int first = in.u8();
        int type = first & 15;
        int offsetNs = 0;
        while (type == ExPacketType.MOD_EX.code(kind)) {
            ByteReader data = in.slice(modExBytes(in));
            int what = in.u8();
            if (what >> 4 == TIMESTAMP_OFFSET_NANO && data.remaining() >= TIMESTAMP_OFFSET_BYTES) {
                offsetNs = data.u24();
            }
            type = what & 15;
        }
        int frameType = kind == TrackKind.VIDEO ? first >> 4 & 7 : 0;
        if (isCommand(kind, first, type)) {
            in.skip(1);
            var command = packetType(kind, type);
            return new ExTagHeader(kind, frameType, command, offsetNs, Optional.empty(), 0);
        }
        if (type != ExPacketType.MULTITRACK.code(kind)) {
            var single = packetType(kind, type);
            return new ExTagHeader(kind, frameType, single, offsetNs, Optional.empty(), in.i32());
        }
        int both = in.u8();
        Multitrack multitrack =
                Multitrack.of(both >> 4)
                        .orElseThrow(() -> new Unsupported("multitrack type " + (both >> 4)));
        ExPacketType each = packetType(kind, both & 15);
        int fourCc = multitrack == Multitrack.MANY_CODECS ? 0 : in.i32();
        return new ExTagHeader(kind, frameType, each, offsetNs, Optional.of(multitrack), fourCc);
    }

    void encode(ByteWriter out) {
        int type = packetType.code(kind);
        int next = multitrack.isPresent() ? ExPacketType.MULTITRACK.code(kind) : type;
        int high = kind == TrackKind.VIDEO ? VIDEO_FLAG | frameType << 4 : AUDIO_FORMAT << 4;
        if (offsetNs != 0) {
            out.u8(high | ExPacketType.MOD_EX.code(kind));
            out.u8(TIMESTAMP_OFFSET_BYTES - 1).u24(offsetNs);
            out.u8(TIMESTAMP_OFFSET_NANO << 4 | next);
        } else {
            out.u8(high | next);
        }
        multitrack.ifPresent(many -> out.u8(many.code() << 4 | type));
        if (isCommand()) {
            out.u8(0);
        } else if (multitrack.filter(many -> many == Multitrack.MANY_CODECS).isEmpty()) {
            out.u32(fourCc);
        }
    }

    /// Whether the body is a word to the player about a seek, and no picture.
    boolean isCommand() {
        return isCommand(kind, frameType << 4, packetType.code(kind));
    }

    private static boolean isCommand(TrackKind kind, int first, int type) {
        return kind == TrackKind.VIDEO
                && (first >> 4 & 7) == VideoTagHeader.INFO
                && type != ExPacketType.METADATA.code(kind);
    }

    private static int modExBytes(ByteReader in) throws ProtocolException {
        int bytes = in.u8() + 1;
        return bytes == MOD_EX_LONG_BYTES ? in.u16() + 1 : bytes;
    }

    private static ExPacketType packetType(TrackKind kind, int code) throws Unsupported {
        return ExPacketType.of(kind, code)
                .filter(type -> type != ExPacketType.MULTITRACK && type != ExPacketType.MOD_EX)
                .orElseThrow(() -> new Unsupported("enhanced RTMP packet type " + code));
    }
}
