package dev.millrace.api;

import dev.millrace.observe.Flow;

/// Bits per second from the side of the server.
record BitrateJson(long in, long out) {
    static final BitrateJson NONE = new BitrateJson(0, 0);

    static BitrateJson of(Flow flow) {
        return new BitrateJson(flow.bitrateIn(), flow.bitrateOut());
    }
}
