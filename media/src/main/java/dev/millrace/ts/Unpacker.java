package dev.millrace.ts;

import java.util.List;

/// Turns the PES packets of one stream into frames as the rest of the program has them.
interface Unpacker {
    void unpack(Pes pes, List<TsEvent> found);

    /// Something is missing before the next packet.
    void reset();
}
