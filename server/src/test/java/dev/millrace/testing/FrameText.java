package dev.millrace.testing;

import dev.millrace.media.Frame;
import dev.millrace.media.FrameHeader;
import java.util.zip.CRC32;

/// A frame as a line that can be compared and read.
public final class FrameText {
    private FrameText() {}

    public static String of(Frame frame) {
        FrameHeader header = frame.header();
        var checksum = new CRC32();
        checksum.update(frame.payload());
        return "%s %d%+d%s %d bytes %08x"
                .formatted(
                        header.kind(),
                        header.dtsUs(),
                        header.ctsUs(),
                        header.key() ? " key" : "",
                        header.lengthBytes(),
                        checksum.getValue());
    }
}
