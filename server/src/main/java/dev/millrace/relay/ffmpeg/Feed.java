package dev.millrace.relay.ffmpeg;

import java.io.IOException;
import java.io.OutputStream;
import java.util.function.Consumer;

/// What one FFmpeg reads from its standard input, and where its times lie.
public interface Feed {
    /// Writes until there is nothing more, or this is closed, and closes what it writes to. On a
    /// thread of its own, which may wait for FFmpeg.
    ///
    /// @param said is told what people may want to know
    void run(OutputStream to, Consumer<String> said) throws IOException, InterruptedException;

    /// What is to be added to the times that come out of FFmpeg; known as soon as something has
    /// been written.
    long offsetUs();

    /// How many programs come out of it.
    int programs();

    /// Ends it, soon. Any thread; safe to repeat.
    void close();
}
