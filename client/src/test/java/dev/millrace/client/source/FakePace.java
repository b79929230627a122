package dev.millrace.client.source;

import java.util.concurrent.CountDownLatch;

/// Time that passes only by waiting.
public final class FakePace implements LoopingFile.Pace {
    private long nowNs = 5_000_000_000L;
    private long waitedNs;

    @Override
    public long nowNs() {
        return nowNs;
    }

    @Override
    public void await(CountDownLatch closing, long waitNs) {
        nowNs += waitNs;
        waitedNs += waitNs;
    }

    /// Time passes without anybody waiting for it.
    void pass(long ns) {
        nowNs += ns;
    }

    /// How long was waited so far.
    public long waitedNs() {
        return waitedNs;
    }
}
