package dev.millrace.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.LongAdder;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.util.thread.Scheduler;

/// A socket that was let in, and counts what leaves.
final class MeteredEndPoint extends SocketChannelEndPoint {
    private final Admission.Pass pass;
    private volatile LongAdder bytesOut = new LongAdder();

    MeteredEndPoint(
            ManagedSelector selector, SelectionKey key, Scheduler timer, Admission.Pass pass) {
        super((SocketChannel) key.channel(), selector, key, timer);
        this.pass = pass;
    }

    Admission.Pass pass() {
        return pass;
    }

    long bytesOut() {
        return bytesOut.sum();
    }

    void countIn(LongAdder counter) {
        bytesOut = counter;
    }

    boolean isWriting() {
        return getWriteFlusher().isPending();
    }

    @Override
    public boolean flush(ByteBuffer... buffers) throws IOException {
        try {
            SocketChannel channel = getChannel();
            long flushed =
                    buffers.length == 1
                            ? channel.write(buffers[0])
                            : Gather.write(channel, buffers);
            bytesOut.add(flushed);
        } catch (IOException e) {
            throw new EofException(e);
        }
        return !buffers[buffers.length - 1].hasRemaining();
    }
}
