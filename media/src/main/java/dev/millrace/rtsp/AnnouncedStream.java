package dev.millrace.rtsp;

import dev.millrace.bytes.ProtocolException;
import dev.millrace.bytes.ProtocolException.Unsupported;
import dev.millrace.media.TrackKind;
import dev.millrace.rtsp.rtp.RtcpWriter;
import dev.millrace.rtsp.rtp.WallClock;
import dev.millrace.rtsp.sdp.SessionDescription;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// A stream that a client announces and then sends: the receiving side of ANNOUNCE and RECORD,
/// without the connection. RFC 2326, 10.3 and 10.11.
///
/// Packets go in, [RtspEffect.Configured], [RtspEffect.Media] and [RtspEffect.Notice] come out
/// while the call lasts. Times are milliseconds of any clock that never goes back. One call at a
/// time.
public final class AnnouncedStream {
    private final List<PlannedTrack> planned;
    private final List<String> leftOut;
    private final Consumer<? super RtspEffect> effects;
    private final WallClock wall = new WallClock();
    private final RtcpWriter reports;
    private final @Nullable TrackReceiver[] receivers;
    private long startedAtMs;

    private AnnouncedStream(
            TrackPlan plan, RandomGenerator random, Consumer<? super RtspEffect> effects) {
        this.planned = plan.tracks();
        this.leftOut = plan.leftOut();
        this.effects = effects;
        this.receivers = new @Nullable TrackReceiver[planned.size()];
        this.reports = new RtcpWriter(random.nextInt(), "%016x".formatted(random.nextLong()));
    }

    /// Reads what a client announces: at most one track of pictures and one of sound.
    ///
    /// @param description SDP
    /// @param url that was asked for, which those of the tracks are relative to
    /// @throws ProtocolException saying why, if nothing of it can be read
    public static AnnouncedStream parse(
            String description,
            String url,
            RandomGenerator random,
            Consumer<? super RtspEffect> effects)
            throws ProtocolException {
        TrackPlan plan = TrackPlan.of(SessionDescription.parse(description), url);
        if (plan.tracks().isEmpty()) {
            throw new Unsupported(String.join("; ", plan.leftOut()));
        }
        return new AnnouncedStream(plan, random, effects);
    }

    /// What of it is not read, and why, in words for people.
    public List<String> leftOut() {
        return leftOut;
    }

    /// Whether there are pictures.
    public boolean hasVideo() {
        return planned.stream().anyMatch(track -> track.format().kind() == TrackKind.VIDEO);
    }

    /// The number of the track that is controlled with this URL.
    public OptionalInt find(String url) {
        for (int i = 0; i < planned.size(); i++) {
            if (planned.get(i).url().equals(url)) {
                return OptionalInt.of(i);
            }
        }
        return OptionalInt.empty();
    }

    /// A track will come.
    ///
    /// @param isUdp whether its packets may come in another order
    public void setUp(int track, boolean isUdp) {
        receivers[track] = new TrackReceiver(planned.get(track), isUdp, wall, effects);
    }

    /// Whether any track will come.
    public boolean isSetUp() {
        for (TrackReceiver receiver : receivers) {
            if (receiver != null) {
                return true;
            }
        }
        return false;
    }

    /// Now it begins.
    public void begin(long atMs) {
        startedAtMs = atMs;
    }

    /// A packet of a track came.
    ///
    /// @param isControl whether it is one of RTCP
    public void packet(int track, boolean isControl, byte[] bytes, long atMs) {
        TrackReceiver receiver = receivers[track];
        if (receiver == null) {
            return;
        }
        if (isControl) {
            receiver.control(bytes, atMs - startedAtMs);
        } else {
            receiver.packet(bytes, atMs - startedAtMs);
        }
    }

    /// Time passed: what has waited long enough for what is missing goes on. To be called some ten
    /// times a second where packets may come in another order.
    public void tick(long atMs) {
        for (TrackReceiver receiver : receivers) {
            if (receiver != null) {
                receiver.tick(atMs - startedAtMs);
            }
        }
    }

    /// What the client is told of what has come: a packet of RTCP for each track, by its number; an
    /// empty one for those that do not come.
    public List<byte[]> reports(long atMs) {
        var all = new ArrayList<byte[]>();
        for (TrackReceiver receiver : receivers) {
            all.add(receiver == null ? new byte[0] : receiver.report(reports, atMs - startedAtMs));
        }
        return all;
    }

    /// Nothing follows: hands over what is whole.
    public void end() {
        for (TrackReceiver receiver : receivers) {
            if (receiver != null) {
                receiver.end();
            }
        }
    }
}
