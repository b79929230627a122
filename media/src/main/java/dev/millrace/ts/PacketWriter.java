package dev.millrace.ts;

import dev.millrace.bytes.BytesOut;
import java.util.Arrays;

/// Cuts a unit (a section, or a PES packet) of known size into transport packets.
///
/// A unit is [#begin]ned, [#put] in any number of pieces and [#end]ed. Pieces are copied once, into
/// a scratch array that goes out whenever it is full.
final class PacketWriter {
    private static final int SCRATCH_PACKETS = 32;

    private final byte[] scratch = new byte[SCRATCH_PACKETS * TsPacket.BYTES];
    private int at;

    // Of the unit that is being written.
    private BytesOut out = (_, _, _) -> {};
    private Pid pid = new Pid(TsPacket.PID_NONE);

    /// What of it is not yet in a packet.
    private int leftBytes;

    /// What of it the open packet still has room for.
    private int roomBytes;

    /// A packet id and how many packets with payload it had. Section 2.4.3.3, continuity_counter.
    static final class Pid {
        private final int value;
        private int last = TsPacket.CONTINUITY;

        Pid(int value) {
            this.value = value;
        }

        int value() {
            return value;
        }

        private int next() {
            last = (last + 1) & TsPacket.CONTINUITY;
            return last;
        }
    }

    /// Starts a unit of `unitBytes` in a new packet.
    ///
    /// @param flags of the adaptation field; with [TsPacket#PCR] the clock is written for a frame
    ///   of `dtsUs`
    void begin(BytesOut out, Pid pid, int unitBytes, int flags, long dtsUs) {
        this.out = out;
        this.pid = pid;
        leftBytes = unitBytes;
        int adaptationBytes = adaptationBytes(flags);
        int stuffedBytes = Math.max(adaptationBytes, TsPacket.BODY_BYTES - unitBytes);
        putHeader(TsPacket.UNIT_START, TsPacket.PAYLOAD, pid.next(), stuffedBytes);
        putAdaptation(flags, dtsUs, stuffedBytes);
        roomBytes = TsPacket.BODY_BYTES - stuffedBytes;
    }

    void put(byte[] source, int offset, int length) {
        int from = offset;
        int end = offset + length;
        while (from < end) {
            if (roomBytes == 0) {
                nextPacket();
            }
            int count = Math.min(roomBytes, end - from);
            System.arraycopy(source, from, scratch, at, count);
            at += count;
            from += count;
            roomBytes -= count;
            leftBytes -= count;
        }
    }

    void end() {
        assert leftBytes == 0 && roomBytes == 0 : leftBytes + " bytes of the unit are missing";
        flush();
    }

    /// Writes a packet without payload, which does not count.
    void adaptationOnly(BytesOut out, Pid pid, int flags, long dtsUs) {
        this.out = out;
        this.pid = pid;
        putHeader(0, 0, pid.last, TsPacket.BODY_BYTES);
        putAdaptation(flags, dtsUs, TsPacket.BODY_BYTES);
        flush();
    }

    private void nextPacket() {
        if (at == scratch.length) {
            flush();
        }
        int stuffedBytes = Math.max(0, TsPacket.BODY_BYTES - leftBytes);
        putHeader(0, TsPacket.PAYLOAD, pid.next(), stuffedBytes);
        putAdaptation(0, 0, stuffedBytes);
        roomBytes = TsPacket.BODY_BYTES - stuffedBytes;
    }

    private void putHeader(int unitStart, int payload, int continuity, int adaptationBytes) {
        int adaptation = adaptationBytes > 0 ? TsPacket.ADAPTATION : 0;
        scratch[at++] = TsPacket.SYNC;
        scratch[at++] = (byte) (unitStart | pid.value >> 8);
        scratch[at++] = (byte) pid.value;
        scratch[at++] = (byte) (adaptation | payload | continuity);
    }

    /// A field of `bytes`, which may be none, or one that says it has nothing to say.
    private void putAdaptation(int flags, long dtsUs, int bytes) {
        int end = at + bytes;
        if (bytes > 0) {
            scratch[at++] = (byte) (bytes - 1);
        }
        if (bytes > 1) {
            scratch[at++] = (byte) flags;
        }
        if ((flags & TsPacket.PCR) != 0) {
            TsClock.putPcr(scratch, at, dtsUs);
            at += TsPacket.PCR_BYTES;
        }
        Arrays.fill(scratch, at, end, (byte) TsPacket.STUFFING);
        at = end;
    }

    private static int adaptationBytes(int flags) {
        return flags == 0 ? 0 : 2 + ((flags & TsPacket.PCR) != 0 ? TsPacket.PCR_BYTES : 0);
    }

    private void flush() {
        out.put(scratch, 0, at);
        at = 0;
    }
}
