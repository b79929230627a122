package dev.millrace.cluster;

import java.util.concurrent.atomic.LongAdder;

/// What has been sent to one destination, over all connections.
record SenderCounts(LongAdder frames, LongAdder bytes, LongAdder missedGroups) {
    SenderCounts() {
        this(new LongAdder(), new LongAdder(), new LongAdder());
    }
}
