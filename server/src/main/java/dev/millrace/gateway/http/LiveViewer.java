package dev.millrace.gateway.http;

import dev.millrace.channel.WireReader;
import dev.millrace.channel.WireReader.Next;
import dev.millrace.delivery.Lane;
import dev.millrace.net.Housekeeper;
import dev.millrace.observe.Fault;
import dev.millrace.observe.Session;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.jetty.util.BufferUtil;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One viewer: hands on what its reader gives, until the stream ends or the viewer does. Everything
/// but [#hangUp] and [#tick] belongs to its lane.
///
/// @param <S> what a viewer must know to start at a group
final class LiveViewer<S> implements WireReader.Viewer, Housekeeper.Chore {
    private static final Logger LOG = LoggerFactory.getLogger(LiveViewer.class);

    private static final ByteBuffer[] NOTHING = {};

    private final LiveGateway<S> gateway;
    private final WireReader<S> reader;
    private final Session session;
    private final Lane lane;
    private final List<ByteBuffer> unsent = new ArrayList<>(4);
    private boolean started;
    private boolean over;
    private volatile boolean hungUp;
    private volatile @Nullable ViewerOut output;

    LiveViewer(LiveGateway<S> gateway, WireReader<S> reader, Session session) {
        this.gateway = gateway;
        this.reader = reader;
        this.session = session;
        this.lane = gateway.hub().lanes().next();
    }

    /// Sends the stream from `first` on.
    ///
    /// @param connect makes the way out, given what to run when it is clear again
    void start(Next<S> first, Function<Runnable, ViewerOut> connect) {
        ViewerOut out = connect.apply(() -> lane.execute(this::serve));
        lane.execute(() -> take(first));
        output = out;
        gateway.hub().housekeeper().addToCrowd(this);
        reader.serveOn(lane, this);
    }

    /// Ends the viewer from any thread, also while it waits for the other end.
    void hangUp() {
        hungUp = true;
        if (output == null) {
            reader.close();
            gateway.hub().sessions().close(session);
        } else {
            lane.execute(this::serve);
        }
    }

    @Override
    public void tick(long nowNs) {
        ViewerOut out = output;
        if (out != null && out.pendingNs(nowNs) > gateway.settings().stallTimeout().toNanos()) {
            lane.execute(() -> stalled(out));
        }
    }

    @Override
    public void serve() {
        ViewerOut out = output;
        if (out == null || over) {
            return;
        }
        while (!over && !hungUp && out.isClear()) {
            Next<S> next = reader.poll();
            take(next);
            // What goes ahead of a group leaves with its first bytes, in one write.
            if (!(next instanceof Next.Start<S>)) {
                send(out);
            }
            if (next instanceof Next.Nothing<S>) {
                break;
            }
        }
        Optional<Throwable> failure = out.failure();
        if (!over && failure.isPresent()) {
            LOG.debug("{} {} is gone: {}", session.id(), session.remote(), failure.get());
            finish();
            out.abort(failure.get());
        } else if (!over && hungUp) {
            finish();
            if (out.isClear()) {
                out.end();
            } else {
                out.abort(new IOException("cancelled"));
            }
        }
    }

    private void take(Next<S> next) {
        switch (next) {
            case Next.Start<S>(var group, long missed) -> {
                if (missed > 0) {
                    reader.shortfall().ifPresent(why -> session.note(why.words()));
                }
                unsent.add(gateway.format().prelude().render(group.start(), !started));
                started = true;
            }
            case Next.Span<S>(var bytes, _) -> unsent.addAll(bytes);
            case Next.Unpublished<S> _, Next.Published<S> _, Next.Nothing<S> _ -> {}
            case Next.Ended<S> _, Next.Closed<S> _ -> hungUp = true;
        }
    }

    private void send(ViewerOut out) {
        ByteBuffer[] bytes = unsent.toArray(NOTHING);
        long length = BufferUtil.remaining(bytes);
        unsent.clear();
        if (length > 0) {
            session.bytesOut().add(length);
            out.write(bytes);
        }
    }

    private void stalled(ViewerOut out) {
        if (over) {
            return;
        }
        String why =
                "took nothing for %d ms".formatted(gateway.settings().stallTimeout().toMillis());
        LOG.info("{} {} dropped: {}", session.id(), session.remote(), why);
        session.fault(Fault.STALLED, why);
        finish();
        out.abort(new IOException(why));
    }

    private void finish() {
        over = true;
        gateway.hub().housekeeper().remove(this);
        reader.close();
        gateway.hub().sessions().close(session);
    }
}
