package dev.millrace.relay;

import java.time.Duration;
import java.util.List;

/// How a relay is, at one moment.
///
/// @param reason why it is in its state, for people, without credentials
/// @param age for how long it has been in it
/// @param idle for how long nobody has watched
/// @param retryIn until it is tried again by itself; zero if it is not
/// @param crashes failures in a row
/// @param history the last transitions, oldest first
public record RelayStatus(
        RelayState state,
        String reason,
        Duration age,
        Duration idle,
        Duration retryIn,
        int crashes,
        List<Transition> history) {}
