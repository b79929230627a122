package dev.millrace.control.replay;

import dev.millrace.control.Recording;
import java.time.Instant;

/// What edge nodes still have to send.
public interface Debt {
    /// Whether a segment of the recording that begins before this may still come.
    boolean isOwed(Recording recording, Instant before);

    /// Whether anything is going to come of it in the near future: not if it is settled, or the
    /// edge node has not been heard of for long.
    boolean isComing(Recording recording);
}
