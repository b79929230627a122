package dev.millrace.ts;

import java.util.function.Consumer;

/// Turns the PES packets of one stream into frames as the rest of the program has them.
interface Unpacker {
    void unpack(Pes pes, Consumer<? super TsItem> sink);

    /// Something is missing before the next packet.
    void reset();
}
