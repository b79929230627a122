package dev.millrace.api.srs;

import org.slf4j.event.Level;

/// The least important lines that are logged; can be changed while the server runs. Any thread.
public interface LogLevel {
    Level get();

    void set(Level level);
}
