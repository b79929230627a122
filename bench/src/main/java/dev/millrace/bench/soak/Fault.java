package dev.millrace.bench.soak;

import java.util.Locale;

/// What peers do to servers.
enum Fault {
    /// A publisher says goodbye.
    LEFT,
    /// A publisher leaves without a word.
    CLOSED,
    /// A publisher's connection is reset.
    RESET,
    /// A publisher sends nothing for a while, and goes on.
    PAUSED,
    /// A publisher's clock jumps ahead by a minute.
    JUMPED_AHEAD,
    /// A publisher's clock jumps back by a minute.
    JUMPED_BACK,
    /// Somebody sends noise to the RTMP port.
    NOISE,
    /// Somebody connects and says nothing.
    SILENCE,
    /// Somebody sends half a handshake and is gone.
    HALF_HANDSHAKE,
    /// Somebody sends noise to the HTTP port.
    HTTP_NOISE,
    /// Somebody sends the head of a request a line a second.
    SLOW_REQUEST,
    /// A player plays and does not read.
    UNREAD;

    /// For people.
    String words() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
