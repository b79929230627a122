package dev.millrace.net;

import java.nio.ByteBuffer;

/// Memory that a socket writes from as it is, where Java would copy each buffer on the heap into
/// memory of its own, and have the kernel put them together.
///
/// It keeps what was copied last. Viewers who are up to date are given the same bytes one after the
/// other: those are copied for the first one. For one thread.
final class SocketMemory {
    /// As much as a viewer is given at once, with what goes around it.
    private static final int BYTES = 128 << 10;

    /// In front of it, for what each is given of its own.
    private static final int HEAD_BYTES = 64;

    private static final ThreadLocal<SocketMemory> OF_THREAD =
            ThreadLocal.withInitial(SocketMemory::new);

    private static final ByteBuffer[] NOTHING = {};

    private final ByteBuffer memory = ByteBuffer.allocateDirect(HEAD_BYTES + BYTES);
    private ByteBuffer[] copied = NOTHING;

    private SocketMemory() {}

    static SocketMemory ofThread() {
        return OF_THREAD.get();
    }

    /// Copies of `buffers`, which keep their positions, in one piece: as much of them as there is
    /// room for.
    ByteBuffer join(ByteBuffer... buffers) {
        copied = NOTHING;
        memory.limit(memory.capacity()).position(HEAD_BYTES);
        for (ByteBuffer buffer : buffers) {
            put(buffer, Math.min(buffer.remaining(), memory.remaining()));
        }
        return memory.flip().position(HEAD_BYTES);
    }

    /// The same, of `head` and of bytes that never change, so that they need not be copied if they
    /// are those of the last time.
    ByteBuffer joinShared(ByteBuffer head, ByteBuffer... shared) {
        if (head.remaining() > HEAD_BYTES) {
            throw new IllegalArgumentException("head has " + head.remaining() + " bytes");
        }
        if (isCopied(shared)) {
            memory.position(HEAD_BYTES);
        } else {
            join(shared);
            copied = new ByteBuffer[shared.length];
            for (int i = 0; i < shared.length; i++) {
                copied[i] = shared[i].slice();
            }
        }
        int start = HEAD_BYTES - head.remaining();
        memory.put(start, head, head.position(), head.remaining());
        return memory.position(start);
    }

    /// What is on the heap has a place that tells it from all else.
    @SuppressWarnings("ReferenceEquality") // the same bytes at the same place, not equal ones
    private boolean isCopied(ByteBuffer... buffers) {
        boolean same = buffers.length == copied.length;
        for (int i = 0; same && i < buffers.length; i++) {
            ByteBuffer now = buffers[i];
            ByteBuffer then = copied[i];
            same =
                    now.array() == then.array()
                            && now.arrayOffset() + now.position() == then.arrayOffset()
                            && now.remaining() == then.remaining();
        }
        return same;
    }

    private void put(ByteBuffer buffer, int length) {
        memory.put(memory.position(), buffer, buffer.position(), length);
        memory.position(memory.position() + length);
    }
}
