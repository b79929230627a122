package dev.millrace.bench.measure;

import java.io.IOException;

/// A load that [LoadRun] drives through its schedule, on one thread.
public interface Load {
    /// Opens connection `index`, counted from 0. Does not wait for it.
    void open(int index);

    /// Does what is to be done, and waits for more, but no longer than `timeoutNs`.
    void poll(long timeoutNs) throws IOException;

    /// The steady window begins: what was counted before does not count.
    void beginWindow();

    /// Everyone that was opened.
    Roster roster();

    /// Bytes carried so far.
    long bytes();
}
