package dev.millrace.client;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Reads an FLV file as fast as it is asked to. A file that was cut off is read up to the last
/// whole tag, and its end says so.
///
/// One thread reads; any thread may close.
public final class FlvFileReader implements MediaSource {
    private final FlvStream stream;

    public FlvFileReader(Path file) throws IOException {
        stream = new FlvStream(Files.newInputStream(file), "end of the file");
    }

    @Override
    public MediaEvent next() throws IOException {
        return stream.next();
    }

    @Override
    public void close() {
        stream.close();
    }
}
