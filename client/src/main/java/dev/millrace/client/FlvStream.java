package dev.millrace.client;

import dev.millrace.bytes.ProtocolException;
import dev.millrace.flv.FlvReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;

/// Events of FLV bytes, from a file or from a server.
final class FlvStream implements Closeable {
    private static final int READ_BYTES = 64 << 10;

    private final InputStream in;
    private final String endReason;
    private final EventQueue events = new EventQueue();
    private final TagInterpreter interpreter = new TagInterpreter(events::add);
    private final FlvReader reader = new FlvReader();
    private final byte[] buffer = new byte[READ_BYTES];

    FlvStream(InputStream in, String endReason) {
        this.in = in;
        this.endReason = endReason;
    }

    MediaEvent next() throws IOException {
        return events.next(this::read);
    }

    @Override
    public void close() {
        Sockets.closeQuietly(in);
    }

    private void read() throws IOException {
        int length = in.read(buffer);
        if (length < 0) {
            String cut = reader.isBetweenTags() ? "" : ", in the middle of a tag";
            events.add(new MediaEvent.Ended(endReason + cut));
            return;
        }
        try {
            reader.read(buffer, 0, length, interpreter::tag);
        } catch (ProtocolException e) {
            throw new BrokenStreamException(e);
        }
    }
}
