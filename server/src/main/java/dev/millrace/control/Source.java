package dev.millrace.control;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// A camera, or whatever else an edge node sends segments of.
///
/// @param name what people call it; no other source has it
/// @param announced by which name edge nodes announce it: its first name, whatever it was renamed
///   to
/// @param segmentLength how long its segments are, about; whole seconds
/// @param streaming whether its segments are to be sent as they come, for live viewers
/// @param playlist where its playlist can be fetched, for people; nothing here fetches it
/// @param contact which edge node announced it last, and when, by this node's own clock
/// @param sequenceFloor all smaller numbers are taken: a new segment has this one or a larger one
public record Source(
        UUID id,
        String name,
        String announced,
        Duration segmentLength,
        Optional<String> description,
        boolean streaming,
        Optional<String> playlist,
        Optional<Contact> contact,
        long sequenceFloor,
        Instant createdAt,
        Instant updatedAt) {
    /// The last sign of life.
    ///
    /// @param url where viewers reach the control node that had it, if that says so
    public record Contact(String node, Instant at, Optional<String> url) {}
}
