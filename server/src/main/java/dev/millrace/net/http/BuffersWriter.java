package dev.millrace.net.http;

import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.List;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.IteratingNestedCallback;

/// Writes shared buffers as the whole body of an answer, one after the other, without a thread that
/// waits and without moving their positions.
final class BuffersWriter extends IteratingNestedCallback {
    private final Iterator<ByteBuffer> left;
    private final Response response;
    private boolean lastWritten;

    BuffersWriter(List<ByteBuffer> buffers, Response response, Callback callback) {
        super(callback);
        this.left = buffers.iterator();
        this.response = response;
    }

    @Override
    protected Action process() {
        if (lastWritten) {
            return Action.SUCCEEDED;
        }
        ByteBuffer next = left.hasNext() ? left.next().duplicate() : BufferUtil.EMPTY_BUFFER;
        lastWritten = !left.hasNext();
        response.write(lastWritten, next, this);
        return Action.SCHEDULED;
    }
}
