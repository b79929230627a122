package dev.millrace.relay;

/// What a relay does now. [RelayMachine] says how one becomes another.
public enum RelayState {
    /// Nobody wants it.
    STOPPED,
    /// On its way to the first picture.
    STARTING,
    /// Pictures come.
    RUNNING,
    /// None came for too long; what runs is being ended.
    STALLED,
    /// It failed, and is tried again when the time has come.
    BACKOFF,
    /// It failed too often, and waits for a person.
    FAILED,
    /// The source came to its end.
    ENDED
}
