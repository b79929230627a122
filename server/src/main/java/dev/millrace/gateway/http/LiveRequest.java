package dev.millrace.gateway.http;

import dev.millrace.channel.Arrival;
import dev.millrace.channel.Channel;
import dev.millrace.channel.WireReader;
import dev.millrace.channel.WireReader.Next;
import dev.millrace.entry.Entry;
import dev.millrace.entry.Verdict;
import dev.millrace.entry.Visit;
import dev.millrace.gateway.Hub;
import dev.millrace.media.ChannelName;
import dev.millrace.media.Route;
import dev.millrace.net.http.Problem;
import dev.millrace.observe.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/// One request to watch: waits for the stream, then leaves the rest to a [LiveViewer].
///
/// @param <S> what a viewer must know to start at a group
final class LiveRequest<S> {
    private final LiveGateway<S> gateway;
    private final Request request;
    private final Response response;
    private final Callback callback;
    private final Session session;

    /// Whoever waits for the stream, until a viewer takes over.
    private @Nullable Thread waiting = Thread.currentThread();

    private @Nullable LiveViewer<S> viewer;

    LiveRequest(LiveGateway<S> gateway, Request request, Response response, Callback callback) {
        this.gateway = gateway;
        this.request = request;
        this.response = response;
        this.callback = callback;
        Client client = Client.of(request);
        this.session =
                gateway.hub()
                        .sessions()
                        .open(
                                new Session.Opening(
                                        gateway.format().name(),
                                        client.address(),
                                        Instant.now(),
                                        this::hangUp));
        session.agent(client.agent());
        session.via(Visitor.via(request));
    }

    /// Answers the request, or begins to.
    void serve(ChannelName asked) {
        boolean plays = false;
        try {
            plays = enter(asked);
        } catch (InterruptedException e) {
            refuse(Problem.unavailable(session.note()));
        } finally {
            if (!plays) {
                gateway.hub().sessions().close(session);
            }
        }
    }

    /// @return whether a viewer plays now
    private boolean enter(ChannelName asked) throws InterruptedException {
        Entry entry = gateway.hub().entry();
        if (entry.isOpen(Visit.Deed.PLAY, asked)) {
            return admit(asked);
        }
        Visit visit = Visitor.visit(request, session, asked);
        return switch (entry.ask(visit)) {
            case Verdict.Welcome(var name) -> {
                session.whenLeft(
                        () -> entry.left(visit, session.bytesIn().sum(), session.bytesOut().sum()));
                yield admit(name);
            }
            case Verdict.Redirected(var place) -> {
                session.note("sent to " + place.getHost());
                Visitor.turnAway(new Verdict.Redirected(place), request, response, callback);
                yield false;
            }
            case Verdict.Refused refused -> {
                refuse(Visitor.problem(refused, response));
                yield false;
            }
        };
    }

    private boolean admit(ChannelName name) throws InterruptedException {
        if (HttpMethod.HEAD.is(request.getMethod())) {
            look(name);
            return false;
        }
        return wait(name);
    }

    /// Says whether there is a stream, and waits for none. Who may have it has been asked as for a
    /// GET. RFC 9110, 9.3.2.
    private void look(ChannelName name) {
        if (gateway.hub().channels().findLive(name).isPresent()) {
            gateway.describe(response);
            callback.succeeded();
        } else {
            refuse(Problem.notFound("nobody publishes " + name));
        }
    }

    private boolean wait(ChannelName name) throws InterruptedException {
        session.engage(Session.Role.VIEWER, name.toString());
        Route route = Visitor.route(request, session);
        Duration patience = gateway.settings().playWait();
        long untilNs = System.nanoTime() + patience.toNanos();
        return switch (gateway.hub().channels().await(name, route, patience)) {
            case Arrival.Here(var channel) -> watch(channel, untilNs);
            case Arrival.Absent absent -> {
                refuse(Absences.problem(absent));
                yield false;
            }
        };
    }

    private boolean watch(Channel channel, long untilNs) throws InterruptedException {
        WireReader<S> reader = channel.watch(gateway.format().wire());
        try {
            Optional<Next<S>> first = firstOf(reader, Hub.startUntilNs(channel, untilNs));
            if (first.isPresent()) {
                play(reader, first.get());
                return true;
            }
        } catch (InterruptedException | RuntimeException e) {
            // A runtime exception is Jetty's, if the client has just gone.
            reader.close();
            throw e;
        }
        reader.close();
        String detail =
                "%s is published, but nothing to see came within %d ms"
                        .formatted(channel.name(), gateway.settings().playWait().toMillis());
        refuse(Problem.notFound(detail));
        return false;
    }

    /// The start, even if the publisher has to come back for it.
    private Optional<Next<S>> firstOf(WireReader<S> reader, long untilNs)
            throws InterruptedException {
        while (true) {
            Duration left = Duration.ofNanos(Math.max(0, untilNs - System.nanoTime()));
            Optional<Next<S>> next = reader.next(left);
            if (next.isEmpty() || next.get() instanceof Next.Start<S>) {
                return next;
            }
            if (next.get() instanceof Next.Ended<S> || next.get() instanceof Next.Closed<S>) {
                return Optional.empty();
            }
        }
    }

    private void play(WireReader<S> reader, Next<S> first) {
        session.countSkipsBy(reader::missedGroups);
        var watching = new LiveViewer<>(gateway, reader, session);
        handOver(watching);
        if (Thread.interrupted()) { // hung up before there was a viewer to tell
            watching.hangUp();
        }
        if (isWebSocket()) {
            new WebSocketViewer<>(gateway, watching, first).upgrade(request, response, callback);
            return;
        }
        // The one who writes knows best who takes nothing; Jetty's own clock must not be faster.
        Duration stall = gateway.settings().stallTimeout();
        request.addHttpStreamWrapper(stream -> {
            stream.setIdleTimeout(2 * stall.toMillis());
            return stream;
        });
        request.addIdleTimeoutListener(_ -> false);
        gateway.describe(response);
        if (HttpViewerOut.isChunked(request)) {
            // Also for a client that closes afterwards: it can tell the end from a fault.
            response.getHeaders().put(HttpHeader.TRANSFER_ENCODING, "chunked");
        }
        watching.start(first, clear -> new HttpViewerOut(request, response, callback, clear));
    }

    private boolean isWebSocket() {
        return "websocket".equalsIgnoreCase(request.getHeaders().get("Upgrade"));
    }

    private void refuse(Problem problem) {
        session.note(problem.detail());
        gateway.hub().sessions().refusedViewers().count(session.protocol());
        problem.send(request, response, callback);
    }

    private synchronized void handOver(LiveViewer<S> watching) {
        waiting = null;
        viewer = watching;
    }

    private synchronized void hangUp(String reason) {
        session.note(reason);
        if (viewer != null) {
            viewer.hangUp();
        } else if (waiting != null) {
            waiting.interrupt();
        }
    }
}
