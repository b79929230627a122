package dev.millrace.ts;

import dev.millrace.bytes.ByteWriter;
import dev.millrace.bytes.ProtocolException;
import dev.millrace.bytes.ProtocolException.OverLimit;
import dev.millrace.media.MediaTime;
import dev.millrace.media.TimestampUnwrapper;
import org.jspecify.annotations.Nullable;

/// Puts the PES packets of one packet id together. Section 2.4.3.6.
final class PesReader {
    /// The content of a packet, taken out of its header. Valid until the next packet is read.
    ///
    /// @param timed whether it has timestamps; without, the times are 0
    /// @param entry whether its first packet is marked as one to begin decoding with
    @SuppressWarnings("ArrayRecordComponent") // passed along, never compared
    record Pes(
            boolean timed,
            long dtsUs,
            long ptsUs,
            boolean entry,
            byte[] bytes,
            int offset,
            int length) {}

    private final TimestampUnwrapper clock;
    private final ByteWriter pending = new ByteWriter(4096);
    private boolean started;
    private boolean entry;
    private final Tally tally;

    /// @param clock shared by all streams of the program, so that they wrap together
    PesReader(TimestampUnwrapper clock, Tally tally) {
        this.clock = clock;
        this.tally = tally;
    }

    /// Begins a packet. The one before must have been finished.
    void start(boolean isEntry) {
        started = true;
        entry = isEntry;
        pending.clear();
    }

    /// Takes the next bytes of the packet, and returns it when it says that these are its last.
    @Nullable Pes append(byte[] bytes, int offset, int length) throws OverLimit {
        if (!started) {
            return null;
        }
        ProtocolException.requireAtMost(
                "PES packet", (long) pending.size() + length, TsLimits.PES_BYTES_MAX);
        pending.put(bytes, offset, length);
        int wholeBytes = wholeBytes();
        return wholeBytes > 0 && pending.size() >= wholeBytes ? take(wholeBytes) : null;
    }

    /// The packet that was begun, if it ends where nothing more of it comes.
    @Nullable Pes finish() {
        if (!started) {
            return null;
        }
        if (wholeBytes() == 0 && pending.size() >= PesHeader.LENGTH_END) {
            return take(pending.size());
        }
        drop();
        return null;
    }

    /// Forgets the packet that was begun.
    void drop() {
        if (started) {
            started = false;
            tally.droppedUnits++;
        }
    }

    /// The size that the packet says it has; 0 when it does not say, or not yet.
    private int wholeBytes() {
        if (pending.size() < PesHeader.LENGTH_END) {
            return 0;
        }
        byte[] bytes = pending.array();
        int said = (bytes[4] & 0xFF) << 8 | (bytes[5] & 0xFF);
        return said == 0 ? 0 : PesHeader.LENGTH_END + said;
    }

    private @Nullable Pes take(int wholeBytes) {
        started = false;
        byte[] bytes = pending.array(); // has room for a whole header, whatever is in it
        boolean prefixed = bytes[0] == 0 && bytes[1] == 0 && bytes[2] == 1;
        boolean marked = (bytes[6] & 0xC0) == 0x80;
        int stamps = (bytes[7] & 0xC0) >> 6;
        int payload = PesHeader.FIXED_BYTES + (bytes[8] & 0xFF);
        boolean fits = PesHeader.FIXED_BYTES + stampBytes(stamps) <= payload;
        if (!prefixed || !marked || !fits || payload > wholeBytes) {
            tally.droppedUnits++;
            return null;
        }
        return pes(stamps, payload, wholeBytes - payload);
    }

    private static int stampBytes(int stamps) {
        return switch (stamps) {
            case PesHeader.PTS_ONLY -> PesHeader.TIMESTAMP_BYTES;
            case PesHeader.PTS_AND_DTS -> 2 * PesHeader.TIMESTAMP_BYTES;
            default -> 0;
        };
    }

    private Pes pes(int stamps, int offset, int length) {
        byte[] bytes = pending.array();
        if (stampBytes(stamps) == 0) {
            return new Pes(false, 0, 0, entry, bytes, offset, length);
        }
        int ptsAt = PesHeader.FIXED_BYTES;
        int dtsAt = stamps == PesHeader.PTS_AND_DTS ? ptsAt + PesHeader.TIMESTAMP_BYTES : ptsAt;
        long pts = TsClock.timestamp(bytes, ptsAt);
        long dts = TsClock.timestamp(bytes, dtsAt);
        long decoded = clock.unwrap(dts);
        long dtsUs = MediaTime.ticks90kToUs(decoded);
        long ptsUs = MediaTime.ticks90kToUs(decoded + TsClock.difference(pts, dts));
        return new Pes(true, dtsUs, ptsUs, entry, bytes, offset, length);
    }
}
