package dev.millrace.config.value;

/// What recordings are.
public enum DvrFormat {
    FLV,
    /// Fragmented.
    MP4
}
