package dev.millrace.client;

import java.io.Closeable;
import java.io.IOException;

/// Something that plays: one thread asks it for events until it has [MediaEvent.Ended].
public interface MediaSource extends Closeable {
    /// Waits for the next event. After [MediaEvent.Ended] there is nothing else.
    ///
    /// @throws java.net.SocketTimeoutException when nothing came for [ClientOptions#readTimeout],
    ///   unless somebody else looks for that ([ClientOptions#isSupervised])
    /// @throws RejectedException when the server does not want to serve the stream
    /// @throws BrokenStreamException when what came makes no sense
    /// @throws IOException when the connection broke, or was closed by another thread
    MediaEvent next() throws IOException;

    /// Of one that plays several streams at once: which of them the last event is of, from 0 on.
    default int stream() {
        return 0;
    }

    /// Hangs up. Any thread; safe to repeat.
    @Override
    void close();
}
