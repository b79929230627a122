package dev.millrace.mp4;

import dev.millrace.bytes.ByteReader;
import dev.millrace.bytes.ProtocolException.Malformed;

/// Walks the numbers of the samples that decoding may begin with: `stss`. Without such a table, it
/// may begin with all. ISO/IEC 14496-12, 8.6.2.
final class KeySamples {
    private final boolean all;
    private final ByteReader table;
    private long number;
    private long nextKey;

    /// @param table its entries; read by nobody else
    KeySamples(boolean all, ByteReader table) {
        this.all = all;
        this.table = table;
    }

    /// Whether the next sample is one.
    boolean next() throws Malformed {
        number++;
        while (nextKey < number && table.hasRemaining()) {
            nextKey = table.u32();
        }
        return all || nextKey == number;
    }
}
