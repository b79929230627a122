package dev.millrace.testcard;

import dev.millrace.bytes.ByteWriter;
import java.nio.charset.StandardCharsets;

/// Fills video frames up to a bit rate, as an encoder at a constant rate would: what a large key
/// frame takes too much, the frames behind it save again.
///
/// The filling is unregistered user data (H.264 D.1.6), which passes through every container;
/// filler data NAL units may not be stored in some.
final class Padding {
    private static final byte[] IDENTIFIER = "MILLRACE-PADDING".getBytes(StandardCharsets.US_ASCII);
    private static final int USER_DATA_UNREGISTERED = 5;
    private static final int SIZE_STEP =
            0xFF; // a size is written as so many of these, and the rest
    private static final int FILLER = 0xFF;

    /// Length, NAL header, payload type, last byte of the size, identifier, stop bit.
    private static final int OVERHEAD_BYTES = 4 + 1 + 1 + 1 + IDENTIFIER.length + 1;

    private final double frameBytes;
    private double spareBytes;

    Padding(TestCardSettings settings) {
        frameBytes = settings.videoBitsPerSecond() / 8.0 / settings.framesPerSecond();
    }

    /// Appends what is missing behind a frame of `usedBytes`.
    void write(ByteWriter out, int usedBytes) {
        if (frameBytes == 0) {
            return;
        }
        spareBytes += frameBytes - usedBytes;
        if (spareBytes < OVERHEAD_BYTES) {
            return;
        }
        int before = out.size();
        unit(out, (int) spareBytes - OVERHEAD_BYTES);
        spareBytes -= out.size() - before;
    }

    private static void unit(ByteWriter out, int wantedBytes) {
        int fillerBytes = wantedBytes - wantedBytes / (SIZE_STEP + 1); // room for a longer size
        int size = IDENTIFIER.length + fillerBytes;
        out.u32(OVERHEAD_BYTES - 4 + size / SIZE_STEP + fillerBytes);
        out.u8(Nal.SEI).u8(USER_DATA_UNREGISTERED);
        for (int i = 0; i < size / SIZE_STEP; i++) {
            out.u8(SIZE_STEP);
        }
        out.u8(size % SIZE_STEP).bytes(IDENTIFIER);
        for (int i = 0; i < fillerBytes; i++) {
            out.u8(FILLER);
        }
        out.u8(0x80);
    }
}
