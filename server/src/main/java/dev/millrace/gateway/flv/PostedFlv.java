package dev.millrace.gateway.flv;

import dev.millrace.bytes.ProtocolException;
import dev.millrace.media.ChannelName;
import dev.millrace.net.http.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// A stream that is the body of a request, read on the request's thread. 204 when it has ended.
final class PostedFlv implements FlvPublishing.Line {
    private static final int BUFFER_BYTES = 32 << 10;

    private final Request request;
    private final FlvPublishing publishing;
    private final Thread thread = Thread.currentThread();
    private boolean reads = true; // guarded by this

    PostedFlv(PublishGateway gateway, Request request) {
        this.request = request;
        this.publishing = gateway.publishing(this, request);
        // Jetty's own clock must not be faster than ours, which knows a drip from a stream.
        long idleMs = gateway.settings().idleTimeout().toMillis();
        request.addHttpStreamWrapper(stream -> {
            stream.setIdleTimeout(2 * idleMs);
            return stream;
        });
        request.addIdleTimeoutListener(_ -> false);
    }

    void serve(ChannelName name, Response response, Callback callback) {
        Optional<Problem> refusal = Optional.empty();
        try {
            refusal = publishing.enter(name, request, response);
            if (refusal.isEmpty()) {
                read();
                refusal = publishing.ending();
            }
        } catch (ProtocolException e) {
            publishing.fail(e);
            refusal = publishing.ending();
        } catch (InterruptedException e) {
            refusal = publishing.ending();
        } catch (IOException e) {
            // Who has only closed its half is told; who has gone is not.
            String why = "the body broke off: " + e.getMessage();
            refusal = Optional.of(publishing.ending().orElseGet(() -> Problem.badRequest(why)));
        } finally {
            readNoMore();
            publishing.finish(refusal.map(Problem::detail).orElse("it has ended"));
        }
        answer(refusal, response, callback);
    }

    private void read() throws IOException, ProtocolException {
        // Not closed: what is left of the body is Jetty's, which still has to answer.
        InputStream body = Content.Source.asInputStream(request);
        byte[] bytes = new byte[BUFFER_BYTES];
        while (publishing.ending().isEmpty()) {
            int length = body.read(bytes);
            if (length < 0) {
                return;
            }
            publishing.received(bytes, 0, length);
        }
    }

    private void answer(Optional<Problem> refusal, Response response, Callback callback) {
        if (refusal.isPresent()) {
            refusal.get().send(request, response, callback);
        } else {
            response.setStatus(HttpStatus.NO_CONTENT_204);
            callback.succeeded();
        }
    }

    @Override
    public synchronized void end(Problem why) {
        if (reads) {
            thread.interrupt();
        }
    }

    @Override
    public void remind(long nowNs) {} // it cannot help noticing

    private synchronized void readNoMore() {
        reads = false;
        Thread.interrupted(); // nobody waits for anything any more
    }
}
