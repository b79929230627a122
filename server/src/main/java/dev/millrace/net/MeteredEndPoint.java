package dev.millrace.net;

import java.nio.channels.SelectionKey;
import java.util.concurrent.atomic.LongAdder;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.util.thread.Scheduler;

/// A socket that was let in, and counts what leaves.
final class MeteredEndPoint extends SocketEndPoint {
    private final Admission.Pass pass;
    private volatile LongAdder bytesOut = new LongAdder();

    MeteredEndPoint(
            ManagedSelector selector, SelectionKey key, Scheduler timer, Admission.Pass pass) {
        super(selector, key, timer);
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

    /// Without asking what time it is: whose connection this is knows better who is silent.
    @Override
    void count(long written) {
        bytesOut.add(written);
    }
}
