package dev.millrace.control.link;

import dev.millrace.control.node.Budget;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// The beginning of a segment. It takes memory as bytes come, and not as they are promised. One
/// thread at a time.
final class Partial {
    private static final int FIRST_BYTES = 64 << 10;

    private final int whole;
    private final Budget memory;
    private byte[] bytes = new byte[0];
    private int length;

    /// @param whole how many bytes there are going to be
    Partial(long whole, Budget memory) {
        this.whole = Math.toIntExact(whole);
        this.memory = memory;
    }

    int length() {
        return length;
    }

    boolean isWhole() {
        return length == whole;
    }

    /// Whether so many more still belong to it.
    boolean hasRoom(int more) {
        return more <= whole - length;
    }

    /// Takes a piece.
    ///
    /// @return whether there was memory for it
    boolean append(ByteBuffer piece) {
        int more = piece.remaining();
        if (length + more > bytes.length && !grow(length + more)) {
            return false;
        }
        piece.get(bytes, length, more);
        length += more;
        return true;
    }

    /// All of it, once it [#isWhole].
    byte[] whole() {
        return bytes;
    }

    /// Gives its memory back, for good.
    void free() {
        memory.give(bytes.length);
        bytes = new byte[0];
        length = 0;
    }

    private boolean grow(int needed) {
        int size = Math.min(whole, Math.max(needed, Math.max(FIRST_BYTES, 2 * bytes.length)));
        if (!memory.take(size - bytes.length, bytes.length)) {
            return false;
        }
        bytes = Arrays.copyOf(bytes, size);
        return true;
    }
}
