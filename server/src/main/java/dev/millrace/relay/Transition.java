package dev.millrace.relay;

import java.time.Instant;

/// A relay went from one state to another.
///
/// @param reason for people, without credentials
public record Transition(Instant at, RelayState from, RelayState to, String reason) {}
