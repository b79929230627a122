package dev.millrace.observe;

/// What the other end did, or did not do, for which its session had to be ended.
public enum Fault {
    /// It sent what makes no sense, or is over a limit.
    PROTOCOL,
    /// It sent nothing for too long.
    SILENT,
    /// It took nothing for too long.
    STALLED
}
