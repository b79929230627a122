package dev.millrace.edge.source;

import dev.millrace.segment.Segment;

/// Who wants to know what becomes of sources. Called by whoever adds a segment, often under the
/// source's lock: must not block.
public interface SourceListener {
    /// There is another source.
    void appeared(EdgeSource source);

    /// There is another segment, in the cache, and in the spool if it is to be kept.
    void added(EdgeSource source, Segment segment);

    /// Something else changed: there is more to send, or something else is wanted.
    void changed();

    /// Nobody wants to know.
    SourceListener NONE =
            new SourceListener() {
                @Override
                public void appeared(EdgeSource source) {}

                @Override
                public void added(EdgeSource source, Segment segment) {}

                @Override
                public void changed() {}
            };
}
