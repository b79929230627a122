package dev.millrace.config.value;

/// When a file of a recording ends and another begins.
public enum DvrPlan {
    /// One for each publication.
    SESSION,
    /// At the first key frame after some time.
    SEGMENT,
    /// A publication goes on in the file of the one before.
    APPEND
}
