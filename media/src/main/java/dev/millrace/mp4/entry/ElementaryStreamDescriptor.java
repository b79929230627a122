package dev.millrace.mp4.entry;

import dev.millrace.bytes.ByteReader;
import dev.millrace.bytes.ProtocolException;
import dev.millrace.bytes.ProtocolException.Malformed;
import dev.millrace.codec.AacConfig;
import dev.millrace.mp4.box.Boxes;
import dev.millrace.mp4.entry.SampleEntry.Described;
import dev.millrace.mp4.entry.SampleEntry.InHeaders;
import dev.millrace.mp4.entry.SampleEntry.Unread;

/// What `esds` says of sound: descriptors within descriptors. ISO/IEC 14496-14, 5.6; 14496-1,
/// 7.2.6.5 to 7.2.6.7.
///
/// ```
///  3, size, id, flags …  ─ 4, size, object type, … rates  ─ 5, size, AudioSpecificConfig
/// ```
final class ElementaryStreamDescriptor {
    private static final int TAG = 3;
    private static final int DECODER_CONFIG = 4;
    private static final int DECODER_SPECIFIC = 5;

    private static final int DEPENDS = 0x80;
    private static final int HAS_URL = 0x40;
    private static final int HAS_CLOCK = 0x20;

    /// `streamType`, sizes and rates.
    private static final int RATES_BYTES = 12;

    private static final int SIZE_BYTES_MAX = 4;

    private ElementaryStreamDescriptor() {}

    /// @param esds the body of the box
    static SampleEntry parse(ByteReader esds) throws ProtocolException {
        Boxes.version(esds);
        ByteReader stream = descriptor(esds, TAG);
        stream.skip(2);
        int flags = stream.u8();
        stream.skip((flags & DEPENDS) != 0 ? 2 : 0);
        if ((flags & HAS_URL) != 0) {
            stream.skip(stream.u8());
        }
        stream.skip((flags & HAS_CLOCK) != 0 ? 2 : 0);
        ByteReader decoder = descriptor(stream, DECODER_CONFIG);
        int objectType = decoder.u8();
        return switch (objectType) {
            case 0x40, 0x66, 0x67, 0x68 -> {
                decoder.skip(RATES_BYTES);
                ByteReader config = descriptor(decoder, DECODER_SPECIFIC);
                yield new Described(AacConfig.parse(config.bytes(config.remaining())));
            }
            case 0x69, 0x6B -> new InHeaders(AudioHeaders.MPEG);
            case 0xA5, 0xA6 -> new InHeaders(AudioHeaders.AC3);
            default -> new Unread("has sound of object type 0x%02X".formatted(objectType));
        };
    }

    /// The next descriptor, which must be of this tag. Its size has seven bits in each byte.
    private static ByteReader descriptor(ByteReader in, int tag) throws Malformed {
        int found = in.u8();
        if (found != tag) {
            throw new Malformed("descriptor %d where %d belongs".formatted(found, tag));
        }
        int size = 0;
        for (int i = 0; i < SIZE_BYTES_MAX; i++) {
            int next = in.u8();
            size = size << 7 | (next & 0x7F);
            if ((next & 0x80) == 0) {
                break;
            }
        }
        // What says it is longer than what it is in ends with that.
        return in.slice(Math.min(size, in.remaining()));
    }
}
