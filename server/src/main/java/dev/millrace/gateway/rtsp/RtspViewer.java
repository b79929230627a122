package dev.millrace.gateway.rtsp;

import dev.millrace.bytes.ProtocolException;
import dev.millrace.channel.Channel;
import dev.millrace.channel.GroupFrame;
import dev.millrace.channel.Subscription;
import dev.millrace.channel.Subscription.Step;
import dev.millrace.media.FrameHeader;
import dev.millrace.media.MediaTime;
import dev.millrace.media.TrackKind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One player: reads its channel frame by frame, on a virtual thread of its own, puts them into
/// packets and sends those. It waits for the client, and nobody for it: what it is too slow for it
/// loses in whole groups.
final class RtspViewer {
    private static final Logger LOG = LoggerFactory.getLogger(RtspViewer.class);

    /// Seconds from 1900, where NTP begins, to 1970.
    private static final long NTP_EPOCH_SECONDS = 2_208_988_800L;

    /// What is there already goes to where nobody says how fast it may at this multiple of its own
    /// pace.
    private static final int HASTE = 4;

    /// What is played, and to whom.
    ///
    /// @param lagMax who is further behind continues at the newest group
    /// @param originUs what of the channel's timeline is 0 in the session
    record Play(
            Channel channel,
            Map<TrackKind, OutgoingTrack> tracks,
            Duration lagMax,
            long originUs,
            long startNtpUs) {
        Play {
            tracks = Map.copyOf(tracks);
        }

        boolean isPaced() {
            return tracks.values().stream().anyMatch(track -> track.transport().isPaced());
        }

        Collection<OutgoingTrack> all() {
            return tracks.values();
        }
    }

    /// Who is told how it goes, on the viewer's thread.
    interface Player {
        void skipped(long groups);

        /// It cannot go on; the client has been told what RTP has for that.
        void over(String why);

        /// The client cannot be reached.
        void lost(String why);
    }

    private final Play play;
    private final Player player;
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private volatile Subscription frames;
    private volatile boolean stopped;

    // The thread's own.
    private long lastSequence;
    private boolean isOld;
    private @Nullable FrameHeader open;
    private byte[] payload = {};
    private int payloadBytes;
    private long nowUs;
    private long caughtUpNs;
    private long caughtUpUs;
    private long startedNs;
    private long startedUs;
    private boolean hasStarted;

    /// @param frames in front of the first frame of a group
    /// @param sequence number of that group
    RtspViewer(Play play, Subscription frames, long sequence, Player player) {
        this.play = play;
        this.frames = frames;
        this.lastSequence = sequence;
        this.player = player;
    }

    /// Now, as NTP has it, in microseconds since 1900.
    static long ntpNowUs() {
        Instant now = Instant.now();
        return (now.getEpochSecond() + NTP_EPOCH_SECONDS) * MediaTime.US_PER_SECOND
                + now.getNano() / 1_000;
    }

    void start() {
        Thread.ofVirtual().name("rtsp " + play.channel.name()).start(this::run);
    }

    /// Ends it, soon; [#done] says when. Any thread.
    void stop() {
        stopped = true;
        frames.close();
    }

    /// Completed when nothing is sent any more.
    CompletableFuture<Void> done() {
        return done;
    }

    private void run() {
        caughtUpNs = System.nanoTime();
        try {
            while (!stopped) {
                Step step = frames.poll();
                if (step instanceof Step.Nothing) {
                    caughtUp();
                    frames.await();
                } else {
                    take(step);
                }
            }
        } catch (IOException e) {
            player.lost("connection lost: " + e.getMessage());
        } catch (InterruptedException e) {
            player.lost("the server is stopping");
        } catch (RuntimeException e) {
            LOG.error("{} cannot be sent over RTSP", play.channel.name(), e);
            player.lost("a mistake of this server");
        } finally {
            frames.close();
            done.complete(null);
        }
    }

    private void take(Step step) throws IOException, InterruptedException {
        switch (step) {
            case Step.GroupOpened(var group, _) -> {
                isOld = group.sequence() <= lastSequence;
                long missed = group.sequence() - lastSequence - 1;
                if (missed > 0) {
                    player.skipped(missed);
                }
                lastSequence = Math.max(lastSequence, group.sequence());
            }
            case Step.FrameOpened(var frame) -> begin(frame);
            case Step.Payload(var bytes) -> append(bytes);
            case Step.FrameClosed(var frame) -> end(frame);
            case Step.GroupClosed() -> {
                if (isLate()) {
                    toTheNewest();
                }
            }
            case Step.Ended() -> finish("the channel has ended");
            case Step.Unpublished(), Step.Nothing() -> {}
        }
    }

    private void begin(GroupFrame frame) throws IOException, InterruptedException {
        FrameHeader header = frame.header();
        OutgoingTrack track = play.tracks.get(header.kind());
        if (track == null || isOld) {
            return;
        }
        if (!track.takes(frame.track().config())) {
            finish(
                    "it is %s now, which the client has not been told of"
                            .formatted(frame.track().config().codecName()));
            return;
        }
        open = header.at(header.dtsUs() - play.originUs);
        payload = new byte[header.lengthBytes()];
        payloadBytes = 0;
    }

    private void append(ByteBuffer bytes) {
        if (open != null) {
            int length = bytes.remaining();
            bytes.get(payload, payloadBytes, length);
            payloadBytes += length;
        }
    }

    private void end(GroupFrame frame) throws IOException, InterruptedException {
        FrameHeader header = open;
        OutgoingTrack track = play.tracks.get(frame.header().kind());
        open = null;
        if (header == null || track == null || frame.torn()) {
            return;
        }
        nowUs = header.dtsUs();
        if (!hasStarted) {
            hasStarted = true;
            startedNs = System.nanoTime();
            startedUs = nowUs;
            caughtUp();
        }
        pace();
        try {
            track.send(header, payload, play.startNtpUs);
        } catch (ProtocolException e) {
            LOG.debug("{}: a frame is left out: {}", play.channel.name(), e.getMessage());
        }
    }

    private void pace() throws InterruptedException {
        if (play.isPaced()) {
            long dueNs = startedNs + (nowUs - startedUs) * 1_000 / HASTE;
            long earlyNs = dueNs - System.nanoTime();
            if (earlyNs > 0) {
                Thread.sleep(Duration.ofNanos(earlyNs));
            }
        }
    }

    private void caughtUp() {
        caughtUpNs = System.nanoTime();
        caughtUpUs = nowUs;
    }

    /// Whether it has fallen behind too far since it had all there was.
    private boolean isLate() {
        long passedUs = (System.nanoTime() - caughtUpNs) / 1_000;
        return passedUs - (nowUs - caughtUpUs) > play.lagMax.toNanos() / 1_000;
    }

    private void toTheNewest() {
        frames.close();
        frames = play.channel.subscribe();
        caughtUp();
        if (stopped) { // by somebody who closed the one before
            frames.close();
        }
    }

    private void finish(String why) throws IOException, InterruptedException {
        stopped = true;
        for (OutgoingTrack track : play.all()) {
            track.bye(nowUs, play.startNtpUs);
        }
        player.over(why);
    }
}
