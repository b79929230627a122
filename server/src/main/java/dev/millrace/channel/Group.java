package dev.millrace.channel;

import dev.millrace.media.FrameHeader;
import dev.millrace.media.TrackKind;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// A Group of Pictures as it is being written, and then as it stays: a log of payload bytes and the
/// frames in it. Written by the channel's publisher; read by anyone.
public final class Group implements Numbered {
    /// What a group costs beside its frames: its objects and first arrays, about.
    static final int OVERHEAD_BYTES = 512;

    private final Start start;
    private final MemoryBudget.Account account;
    private final AppendLog bytes;

    private volatile GroupFrame[] frames = new GroupFrame[32];
    private volatile int frameCount;
    private volatile boolean sealed;

    Group(Start start, MemoryBudget.Account account) {
        this.start = start;
        this.account = account;
        this.bytes = new AppendLog(account);
        account.add(OVERHEAD_BYTES);
    }

    /// What is decided when a group opens.
    ///
    /// @param first whether it is the first one of its publication
    /// @param previousVideoUs time of the last video frame before this group; 0 if there was none
    /// @param previousAudioUs the same of audio
    record Start(
            long sequence,
            int epoch,
            boolean first,
            boolean independent,
            long dtsUs,
            long previousVideoUs,
            long previousAudioUs,
            Catalog catalog) {}

    Start start() {
        return start;
    }

    @Override
    public long sequence() {
        return start.sequence;
    }

    /// Which publication of the channel this belongs to, counted from 1.
    public int epoch() {
        return start.epoch;
    }

    /// Whether this is the first one of its publication. What the publisher said before it, it has
    /// in front.
    public boolean isFirst() {
        return start.first;
    }

    @Override
    public boolean independent() {
        return start.independent;
    }

    @Override
    public long startDtsUs() {
        return start.dtsUs;
    }

    /// The tracks in force when the group opened: with them alone it can be decoded.
    public Catalog catalog() {
        return start.catalog;
    }

    /// The time of the last video frame before this group, 0 if there was none. No video frame in
    /// here is before it.
    public long previousVideoUs() {
        return start.previousVideoUs;
    }

    /// The same of audio.
    public long previousAudioUs() {
        return start.previousAudioUs;
    }

    /// Whether nothing will be added any more.
    public boolean sealed() {
        return sealed;
    }

    public int frameCount() {
        return frameCount;
    }

    /// Payload bytes so far.
    public long bytes() {
        return bytes.published();
    }

    GroupFrame frame(int index) {
        return frames[index];
    }

    /// How far payload bytes may be read.
    long readable() {
        return bytes.published();
    }

    ByteBuffer run(long from, long to) {
        return bytes.run(from, to);
    }

    /// The first key frame of the video that is here from its first byte to its last.
    Optional<GroupFrame> firstPicture() {
        int count = frameCount;
        for (int i = 0; i < count; i++) {
            GroupFrame frame = frames[i];
            FrameHeader header = frame.header();
            boolean picture = header.kind() == TrackKind.VIDEO && header.key();
            // How far it may be read is asked first: what is torn is marked before it ends.
            if (picture && header.lengthBytes() > 0 && frame.end() <= readable() && !frame.torn()) {
                return Optional.of(frame);
            }
        }
        return Optional.empty();
    }

    /// The payload of a frame that is all here, as it lies in memory.
    List<ByteBuffer> payload(GroupFrame frame) {
        var runs = new ArrayList<ByteBuffer>();
        for (long at = frame.offset(); at < frame.end(); at += runs.getLast().remaining()) {
            runs.add(run(at, frame.end()));
        }
        return runs;
    }

    // The writer's side.

    long written() {
        return bytes.written();
    }

    /// What this costs in memory: a stream of empty frames is not free.
    long cost() {
        return bytes.written() + OVERHEAD_BYTES + (long) frameCount * GroupFrame.OVERHEAD_BYTES;
    }

    void open(GroupFrame frame) {
        GroupFrame[] current = frames;
        int count = frameCount;
        if (count == current.length) {
            current = Arrays.copyOf(current, current.length * 2);
            frames = current;
        }
        current[count] = frame;
        frameCount = count + 1;
        account.add(GroupFrame.OVERHEAD_BYTES);
    }

    void append(ByteBuffer payload) {
        bytes.put(payload);
        bytes.publish();
    }

    void seal() {
        bytes.seal();
        sealed = true;
    }

    /// Takes this group off the books, once.
    void release() {
        bytes.release();
        account.add(-OVERHEAD_BYTES - (long) frameCount * GroupFrame.OVERHEAD_BYTES);
    }
}
