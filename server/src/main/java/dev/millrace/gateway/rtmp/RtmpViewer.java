package dev.millrace.gateway.rtmp;

import dev.millrace.channel.Channel;
import dev.millrace.channel.WireGroup;
import dev.millrace.channel.WireReader;
import dev.millrace.channel.WireReader.Next;
import dev.millrace.media.ChannelName;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One player on one stream of a connection: waits for the stream, then reads the shared wire and
/// writes it to the socket. Runs on a thread of its own until the player, the channel or the
/// connection ends.
final class RtmpViewer implements Runnable {
    /// What the player is told, and by whom it is carried out. Called by the viewer's thread.
    interface Player {
        /// The stream exists: answer the play command.
        void found() throws IOException;

        /// No publisher came in time.
        void notFound() throws IOException;

        /// Tracks that it does not understand are left out from here on.
        ///
        /// @param what which ones, and why, for people
        void leftOut(String what) throws IOException;

        /// A publisher came back.
        void published() throws IOException;

        /// The publisher did not come back.
        void ended() throws IOException;

        /// Writing failed: the connection is of no use any more.
        void broken(IOException cause);
    }

    private final RtmpGateway gateway;
    private final ChannelName name;
    private final RtmpPrelude prelude;
    private final RtmpOutput output;
    private final Player player;
    private final long giveUpAtNs;
    private final List<ByteBuffer> ahead = new ArrayList<>();
    private volatile boolean found;
    private volatile @Nullable WireReader<RtmpStart> reader;
    private volatile RtmpTaste taste;
    private final LongAdder missedEarlier = new LongAdder();
    private RtmpForm form = RtmpForm.PLAIN;
    private String leftOut = "";

    // Guarded by this.
    private @Nullable Thread waiting;
    private boolean stopped;

    /// @param prelude carries the player's clock, over a pause for example
    RtmpViewer(
            RtmpGateway gateway,
            ChannelName name,
            RtmpTaste taste,
            RtmpPrelude prelude,
            RtmpOutput output,
            Player player) {
        this.gateway = gateway;
        this.name = name;
        this.taste = taste;
        this.prelude = prelude;
        this.output = output;
        this.player = player;
        this.giveUpAtNs = System.nanoTime() + gateway.settings().playWait().toNanos();
    }

    long missedGroups() {
        WireReader<RtmpStart> reading = reader;
        return missedEarlier.sum() + (reading == null ? 0 : reading.missedGroups());
    }

    /// From the next group on the player takes other tracks. Any thread.
    void taste(RtmpTaste other) {
        taste = other;
    }

    /// Ends with the frame that is being sent. Any thread.
    void stop() {
        end(WireReader::stop);
    }

    /// Ends at once, in the middle of a frame if need be. Any thread.
    void abandon() {
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
    public void run() {
        try {
            Optional<Channel> channel = await();
            if (channel.isEmpty()) {
                player.notFound();
            } else {
                watch(channel.get());
            }
        } catch (IOException e) {
            player.broken(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Names that nobody publishes make no channel, however many players wait for them.
    ///
    /// @return empty if nobody published in time, or the player did not want to wait
    private Optional<Channel> await() {
        synchronized (this) {
            if (stopped) {
                return Optional.empty();
            }
            waiting = Thread.currentThread();
        }
        try {
            return gateway.channels().await(name, gateway.settings().playWait());
        } catch (InterruptedException e) {
            return Optional.empty();
        }
    }

    /// The form is a guess until the first group is there.
    private void watch(Channel channel) throws IOException, InterruptedException {
        var guess = new RtmpStart(channel.catalog(), false, 0, 0, 0);
        Optional<WireGroup<RtmpStart>> next = watch(channel, taste.form(guess), 0);
        while (next.isPresent()) {
            WireGroup<RtmpStart> group = next.get();
            next = watch(channel, taste.form(group.start()), group.sequence());
        }
    }

    /// Reads one wire.
    ///
    /// @return the group at which the player needs another one
    private Optional<WireGroup<RtmpStart>> watch(
            Channel channel, RtmpForm wanted, long fromSequence)
            throws IOException, InterruptedException {
        form = wanted;
        try (WireReader<RtmpStart> reading = channel.watch(gateway.format(wanted), fromSequence)) {
            reading.restartWhere(start -> !isServed(start));
            begin(reading);
            while (true) {
                Next<RtmpStart> next = reading.next();
                if (next instanceof Next.Start<RtmpStart>(var group, _)
                        && !taste.form(group.start()).equals(form)) {
                    missedEarlier.add(reading.missedGroups());
                    return Optional.of(group);
                }
                if (!step(next)) {
                    return Optional.empty();
                }
            }
        }
    }

    private boolean isServed(RtmpStart start) {
        return taste.form(start).equals(form) && taste.leftOut(start).equals(leftOut);
    }

    /// From here on it is the reader that is told to stop.
    private synchronized void begin(WireReader<RtmpStart> reading) {
        waiting = null;
        reader = reading;
        if (stopped) {
            reading.stop();
        }
        // A thread with this mark could not write.
        Thread.interrupted();
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

    private boolean step(Next<RtmpStart> next) throws IOException {
        switch (next) {
            case Next.Start(var group, _) -> {
                if (!found) {
                    found = true;
                    player.found();
                }
                tellLeftOut(group.start());
                ahead.add(prelude.at(group.start(), form));
            }
            case Next.Span(var bytes, boolean whole) -> send(bytes, whole);
            case Next.Published() -> player.published();
            // Players take the notice for the end and leave, so it waits until the end is certain.
            case Next.Unpublished() -> {}
            case Next.Ended() -> {
                player.ended();
                return false;
            }
            case Next.Closed() -> {
                if (!found) {
                    player.notFound();
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
    private void send(List<ByteBuffer> bytes, boolean whole) throws IOException {
        if (ahead.isEmpty()) {
            output.media(bytes, whole);
            return;
        }
        ahead.addAll(bytes);
        output.media(ahead, whole);
        ahead.clear();
    }
}
