package dev.millrace.channel;

import dev.millrace.media.FrameHeader;
import dev.millrace.media.TrackKind;
import dev.millrace.timeline.RepairCounts;
import java.util.concurrent.atomic.LongAdder;

/// What a publisher has sent so far. Written by its thread, read by any.
public final class PublicationStats {
    private final Count video = new Count();
    private final Count audio = new Count();
    private final Count data = new Count();
    private final LongAdder droppedFrames = new LongAdder();
    private final LongAdder tornFrames = new LongAdder();
    private volatile int otherTracks;
    private final RepairCounts repairs = new RepairCounts();

    private static final class Count {
        final LongAdder bytes = new LongAdder();
        final LongAdder frames = new LongAdder();
    }

    /// Payload bytes of one kind, announced so far.
    public long bytes(TrackKind kind) {
        return count(kind).bytes.sum();
    }

    public long frames(TrackKind kind) {
        return count(kind).frames.sum();
    }

    /// Frames that could not be used: before a key frame, or after a successor took over.
    public long droppedFrames() {
        return droppedFrames.sum();
    }

    /// Frames that the publisher never finished.
    public long tornFrames() {
        return tornFrames.sum();
    }

    /// Tracks that are not carried: a channel has one of each kind.
    public int otherTracks() {
        return otherTracks;
    }

    /// Notes how many tracks are not carried.
    public void otherTracks(int count) {
        otherTracks = count;
    }

    /// Times that had to be changed.
    public RepairCounts repairs() {
        return repairs;
    }

    void frame(FrameHeader header) {
        Count count = count(header.kind());
        count.bytes.add(header.lengthBytes());
        count.frames.increment();
    }

    void dropped() {
        droppedFrames.increment();
    }

    void torn() {
        tornFrames.increment();
    }

    private Count count(TrackKind kind) {
        return switch (kind) {
            case VIDEO -> video;
            case AUDIO -> audio;
            case DATA -> data;
        };
    }
}
