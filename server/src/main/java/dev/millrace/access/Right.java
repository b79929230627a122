package dev.millrace.access;

import java.util.Locale;

/// What somebody may do with the server besides watching; each of them includes those before it.
public enum Right {
    NOTHING,

    /// See what there is: channels, sessions, relays, metrics.
    READ,

    /// Start and stop what is set up, and end sessions.
    OPERATE,

    /// Set up more. A relay can run a program and read a file: this is to own the machine.
    CONFIGURE;

    /// Whether this is enough where that is asked for.
    public boolean covers(Right other) {
        return compareTo(other) >= 0;
    }

    /// `read`.
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
