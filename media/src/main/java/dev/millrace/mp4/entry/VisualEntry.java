package dev.millrace.mp4.entry;

import dev.millrace.bytes.ByteReader;
import dev.millrace.bytes.ProtocolException;
import dev.millrace.codec.Av1Config;
import dev.millrace.codec.H264Config;
import dev.millrace.codec.HevcConfig;
import dev.millrace.codec.Vp9Config;
import dev.millrace.mp4.box.Boxes;
import dev.millrace.mp4.entry.SampleEntry.Described;
import dev.millrace.mp4.entry.SampleEntry.Unread;

/// The description of pictures: sizes, a name, and the configuration of the codec in a box of its
/// own. ISO/IEC 14496-12, 12.1.3; 14496-15, 5.4.2 and 8.4.1.
final class VisualEntry {
    private static final int FIXED_BYTES = 70;

    private VisualEntry() {}

    /// @param body from behind what all descriptions have in common
    static SampleEntry parse(String type, ByteReader body) throws ProtocolException {
        body.skip(FIXED_BYTES);
        for (var boxes = new Boxes(body); boxes.next(); ) {
            ByteReader record = boxes.body();
            switch (boxes.type()) {
                case "avcC" -> {
                    return new Described(H264Config.parse(record.bytes(record.remaining())));
                }
                case "hvcC" -> {
                    return new Described(HevcConfig.parse(record.bytes(record.remaining())));
                }
                case "av1C" -> {
                    return new Described(Av1Config.parse(record.bytes(record.remaining())));
                }
                case "vpcC" -> {
                    return new Described(Vp9Config.parse(record.bytes(record.remaining())));
                }
                default -> {}
            }
        }
        return new Unread("of %s has no configuration".formatted(type));
    }
}
