package dev.millrace.bench.publish;

import dev.millrace.bench.measure.Latencies;
import dev.millrace.bench.measure.Roster;
import dev.millrace.bench.net.Link;
import dev.millrace.bytes.ProtocolException;
import dev.millrace.media.TrackKind;
import dev.millrace.rtmp.ClientEffect;
import dev.millrace.rtmp.ClientSession;
import dev.millrace.rtmp.ClientSettings;
import dev.millrace.rtmp.RtmpUrl;
import dev.millrace.rtmp.SessionEffect;
import dev.millrace.testcard.ClockMarker;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// One RTMP publisher, which sends each tag of a clip when its time has come.
final class RtmpPublisher implements Link.Handler {
    private static final long MS_NS = 1_000_000;

    /// More than this waits only for a server that does not read.
    private static final int PENDING_BYTES_MAX = 4 << 20;

    private static final long PENDING_RETRY_NS = 10 * MS_NS;

    /// What all publishers of a load share.
    ///
    /// @param lateness gets how long after its time each frame was sent
    /// @param scratch as long as the longest tag
    @SuppressWarnings("ArrayRecordComponent") // memory to work in, never compared
    record Shared(Clip clip, RandomGenerator random, Latencies lateness, byte[] scratch) {}

    private final ClientSession session;
    private final Roster.Member member;
    private final Shared shared;
    private final byte[] marker = ClockMarker.blank();
    private @Nullable Link link;
    private boolean isLive;
    private long startNs;
    private long dueNs;
    private long roundMs;
    private int shiftMs;
    private int nextTag;
    private long frames;
    private long framesBegan;
    private long bytesBegan;

    RtmpPublisher(RtmpUrl url, Roster.Member member, Shared shared) {
        this.member = member;
        this.shared = shared;
        session =
                new ClientSession(
                        url, ClientSession.Role.PUBLISH, ClientSettings.DEFAULT, shared.random());
    }

    @Override
    public void connected(Link newLink) {
        link = newLink;
        newLink.write(session.start(System.nanoTime() / MS_NS));
    }

    @Override
    public void received(Link from, ByteBuffer in) throws ProtocolException {
        for (ClientEffect effect : session.receive(in, System.nanoTime() / MS_NS)) {
            switch (effect) {
                case SessionEffect.Send(ByteBuffer bytes) -> from.write(bytes);
                case SessionEffect.Hangup(ProtocolException fault) -> throw fault;
                case ClientEffect.Publishing _ -> begin();
                case ClientEffect.Rejected(String code, String description, _) ->
                        giveUp(from, "refused: %s, %s".formatted(code, description));
                case ClientEffect.Status status when status.level().equals("error") ->
                        giveUp(from, "ended by the server: " + status.code());
                default -> {} // what servers say without need
            }
        }
    }

    @Override
    public void lost(String why) {
        isLive = false;
        member.lost(why);
    }

    /// Whether there is something to send, now or later.
    boolean isLive() {
        return isLive;
    }

    /// When the next tag is to be sent.
    long dueNs() {
        return dueNs;
    }

    /// Sends what is due.
    void sendDue(long nowNs) {
        while (link != null && isLive && dueNs <= nowNs) {
            if (link.pendingBytes() > PENDING_BYTES_MAX) {
                dueNs = nowNs + PENDING_RETRY_NS;
                return;
            }
            Clip.Tag tag = shared.clip().tags().get(nextTag);
            if (roundMs == 0 || tag.use() != Clip.Use.SETUP) {
                send(link, tag);
            }
            advance();
        }
    }

    private void begin() {
        member.established();
        isLive = true;
        startNs = System.nanoTime();
        dueNs = startNs;
    }

    private void giveUp(Link from, String why) {
        from.close();
        lost(why);
    }

    private void send(Link to, Clip.Tag tag) {
        int timestampMs = (int) (roundMs + tag.timestampMs()) + shiftMs;
        ByteBuffer body = ByteBuffer.wrap(shared.scratch(), 0, tag.body().length);
        body.put(tag.body()).flip();
        if (tag.kind() == TrackKind.DATA) {
            to.write(session.data(timestampMs, body));
            return;
        }
        long nowNs = System.nanoTime();
        if (tag.use() == Clip.Use.MARKED_FRAME) {
            ClockMarker.write(marker, nowNs);
            body.put(Clip.MARKER_AT, marker);
        }
        to.write(session.media(tag.kind(), timestampMs, body));
        shared.lateness().record(nowNs - tagNs(tag));
        frames++;
    }

    private void advance() {
        nextTag++;
        if (nextTag == shared.clip().tags().size()) {
            nextTag = 0;
            roundMs += shared.clip().durationMs();
        }
        dueNs = tagNs(shared.clip().tags().get(nextTag));
    }

    private long tagNs(Clip.Tag tag) {
        return startNs + (roundMs + tag.timestampMs()) * MS_NS;
    }

    /// Says goodbye, so that the server need not wait for us.
    void unpublish() {
        if (link != null && isLive) {
            link.write(session.close());
        }
    }

    /// Ends with a goodbye, because we want to.
    void leave() {
        unpublish();
        close();
    }

    /// Ends without a word.
    void close() {
        end(Link::close);
    }

    /// Ends as a machine does that loses its power.
    void reset() {
        end(Link::reset);
    }

    private void end(Consumer<Link> how) {
        isLive = false;
        member.left();
        if (link != null) {
            how.accept(link);
        }
    }

    /// Sends nothing for so long, then goes on where it was.
    void pause(long pauseNs) {
        startNs += pauseNs;
        dueNs += pauseNs;
    }

    /// From now on all times are later by so much, or earlier.
    void jump(int byMs) {
        shiftMs += byMs;
    }

    boolean isGone() {
        return member.isGone();
    }

    boolean isPresent() {
        return member.isPresent();
    }

    /// The steady window begins.
    void beginWindow() {
        framesBegan = frames;
        bytesBegan = sentBytes();
    }

    long sentBytes() {
        return link == null ? 0 : link.sentBytes();
    }

    long windowBytes() {
        return sentBytes() - bytesBegan;
    }

    long windowFrames() {
        return frames - framesBegan;
    }

    boolean hasSent() {
        return frames > 0;
    }
}
