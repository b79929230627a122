package dev.millrace.config.value;

/// What happens to a second publisher of a channel.
public enum PublishPolicy {
    /// It is refused while the first one is alive.
    REJECT,
    /// It takes the channel over, and the first one is told and closed.
    TAKEOVER
}
