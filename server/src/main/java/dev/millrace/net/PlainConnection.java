package dev.millrace.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.List;

/// TCP as it is: a blocking channel, and one gathering write for any number of buffers.
final class PlainConnection extends Connection {
    private final SocketChannel channel;

    PlainConnection(SocketChannel channel) throws IOException {
        super(Addresses.text(channel.getRemoteAddress()));
        this.channel = channel;
    }

    @Override
    public boolean isSecure() {
        return false;
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        return channel.read(into);
    }

    @Override
    void writeAll(List<ByteBuffer> buffers) throws IOException {
        if (buffers.size() == 1) {
            ByteBuffer only = buffers.getFirst();
            while (only.hasRemaining()) {
                progress(channel.write(only));
            }
            return;
        }
        ByteBuffer[] array = buffers.toArray(ByteBuffer[]::new);
        ByteBuffer last = array[array.length - 1];
        while (last.hasRemaining()) {
            progress(channel.write(array));
        }
    }

    @Override
    public void close() {
        Quietly.close(channel);
    }
}
