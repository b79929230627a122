package dev.millrace.mp4;

import dev.millrace.bytes.ByteReader;
import dev.millrace.bytes.ProtocolException.Malformed;

/// Walks a table that says "so many samples have this value, so many that": `stts` and `ctts`.
/// ISO/IEC 14496-12, 8.6.1.
///
/// The last value holds for samples that the table leaves out.
final class Runs {
    static final int ENTRY_BYTES = 8;

    private final ByteReader table;
    private long left;
    private int value;

    /// @param table its entries; read by nobody else
    Runs(ByteReader table) {
        this.table = table;
    }

    /// The value of the next sample.
    int next() throws Malformed {
        while (left == 0 && table.hasRemaining()) {
            left = table.u32();
            value = table.i32();
        }
        left = Math.max(0, left - 1);
        return value;
    }
}
