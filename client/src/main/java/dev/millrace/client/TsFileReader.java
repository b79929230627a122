package dev.millrace.client;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// Reads a file of MPEG-TS as fast as it is asked to. Damage costs what is damaged.
///
/// One thread reads; any thread may close.
public final class TsFileReader implements MediaSource {
    private static final int READ_BYTES = 64 << 10;

    private final InputStream in;
    private final EventQueue events = new EventQueue();
    private final TransportStream stream = new TransportStream(events::add);
    private final byte[] buffer = new byte[READ_BYTES];

    public TsFileReader(Path file) throws IOException {
        in = Files.newInputStream(file);
    }

    @Override
    public MediaEvent next() throws IOException {
        return events.next(this::read);
    }

    @Override
    public void close() {
        Sockets.closeQuietly(in);
    }

    private void read() throws IOException {
        int length = in.read(buffer);
        if (length < 0) {
            stream.end();
            events.add(new MediaEvent.Ended("end of the file"));
        } else {
            stream.receive(buffer, length);
        }
    }
}
