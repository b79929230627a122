package dev.millrace.observe;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;

/// How often something happened to viewers, by protocol. Any thread.
public final class Tally {
    private static final List<String> PROTOCOLS =
            List.of("flv", "hls", "rtmp", "rtmps", "rtsp", "rtsps", "ts");

    private final ConcurrentMap<String, LongAdder> counts = new ConcurrentHashMap<>();

    Tally() {
        // A series that is there before anything happens shows that it did.
        PROTOCOLS.forEach(protocol -> counts.put(protocol, new LongAdder()));
    }

    /// Counts one more.
    ///
    /// @param protocol as sessions name it: `flv`
    public void count(String protocol) {
        counts.computeIfAbsent(protocol, _ -> new LongAdder()).increment();
    }

    public Map<String, Long> counts() {
        var now = new TreeMap<String, Long>();
        counts.forEach((protocol, count) -> now.put(protocol, count.sum()));
        return now;
    }
}
