package dev.millrace.ts;

import dev.millrace.bytes.ByteReader;
import dev.millrace.bytes.ByteWriter;
import dev.millrace.bytes.ProtocolException.Malformed;
import java.util.Optional;

/// The table of programs, as far as it is of interest: where the first one's map is. Section
/// 2.4.4.3.
record Pat(int number, int pmtPid) {
    private static final int NETWORK = 0;

    /// Reads the body of a section; empty when it lists no program.
    static Optional<Pat> decode(ByteReader in) throws Malformed {
        while (in.hasRemaining()) {
            int number = in.u16();
            int pid = in.u16() & 0x1FFF;
            if (number != NETWORK) {
                return Optional.of(new Pat(number, pid));
            }
        }
        return Optional.empty();
    }

    ByteWriter encode() {
        return new ByteWriter().u16(number).u16(0xE000 | pmtPid);
    }
}
