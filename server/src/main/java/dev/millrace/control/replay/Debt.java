package dev.millrace.control.replay;

import dev.millrace.control.Recording;
import dev.millrace.control.StoredSegment;

/// What edge nodes still have to send.
public interface Debt {
    /// Whether a segment of the recording that belongs before this one may still come.
    boolean isOwed(Recording recording, StoredSegment before);

    /// Whether anything is going to come of it in the near future: not if it is settled, or the
    /// edge node has not been heard of for long.
    boolean isComing(Recording recording);
}
