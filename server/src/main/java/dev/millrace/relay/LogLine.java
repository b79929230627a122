package dev.millrace.relay;

import java.time.Instant;

/// Something that a relay's source had to say.
///
/// @param text without credentials
public record LogLine(Instant at, String text) {}
