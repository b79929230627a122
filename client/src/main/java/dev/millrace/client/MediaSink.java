package dev.millrace.client;

import dev.millrace.codec.Codec;
import dev.millrace.media.Frame;
import java.io.Closeable;
import java.io.IOException;

/// Something that takes media: one thread gives it configurations and frames, and closes it.
///
/// Metadata (`onMetaData`) is made from the configurations there are when the first frame comes,
/// unless that first frame is metadata itself.
public interface MediaSink extends Closeable {
    /// How the frames of [Codec#kind] that follow are to be decoded. Needed before the first of
    /// them, and again when it changes.
    void configure(Codec codec) throws IOException;

    /// A frame of sound or picture, or a message of AMF0. Decoding times must not go back.
    void send(Frame frame) throws IOException;

    /// Ends the stream in good order.
    @Override
    void close() throws IOException;
}
