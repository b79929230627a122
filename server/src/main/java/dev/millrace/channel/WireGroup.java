package dev.millrace.channel;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// A group rendered in one format: contiguous bytes that every viewer of the format shares. Written
/// by the wire's renderer, read by anyone.
///
/// @param <S> what a viewer must know to start here
public final class WireGroup<S> implements Numbered {
    private final Group.Start source;
    private final AppendLog bytes;

    /// The wire, and everyone who holds.
    private final AtomicInteger holders = new AtomicInteger(1);

    private final S start;

    private volatile long[] frameEnds = new long[32];
    private volatile int frameCount;
    private volatile WireMark[] marks = new WireMark[4];
    private volatile int markCount;
    private volatile long edgeDtsUs;
    private volatile boolean sealed;

    /// `opening` writes what precedes the first frame and says what a viewer must know.
    WireGroup(Group source, MemoryBudget.Account account, Opening<S> opening) {
        this.source = source.start();
        this.bytes = new AppendLog(account);
        this.edgeDtsUs = source.startDtsUs();
        try {
            this.start = opening.open(new Writer());
        } catch (RuntimeException e) {
            bytes.release();
            throw e;
        }
    }

    interface Opening<S> {
        S open(WireOut out);
    }

    @Override
    public long sequence() {
        return source.sequence();
    }

    @Override
    public boolean independent() {
        return source.independent();
    }

    @Override
    public long startDtsUs() {
        return source.dtsUs();
    }

    /// Which publication of the channel this belongs to.
    public int epoch() {
        return source.epoch();
    }

    /// What a viewer must know to start here.
    public S start() {
        return start;
    }

    /// Whether nothing will be added any more.
    public boolean sealed() {
        return sealed;
    }

    /// Bytes that may be read.
    public long readable() {
        return bytes.published();
    }

    /// Places where the wire may be cut, in order. Those at or before [#readable] are valid.
    public List<WireMark> marks() {
        int count = markCount;
        return Collections.unmodifiableList(Arrays.asList(marks).subList(0, count));
    }

    /// Decoding time of the newest frame in here.
    public long edgeDtsUs() {
        return edgeDtsUs;
    }

    /// The bytes from `from` to `to`, both within what is readable. Not to be changed.
    public List<ByteBuffer> slice(long from, long to) {
        var runs = new ArrayList<ByteBuffer>();
        for (long at = from; at < to; at += runs.getLast().remaining()) {
            runs.add(run(at, to));
        }
        return runs;
    }

    /// Keeps these bytes on the channel's books until [#release]: for those who serve them after
    /// the wire has moved on.
    ///
    /// @return false if they are off the books already
    public boolean hold() {
        return holders.getAndUpdate(count -> count == 0 ? 0 : count + 1) > 0;
    }

    ByteBuffer run(long from, long to) {
        return bytes.run(from, to);
    }

    /// Where the frame ends that `position` lies in; `position` itself where none does.
    long frameEnd(long position) {
        int count = frameCount;
        long[] ends = frameEnds;
        int found = Arrays.binarySearch(ends, 0, count, position);
        if (found >= 0) {
            return position;
        }
        int next = -found - 1;
        return next < count ? ends[next] : bytes.published();
    }

    /// Whether a reader at `position` may leave this group without breaking a frame.
    boolean isFrameBoundary(long position) {
        return position == 0 || Arrays.binarySearch(frameEnds, 0, frameCount, position) >= 0;
    }

    // The renderer's side.

    WireOut out() {
        return new Writer();
    }

    void endFrame(long dtsUs) {
        bound();
        edgeDtsUs = Math.max(edgeDtsUs, dtsUs);
    }

    private void bound() {
        long[] ends = frameEnds;
        int count = frameCount;
        if (count == ends.length) {
            ends = Arrays.copyOf(ends, ends.length * 2);
            frameEnds = ends;
        }
        ends[count] = bytes.written();
        frameCount = count + 1;
    }

    void publish() {
        bytes.publish();
    }

    void seal() {
        bound(); // closing bytes belong to no frame
        bytes.sealJoined();
        sealed = true;
    }

    /// Gives back one hold; the last one takes the bytes off the books.
    public void release() {
        if (holders.decrementAndGet() == 0) {
            bytes.release();
        }
    }

    private final class Writer implements WireOut {
        @Override
        public void put(byte[] source, int offset, int length) {
            bytes.put(source, offset, length);
        }

        @Override
        public void mark(long dtsUs, boolean independent, boolean changed) {
            WireMark[] current = marks;
            int count = markCount;
            if (count == current.length) {
                current = Arrays.copyOf(current, current.length * 2);
                marks = current;
            }
            current[count] = new WireMark(bytes.written(), dtsUs, independent, changed);
            markCount = count + 1;
        }
    }
}
