package dev.millrace.client;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// Reads MPEG-TS from a file, as fast as it is asked to, or from a pipe, as it comes. Damage costs
/// what is damaged.
///
/// One thread reads; any thread may close.
public final class TsStreamReader implements MediaSource {
    private static final int READ_BYTES = 64 << 10;

    private final InputStream in;
    private final EventQueue events = new EventQueue();
    private final TransportStream stream = new TransportStream(events::add);
    private final byte[] buffer = new byte[READ_BYTES];

    public TsStreamReader(Path file) throws IOException {
        this(Files.newInputStream(file));
    }

    public TsStreamReader(InputStream in) {
        this.in = in;
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
            events.add(new MediaEvent.Ended("end of the stream"));
        } else {
            stream.receive(buffer, length);
        }
    }
}
