package dev.millrace.client;

import java.io.IOException;
import java.io.InputStream;

/// Reads MPEG-TS as it comes out of a pipe: what another program writes. One thread reads; any
/// thread may close.
public final class TsPipeReader implements MediaSource {
    private static final int READ_BYTES = 64 << 10;

    private final InputStream in;
    private final EventQueue events = new EventQueue();
    private final TransportStream stream = new TransportStream(events::add);
    private final byte[] buffer = new byte[READ_BYTES];

    public TsPipeReader(InputStream in) {
        this.in = in;
    }

    @Override
    public MediaEvent next() throws IOException {
        return events.next(this::receive);
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException e) {
            // What writes into it is told no other way.
        }
    }

    private void receive() throws IOException {
        int length = in.read(buffer);
        if (length < 0) {
            stream.end();
            events.add(new MediaEvent.Ended("the pipe was closed"));
        } else {
            stream.receive(buffer, length);
        }
    }
}
