package dev.millrace.control.replay;

import dev.millrace.control.Recording;
import dev.millrace.control.StoredSegment;

/// What edge nodes still have to send.
public interface Debt {
    /// What is known now of what is owed of a recording. It says what may be missing only of rows
    /// that are read after it was asked for: what is stored meanwhile is no longer owed.
    Known known(Recording recording);

    /// What was known at a moment.
    interface Known {
        /// Whether a segment that belongs before this one may still come.
        boolean isOwed(StoredSegment before);
    }

    /// Whether anything is going to come of it in the near future: not if it is settled, or the
    /// edge node has not been heard of for long.
    boolean isComing(Recording recording);
}
