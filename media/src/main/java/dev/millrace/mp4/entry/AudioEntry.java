package dev.millrace.mp4.entry;

import dev.millrace.bytes.ByteReader;
import dev.millrace.bytes.ByteWriter;
import dev.millrace.bytes.ProtocolException;
import dev.millrace.bytes.ProtocolException.Malformed;
import dev.millrace.codec.FlacConfig;
import dev.millrace.codec.OpusConfig;
import dev.millrace.mp4.box.Boxes;
import dev.millrace.mp4.entry.SampleEntry.Described;
import dev.millrace.mp4.entry.SampleEntry.InHeaders;
import dev.millrace.mp4.entry.SampleEntry.Unread;

/// The description of sound: channels, a rate, and the configuration of the codec in a box of its
/// own. ISO/IEC 14496-12, 12.2.3; 14496-14, 5.6; the bindings of Opus (4.3.2) and FLAC (3.3.2).
final class AudioEntry {
    private static final int VENDOR_BYTES = 6;
    private static final int FIXED_BYTES = 12;

    /// What QuickTime has behind it in descriptions of its versions 1 and 2.
    private static final int VERSION_1_BYTES = 16;

    private static final int VERSION_2_BYTES = 36;

    private AudioEntry() {}

    /// @param body from behind what all descriptions have in common
    /// @param listVersion of the `stsd`; of QuickTime, which has more fields, 0
    static SampleEntry parse(String type, ByteReader body, int listVersion)
            throws ProtocolException {
        int version = body.u16();
        body.skip(VENDOR_BYTES + FIXED_BYTES);
        if (listVersion == 0 && version > 0) {
            body.skip(version == 1 ? VERSION_1_BYTES : VERSION_2_BYTES);
        }
        return switch (type) {
            case "ac-3", "ec-3" -> new InHeaders(AudioHeaders.AC3);
            case ".mp3" -> new InHeaders(AudioHeaders.MPEG);
            default -> ofBoxes(type, body);
        };
    }

    private static SampleEntry ofBoxes(String type, ByteReader body) throws ProtocolException {
        for (var boxes = new Boxes(body); boxes.next(); ) {
            ByteReader in = boxes.body();
            switch (boxes.type()) {
                case "esds" -> {
                    return ElementaryStreamDescriptor.parse(in);
                }
                case "wave" -> { // where QuickTime has it
                    return ofWave(in);
                }
                case "dOps" -> {
                    return new Described(OpusConfig.parse(opusHead(in)));
                }
                case "dfLa" -> {
                    Boxes.version(in);
                    var header = new ByteWriter().utf8("fLaC").bytes(in.bytes(in.remaining()));
                    return new Described(FlacConfig.parse(header.toByteArray()));
                }
                default -> {}
            }
        }
        return new Unread("of %s has no configuration".formatted(type));
    }

    private static SampleEntry ofWave(ByteReader wave) throws ProtocolException {
        for (var boxes = new Boxes(wave); boxes.next(); ) {
            if (boxes.type().equals("esds")) {
                return ElementaryStreamDescriptor.parse(boxes.body());
            }
        }
        return new Unread("of QuickTime has no configuration");
    }

    /// The same fields as in Ogg, but for the byte order. Binding of Opus, 4.3.2.
    private static byte[] opusHead(ByteReader dOps) throws ProtocolException {
        int version = dOps.u8();
        if (version != 0) {
            throw new Malformed("dOps has version %d, not 0".formatted(version));
        }
        var out = new ByteWriter(32).utf8("OpusHead").u8(1).u8(dOps.u8());
        out.u16(swapped(dOps.u16())); // PreSkip
        out.u32LittleEndian(dOps.i32()); // InputSampleRate
        out.u16(swapped(dOps.u16())); // OutputGain
        return out.bytes(dOps.bytes(dOps.remaining())).toByteArray(); // ChannelMapping…
    }

    private static int swapped(int number) {
        return Short.toUnsignedInt(Short.reverseBytes((short) number));
    }
}
