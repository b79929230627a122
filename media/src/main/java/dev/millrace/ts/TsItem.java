package dev.millrace.ts;

import dev.millrace.codec.Codec;
import dev.millrace.media.Frame;

/// Something that a [TsReader] found.
public sealed interface TsItem {
    /// How to decode the frames of its kind from here on.
    record Configuration(Codec codec) implements TsItem {}

    /// A whole frame of the configuration told last for its kind. Times are those of the stream,
    /// unwrapped: what [TsWriter] wrote for 0 comes back as [TsReader#START_US].
    record Media(Frame frame) implements TsItem {}

    /// A stream in the program that is not read: its codec is not known here, or another of its
    /// kind came before it.
    ///
    /// @param streamType as ISO/IEC 13818-1, table 2-34, numbers them
    record Ignored(int pid, int streamType) implements TsItem {}
}
