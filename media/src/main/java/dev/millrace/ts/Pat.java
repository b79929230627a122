package dev.millrace.ts;

import dev.millrace.bytes.ByteReader;
import dev.millrace.bytes.ByteWriter;
import dev.millrace.bytes.ProtocolException.Malformed;
import java.util.Optional;

/// The table of programs, as far as it is of interest: where the map of one of them is. Section
/// 2.4.4.3.
record Pat(int number, int pmtPid) {
    private static final int NETWORK = 0;

    /// Stands for the first program, whatever its number.
    static final int FIRST = 0;

    /// Reads the body of a section; empty when it does not list the program.
    ///
    /// @param wanted the number of the program, or [#FIRST]
    static Optional<Pat> decode(ByteReader in, int wanted) throws Malformed {
        while (in.hasRemaining()) {
            int number = in.u16();
            int pid = in.u16() & 0x1FFF;
            if (number != NETWORK && (wanted == FIRST || number == wanted)) {
                return Optional.of(new Pat(number, pid));
            }
        }
        return Optional.empty();
    }

    ByteWriter encode() {
        return new ByteWriter().u16(number).u16(0xE000 | pmtPid);
    }
}
