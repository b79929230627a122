package dev.millrace.gateway.rtmp;

import dev.millrace.channel.WireReader;
import dev.millrace.channel.WireReader.Next;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// One player on one stream of a connection: reads the shared wire and writes it to the socket.
/// Runs on a thread of its own until the player, the channel or the connection ends.
final class RtmpViewer implements Runnable {
    /// What the player is told, and by whom it is carried out. Called by the viewer's thread.
    interface Player {
        /// The stream exists: answer the play command.
        void found() throws IOException;

        /// No publisher came in time.
        void notFound() throws IOException;

        /// A publisher came back.
        void published() throws IOException;

        /// The publisher did not come back.
        void ended() throws IOException;

        /// Writing failed: the connection is of no use any more.
        void broken(IOException cause);
    }

    private final WireReader<RtmpStart> reader;
    private final RtmpPrelude prelude;
    private final RtmpOutput output;
    private final Player player;
    private final long giveUpAtNs;
    private final List<ByteBuffer> ahead = new ArrayList<>();
    private volatile boolean found;

    /// @param prelude carries the player's clock, over a pause for example
    /// @param giveUpAtNs when to stop waiting for a publisher
    RtmpViewer(
            WireReader<RtmpStart> reader,
            RtmpPrelude prelude,
            RtmpOutput output,
            Player player,
            long giveUpAtNs) {
        this.reader = reader;
        this.prelude = prelude;
        this.output = output;
        this.player = player;
        this.giveUpAtNs = giveUpAtNs;
    }

    long missedGroups() {
        return reader.missedGroups();
    }

    /// Ends with the frame that is being sent. Any thread.
    void stop() {
        reader.stop();
    }

    /// Ends at once, in the middle of a frame if need be. Any thread.
    void abandon() {
        reader.close();
    }

    /// Gives up waiting for a publisher when it is time.
    void tick(long nowNs) {
        if (!found && nowNs - giveUpAtNs > 0) {
            reader.stop();
        }
    }

    @Override
    public void run() {
        try (reader) {
            while (step(reader.next())) {
                // Each step sends what there was.
            }
        } catch (IOException e) {
            player.broken(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean step(Next<RtmpStart> next) throws IOException {
        switch (next) {
            case Next.Start(var group, _) -> {
                if (!found) {
                    found = true;
                    player.found();
                }
                ahead.add(prelude.at(group.start()));
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
