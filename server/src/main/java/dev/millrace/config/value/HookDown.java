package dev.millrace.config.value;

/// What happens where a hook does not answer.
public enum HookDown {
    /// Nobody comes in whom nobody has let in.
    REFUSE,

    /// As if it had said yes.
    ALLOW
}
