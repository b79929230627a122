package dev.millrace.channel;

import dev.millrace.bytes.BytesOut;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// Append-only bytes: one thread writes and publishes, any number read what is published.
///
/// Bytes live in blocks that never move, so a reader's buffer stays right while the log grows.
/// Blocks double from 4 KiB to 64 KiB: a short audio group stays small, a long video group has few.
///
/// ```
///  block      0     1      2        3            4             5
///  bytes   | 4K |  8K  |  16K  |   32K   |      64K      |     64K  …
///  start   0    4K     12K     28K       60K             124K
/// ```
///
/// Once sealed they can be joined to blocks of 256 KiB: what is sent again and again then leaves in
/// few writes.
final class AppendLog implements BytesOut {
    private static final int FIRST_BLOCK_BYTES = 4 << 10;
    private static final int DOUBLING_BLOCKS = 4;
    private static final int LAST_BLOCK_BYTES = FIRST_BLOCK_BYTES << DOUBLING_BLOCKS;
    private static final int JOINED_BLOCK_BYTES = 256 << 10;
    private static final int DOUBLING_BYTES = FIRST_BLOCK_BYTES * ((1 << DOUBLING_BLOCKS) - 1);

    private final MemoryBudget.Account account;

    // Written by the owner only; replaced, never changed below `published`, so readers need no
    // lock. Joined ones can be told by the length of the first.
    private volatile byte[][] blocks = new byte[8][];
    private volatile long published;

    private int blockCount;
    private long capacity;
    private long written;
    private boolean sealed;

    AppendLog(MemoryBudget.Account account) {
        this.account = account;
    }

    /// How much the writer has appended, published or not. Writer only.
    long written() {
        return written;
    }

    /// How much readers may see.
    long published() {
        return published;
    }

    @Override
    public void put(byte[] source, int offset, int length) {
        put(ByteBuffer.wrap(source, offset, length));
    }

    /// Appends what remains in `source` and consumes it.
    void put(ByteBuffer source) {
        if (sealed) {
            throw new IllegalStateException("the log is sealed");
        }
        while (source.hasRemaining()) {
            int block = blockOf(written);
            if (block == blockCount) {
                grow();
            }
            int at = (int) (written - startOf(block));
            int length = Math.min(source.remaining(), blocks[block].length - at);
            source.get(blocks[block], at, length);
            written += length;
        }
    }

    /// Makes everything appended so far visible to readers.
    void publish() {
        published = written;
    }

    /// No more bytes will come: gives back the unused end of the last block.
    void seal() {
        sealed = true;
        publish();
        long spare = capacity - written;
        if (spare > 0) {
            byte[][] trimmed = blocks.clone();
            int last = blockCount - 1;
            trimmed[last] = Arrays.copyOf(trimmed[last], trimmed[last].length - (int) spare);
            blocks = trimmed;
            capacity -= spare;
            account.add(-spare);
        }
    }

    /// The same, and joins the blocks.
    void sealJoined() {
        seal();
        if (blockCount > 1) {
            byte[][] joined = new byte[Math.ceilDiv((int) written, JOINED_BLOCK_BYTES)][];
            for (int i = 0; i < joined.length; i++) {
                long start = (long) i * JOINED_BLOCK_BYTES;
                joined[i] = copy(start, Math.min(written, start + JOINED_BLOCK_BYTES));
            }
            blocks = joined;
        }
    }

    private byte[] copy(long from, long to) {
        ByteBuffer copy = ByteBuffer.allocate((int) (to - from));
        while (copy.hasRemaining()) {
            copy.put(run(from + copy.position(), to));
        }
        return copy.array();
    }

    /// Takes this log off the books. Readers that still hold it may go on; the collector frees it
    /// after them.
    void release() {
        account.add(-capacity);
        capacity = 0;
    }

    /// The longest run of bytes without a block border that starts at `from` and ends by `to`, of
    /// which there is at least one; both within what is published. Read-only for the caller by
    /// contract, not by type: the socket writes plain heap buffers faster.
    ByteBuffer run(long from, long to) {
        byte[][] current = blocks;
        boolean joined = current[0].length > FIRST_BLOCK_BYTES;
        int block = joined ? (int) (from / JOINED_BLOCK_BYTES) : blockOf(from);
        long start = joined ? (long) block * JOINED_BLOCK_BYTES : startOf(block);
        int at = (int) (from - start);
        byte[] bytes = current[block];
        return ByteBuffer.wrap(bytes, at, (int) Math.min(to - from, bytes.length - at));
    }

    private void grow() {
        byte[][] current = blocks;
        if (blockCount == current.length) {
            current = Arrays.copyOf(current, current.length * 2);
        }
        int size = FIRST_BLOCK_BYTES << Math.min(blockCount, DOUBLING_BLOCKS);
        current[blockCount++] = new byte[size];
        blocks = current;
        capacity += size;
        account.add(size);
    }

    private static int blockOf(long position) {
        if (position < DOUBLING_BYTES) {
            int units = (int) position / FIRST_BLOCK_BYTES + 1;
            return 31 - Integer.numberOfLeadingZeros(units);
        }
        return DOUBLING_BLOCKS + (int) ((position - DOUBLING_BYTES) / LAST_BLOCK_BYTES);
    }

    private static long startOf(int block) {
        if (block < DOUBLING_BLOCKS) {
            return (long) FIRST_BLOCK_BYTES * ((1 << block) - 1);
        }
        return DOUBLING_BYTES + (long) (block - DOUBLING_BLOCKS) * LAST_BLOCK_BYTES;
    }
}
