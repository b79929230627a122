package dev.millrace.channel;

import dev.millrace.media.FrameHeader;
import dev.millrace.media.TrackKind;

/// What a publisher has sent so far. Written by its thread, read by any.
public final class PublicationStats {
    private final long[] bytes = new long[TrackKind.values().length];
    private final long[] frames = new long[TrackKind.values().length];
    private volatile long droppedFrames;
    private volatile long tornFrames;

    /// Payload bytes of one kind, announced so far.
    public synchronized long bytes(TrackKind kind) {
        return bytes[kind.ordinal()];
    }

    public synchronized long frames(TrackKind kind) {
        return frames[kind.ordinal()];
    }

    /// Frames that could not be used: before the first key frame, or after a successor took over.
    public long droppedFrames() {
        return droppedFrames;
    }

    /// Frames that the publisher never finished.
    public long tornFrames() {
        return tornFrames;
    }

    synchronized void frame(FrameHeader header) {
        int kind = header.kind().ordinal();
        bytes[kind] += header.lengthBytes();
        frames[kind]++;
    }

    synchronized void dropped() {
        droppedFrames = droppedFrames + 1;
    }

    synchronized void torn() {
        tornFrames = tornFrames + 1;
    }
}
