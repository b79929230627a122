package dev.millrace.gateway.http;

import dev.millrace.channel.WireReader;
import dev.millrace.channel.WireReader.Next;
import dev.millrace.observe.Fault;
import dev.millrace.observe.Session;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One viewer: hands on what its reader gives, until the stream ends or the viewer does. Everything
/// but [#hangUp] belongs to the thread that runs it.
///
/// @param <S> what a viewer must know to start at a group
final class LiveViewer<S> {
    private static final Logger LOG = LoggerFactory.getLogger(LiveViewer.class);

    private final LiveFormat<S> format;
    private final WireReader<S> reader;
    private final Session session;
    private boolean started;
    private volatile boolean hungUp;
    private volatile @Nullable ViewerOut output;

    LiveViewer(LiveFormat<S> format, WireReader<S> reader, Session session) {
        this.format = format;
        this.reader = reader;
        this.session = session;
    }

    /// Sends the stream from `first` on, and says how it ended.
    void run(Next<S> first, ViewerOut out) {
        output = out;
        try (reader) {
            play(first, out);
            out.end();
        } catch (ViewerStalledException e) {
            LOG.info("{} {} dropped: {}", session.id(), session.remote(), e.getMessage());
            session.fault(Fault.STALLED, String.valueOf(e.getMessage()));
            out.abort(e);
        } catch (IOException | InterruptedException e) {
            LOG.debug("{} {} is gone: {}", session.id(), session.remote(), e.getMessage());
            out.abort(e);
        }
    }

    /// Ends the viewer from any thread, also while it waits for the other end.
    void hangUp() {
        hungUp = true;
        reader.close();
        ViewerOut out = output;
        if (out != null) {
            out.cancel();
        }
    }

    private void play(Next<S> first, ViewerOut out) throws IOException, InterruptedException {
        Next<S> next = first;
        while (!hungUp) {
            switch (next) {
                case Next.Start<S>(var group, _) -> {
                    send(format.prelude().render(group.start(), !started), out);
                    started = true;
                }
                case Next.Span<S>(var bytes, _) -> {
                    for (ByteBuffer run : bytes) {
                        send(run, out);
                    }
                }
                case Next.Unpublished<S> _, Next.Published<S> _ -> {}
                case Next.Ended<S> _, Next.Closed<S> _ -> {
                    return;
                }
            }
            next = reader.next();
        }
    }

    private void send(ByteBuffer bytes, ViewerOut out) throws IOException, InterruptedException {
        int length = bytes.remaining();
        if (length > 0) {
            out.write(bytes);
            session.bytesOut().add(length);
        }
    }
}
