package dev.millrace.gateway.rtmp;

import dev.millrace.channel.Arrival;
import dev.millrace.channel.Arrival.Absent;
import dev.millrace.channel.Arrival.Here;
import dev.millrace.channel.Channel;
import dev.millrace.channel.Shortfall;
import dev.millrace.channel.WireGroup;
import dev.millrace.channel.WireReader;
import dev.millrace.channel.WireReader.Next;
import dev.millrace.delivery.Lane;
import dev.millrace.gateway.Hub;
import dev.millrace.media.ChannelName;
import dev.millrace.media.Route;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One player on one stream of a connection: waits for the stream, then reads the shared wire and
/// writes it to the socket, on a lane, until the player, the channel or the connection ends.
final class RtmpViewer implements WireReader.Viewer {
    /// What the player is told, and by whom it is carried out. One call at a time; none may block.
    interface Player {
        /// The stream exists: answer the play command.
        void found() throws IOException;

        /// No publisher came in time.
        ///
        /// @param why for people
        void notFound(String why) throws IOException;

        /// The player was too slow and lost something.
        void skipped(Shortfall shortfall);

        /// Tracks that it does not understand are left out from here on.
        ///
        /// @param what which ones, and why, for people
        void leftOut(String what) throws IOException;

        /// A publisher came back.
        void published() throws IOException;

        /// The publisher did not come back.
        void ended() throws IOException;

        /// The player does not listen: the connection is of no use any more.
        void broken(Exception cause);
    }

    private final RtmpGateway gateway;
    private final ChannelName name;
    private final Route route;
    private final RtmpPrelude prelude;
    private final RtmpOutput output;
    private final Player player;
    private final Lane lane;
    private final Runnable resume;
    private volatile long giveUpAtNs;
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private volatile boolean found;
    private volatile boolean abandoned;
    private volatile @Nullable WireReader<RtmpStart> reader;
    private volatile RtmpTaste taste;

    // The lane's, once it is served there.
    private RtmpForm form = RtmpForm.PLAIN;
    private String leftOut = "";
    private @Nullable Channel watched;
    private final List<ByteBuffer> ahead = new ArrayList<>();

    // Guarded by this.
    private @Nullable Thread waiting;
    private boolean stopped;
    private long missedEarlier;

    /// What is watched.
    ///
    /// @param route the way that the player came
    record Wanted(ChannelName name, Route route) {}

    /// @param prelude carries the player's clock, over a pause for example
    RtmpViewer(
            RtmpGateway gateway,
            Wanted wanted,
            RtmpTaste taste,
            RtmpPrelude prelude,
            RtmpOutput output,
            Player player) {
        this.gateway = gateway;
        this.name = wanted.name();
        this.route = wanted.route();
        this.taste = taste;
        this.prelude = prelude;
        this.output = output;
        this.player = player;
        this.lane = gateway.hub().lanes().next();
        this.resume = () -> lane.execute(this::serve);
        this.giveUpAtNs = System.nanoTime() + gateway.settings().playWait().toNanos();
    }

    /// Begins, at once if the stream is there. Only a player that has to wait for it costs a
    /// thread.
    void start() {
        Optional<Channel> channel = gateway.hub().channels().findLive(name);
        if (channel.isPresent()) {
            watch(channel.get());
        } else {
            Thread.ofVirtual().name("await " + name).start(this::await);
        }
    }

    synchronized long missedGroups() {
        WireReader<RtmpStart> reading = reader;
        return missedEarlier + (reading == null ? 0 : reading.missedGroups());
    }

    /// From the next group on the player takes other tracks. Any thread.
    void taste(RtmpTaste other) {
        taste = other;
    }

    /// Ends with the frame that is being sent. Any thread.
    ///
    /// @return completed when the last byte is handed out
    CompletableFuture<Void> stop() {
        end(WireReader::stop);
        return done;
    }

    /// Ends at once, in the middle of a frame if need be. Any thread.
    void abandon() {
        abandoned = true;
        end(WireReader::close);
    }

    /// Gives up waiting for a publisher's first frame when it is time.
    void tick(long nowNs) {
        WireReader<RtmpStart> reading = reader;
        if (reading != null && !found && nowNs - giveUpAtNs > 0) {
            reading.stop();
        }
    }

    @Override
    public void serve() {
        WireReader<RtmpStart> reading = reader;
        if (reading == null || done.isDone()) {
            return;
        }
        try {
            boolean goesOn = !abandoned;
            while (goesOn && output.isClear(resume)) {
                Next<RtmpStart> next = reading.poll();
                if (next instanceof Next.Nothing<RtmpStart>) {
                    return;
                }
                if (next instanceof Next.Start<RtmpStart>(var group, _)
                        && !taste.form(group.start()).equals(form)) {
                    change(reading, group);
                    return;
                }
                goesOn = step(next, reading);
            }
            if (!goesOn) {
                finish(reading);
            }
        } catch (IOException e) {
            finish(reading);
            player.broken(e);
        } catch (RuntimeException e) {
            finish(reading);
            player.broken(e);
            throw e; // our mistake: the lane logs it
        }
    }

    private void finish(WireReader<RtmpStart> reading) {
        done.complete(null);
        reading.close();
    }

    /// Names that nobody publishes make no channel, however many players wait for them.
    private void await() {
        synchronized (this) {
            waiting = Thread.currentThread();
            if (stopped) {
                waiting.interrupt();
            }
        }
        Arrival arrival = Absent.nobodys("no longer wanted");
        try {
            arrival = gateway.hub().channels().await(name, route, giveUpIn());
        } catch (InterruptedException e) {
            // The player does not want to wait any more.
        } finally {
            stopWaiting();
        }
        switch (arrival) {
            case Here(var channel) -> watch(channel);
            case Absent absent -> tellNotFound(absent.reason());
        }
    }

    /// Whoever stops this thread from here on must not interrupt it: that would fall into a write,
    /// and an interrupted write closes the connection.
    private synchronized void stopWaiting() {
        waiting = null;
        Thread.interrupted();
    }

    private void tellNotFound(String why) {
        try {
            done.complete(null);
            player.notFound(why);
        } catch (IOException e) {
            player.broken(e);
        }
    }

    private Duration giveUpIn() {
        return Duration.ofNanos(Math.max(0, giveUpAtNs - System.nanoTime()));
    }

    private boolean isServed(RtmpStart start) {
        return taste.form(start).equals(form) && taste.leftOut(start).equals(leftOut);
    }

    /// The form is a guess until the first group is there.
    private void watch(Channel channel) {
        giveUpAtNs = Hub.startUntilNs(channel, giveUpAtNs);
        var guess = new RtmpStart(channel.catalog(), false, 0, 0, 0);
        watch(channel, taste.form(guess), 0);
    }

    /// Goes over to the wire of a form. From here on it is its reader that is told to stop.
    private void watch(Channel channel, RtmpForm wanted, long fromSequence) {
        WireReader<RtmpStart> reading = channel.watch(gateway.format(wanted), fromSequence);
        form = wanted;
        watched = channel;
        reading.restartWhere(start -> !isServed(start));
        synchronized (this) {
            missedEarlier = missedGroups();
            reader = reading;
            if (stopped) {
                reading.stop();
            }
        }
        reading.serveOn(lane, this);
    }

    /// Reads on at `group` in the form that the player needs from there on.
    private void change(WireReader<RtmpStart> reading, WireGroup<RtmpStart> group) {
        reading.close();
        watch(Objects.requireNonNull(watched), taste.form(group.start()), group.sequence());
    }

    private synchronized void end(Consumer<WireReader<RtmpStart>> how) {
        stopped = true;
        WireReader<RtmpStart> reading = reader;
        if (reading != null) {
            how.accept(reading);
        } else if (waiting != null) {
            waiting.interrupt();
        }
    }

    /// @return whether it goes on
    private boolean step(Next<RtmpStart> next, WireReader<RtmpStart> reading) throws IOException {
        switch (next) {
            case Next.Start(var group, long missed) -> {
                if (!found) {
                    found = true;
                    player.found();
                }
                if (missed > 0) {
                    reading.shortfall().ifPresent(player::skipped);
                }
                tellLeftOut(group.start());
                boolean keepsTimes = Objects.requireNonNull(watched).settings().keepsTimes();
                ahead.add(prelude.at(group.start(), form, keepsTimes));
            }
            case Next.Span(var bytes, boolean whole) -> send(bytes, whole);
            case Next.Published() -> player.published();
            // Players take the notice for the end and leave, so it waits until the end is certain.
            case Next.Unpublished(), Next.Nothing() -> {}
            case Next.Ended() -> {
                player.ended();
                return false;
            }
            case Next.Closed() -> {
                if (!found) {
                    player.notFound("nobody publishes " + name);
                }
                return false;
            }
        }
        return true;
    }

    private void tellLeftOut(RtmpStart start) throws IOException {
        String what = taste.leftOut(start);
        if (!what.equals(leftOut) && !what.isEmpty()) {
            player.leftOut(what);
        }
        leftOut = what;
    }

    /// The prelude leaves with the bytes it precedes, in one write.
    private void send(List<ByteBuffer> bytes, boolean whole) {
        if (ahead.isEmpty()) {
            output.media(bytes, whole);
            return;
        }
        ahead.addAll(bytes);
        output.media(ahead, whole);
        ahead.clear();
    }
}
