package dev.millrace.rtsp.rtp;

import dev.millrace.media.TimestampUnwrapper;
import java.util.Map;
import java.util.TreeMap;

/// Puts packets in the order of their sequence numbers, and waits a little for those that are
/// missing. RFC 3550, A.1.
///
/// What comes in order goes on at once. Behind a gap packets wait until it is filled, until they
/// are many, or until they are old; then the gap is a loss.
public final class ReorderBuffer {
    /// Takes packets in order.
    @FunctionalInterface
    public interface Sink {
        /// The next packet.
        ///
        /// @param lost how many packets are missing in front of this one
        void packet(RtpPacket packet, int lost);
    }

    /// A packet and when it came.
    private record Held(RtpPacket packet, long atMs) {}

    private final Sink sink;
    private final boolean waits;
    private final TreeMap<Long, Held> held = new TreeMap<>();
    private TimestampUnwrapper numbers = new TimestampUnwrapper(16);
    private boolean started;
    private long next;
    private long late;

    /// @param waits false where packets come in order or never: over TCP
    public ReorderBuffer(boolean waits, Sink sink) {
        this.waits = waits;
        this.sink = sink;
    }

    public void receive(RtpPacket packet, long nowMs) {
        long number = numbers.unwrap(packet.sequence());
        if (!started || number > next + RtpLimit.AHEAD_PACKETS_MAX || isFarBehind(number)) {
            begin(packet);
            return;
        }
        if (number < next || held.containsKey(number)) {
            late++; // or twice
            return;
        }
        held.put(number, new Held(packet, nowMs));
        release(nowMs);
    }

    /// Gives up what has been waited for too long.
    public void tick(long nowMs) {
        release(nowMs);
    }

    /// What comes next is of another sender.
    public void restart() {
        flush();
        started = false;
    }

    /// Hands on what waits, whatever is missing.
    public void flush() {
        held.forEach((number, old) -> pass(number, old.packet));
        held.clear();
    }

    /// Whether [#tick] may have something to do.
    public boolean isWaiting() {
        return !held.isEmpty();
    }

    /// Packets that came after their place had been given up, or twice.
    public long late() {
        return late;
    }

    private boolean isFarBehind(long number) {
        return number < next - RtpLimit.BEHIND_PACKETS_MAX;
    }

    /// The first packet, or one of a sequence that began anew: what waits is of the old one.
    private void begin(RtpPacket packet) {
        flush();
        int lost = started ? 1 : 0;
        started = true;
        numbers = new TimestampUnwrapper(16);
        next = numbers.unwrap(packet.sequence()) + 1;
        sink.packet(packet, lost);
    }

    private void release(long nowMs) {
        while (!held.isEmpty()) {
            Map.Entry<Long, Held> first = held.firstEntry();
            boolean isDue =
                    first.getKey() == next
                            || !waits
                            || held.size() > RtpLimit.HELD_PACKETS_MAX
                            || nowMs - first.getValue().atMs > RtpLimit.HELD_MS_MAX;
            if (!isDue) {
                return;
            }
            held.pollFirstEntry();
            pass(first.getKey(), first.getValue().packet);
        }
    }

    private void pass(long number, RtpPacket packet) {
        int lost = (int) (number - next);
        next = number + 1;
        sink.packet(packet, lost);
    }
}
