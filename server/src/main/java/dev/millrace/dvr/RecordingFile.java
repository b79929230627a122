package dev.millrace.dvr;

import dev.millrace.bytes.ByteWriter;
import dev.millrace.codec.Codec;
import dev.millrace.media.FrameHeader;
import java.io.IOException;
import java.time.Duration;

/// A recording in one of the formats, while it is being written. Belongs to one thread.
interface RecordingFile {
    /// Whether frames of this codec can be in it. If not, another file has to begin.
    boolean takes(Codec codec);

    /// Writes a frame, or keeps it for a moment.
    ///
    /// @param header on the channel's time
    /// @param payload exactly [FrameHeader#lengthBytes] bytes; the next frame may be in there later
    void write(Codec codec, FrameHeader header, ByteWriter payload) throws IOException;

    /// Writes what may be written now. No more than a second is kept beyond that.
    void flush() throws IOException;

    /// How long frames may be gathered before they are written together. A crash loses them, and
    /// with what is kept beyond [#flush] that must not be more than about a second.
    Duration gathered();

    /// What is in it.
    long bytes();

    /// How long it plays.
    Duration duration();

    /// Writes what can only be known at the end.
    void finish() throws IOException;
}
