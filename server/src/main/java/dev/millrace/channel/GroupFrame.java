package dev.millrace.channel;

import dev.millrace.media.FrameHeader;
import dev.millrace.media.Track;

/// A frame's place in its group. It may be read before its last byte arrived.
public final class GroupFrame {
    /// What a frame costs beside its payload: this object, its header, its place in the group.
    static final int OVERHEAD_BYTES = 96;

    private final FrameHeader header;
    private final Track track;
    private final long offset;
    private volatile boolean torn;

    GroupFrame(FrameHeader header, Track track, long offset) {
        this.header = header;
        this.track = track;
        this.offset = offset;
    }

    /// Times are on the channel's timeline.
    public FrameHeader header() {
        return header;
    }

    /// The version of the track that this frame decodes with.
    public Track track() {
        return track;
    }

    /// Whether the publisher went away in the middle: the announced length is there, its end is
    /// zeros. Known once the frame has ended.
    public boolean torn() {
        return torn;
    }

    long offset() {
        return offset;
    }

    long end() {
        return offset + header.lengthBytes();
    }

    void tear() {
        torn = true;
    }
}
