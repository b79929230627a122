package dev.millrace.ts;

/// Finds the packets in a stream of bytes. Where the sync byte is not where it should be, bytes are
/// passed over until two of them are a packet apart.
final class PacketFramer {
    private byte[] bytes = new byte[16 * TsPacket.BYTES];
    private int at;
    private int end;
    private boolean synced;
    private boolean finished;
    private final Tally tally;

    PacketFramer(Tally tally) {
        this.tally = tally;
    }

    void append(byte[] source, int offset, int length) {
        if (length > bytes.length - end) {
            int left = end - at;
            byte[] target = left + length > bytes.length ? new byte[left + length] : bytes;
            System.arraycopy(bytes, at, target, 0, left);
            bytes = target;
            at = 0;
            end = left;
        }
        System.arraycopy(source, offset, bytes, end, length);
        end += length;
    }

    /// Nothing follows: the last packet needs no other behind it to be believed.
    void finish() {
        finished = true;
    }

    /// Where the next whole packet begins in [#bytes], or -1.
    int next() {
        while (end - at >= TsPacket.BYTES) {
            boolean here = isSync(at);
            if (here && (synced || isFollowed())) {
                synced = true;
                tally.packets++;
                at += TsPacket.BYTES;
                return at - TsPacket.BYTES;
            }
            if (here && isUndecided()) {
                return -1;
            }
            synced = false;
            at++;
            tally.skippedBytes++;
        }
        return -1;
    }

    byte[] bytes() {
        return bytes;
    }

    private boolean isFollowed() {
        return isUndecided() ? finished : isSync(at + TsPacket.BYTES);
    }

    /// Whether the byte behind the packet is not here yet.
    private boolean isUndecided() {
        return end - at == TsPacket.BYTES;
    }

    private boolean isSync(int position) {
        return (bytes[position] & 0xFF) == TsPacket.SYNC;
    }
}
