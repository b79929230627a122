package dev.millrace.observe;

import java.util.concurrent.atomic.LongAdder;

/// What comes in and goes out somewhere: bytes so far, and bits per second. Any thread.
public sealed class Flow permits ChannelFlow {
    private final LongAdder bytesIn = new LongAdder();
    private final LongAdder bytesOut = new LongAdder();
    private final Rate in = new Rate();
    private final Rate out = new Rate();
    private final SlowRate slowIn = new SlowRate();
    private final SlowRate slowOut = new SlowRate();

    Flow() {}

    public long bytesIn() {
        return bytesIn.sum();
    }

    public long bytesOut() {
        return bytesOut.sum();
    }

    /// Bits per second over the last few seconds.
    public long bitrateIn() {
        return in.bitsPerSecond();
    }

    /// Bits per second over the last few seconds.
    public long bitrateOut() {
        return out.bitsPerSecond();
    }

    /// Bits per second over thirty seconds.
    public long slowBitrateIn() {
        return slowIn.bitsPerSecond();
    }

    /// Bits per second over thirty seconds.
    public long slowBitrateOut() {
        return slowOut.bitsPerSecond();
    }

    void add(long moreBytesIn, long moreBytesOut) {
        bytesIn.add(moreBytesIn);
        bytesOut.add(moreBytesOut);
    }

    void sample(long nowNs) {
        in.sample(nowNs, bytesIn());
        out.sample(nowNs, bytesOut());
        slowIn.sample(nowNs, bytesIn());
        slowOut.sample(nowNs, bytesOut());
    }
}
