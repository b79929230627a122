package dev.millrace.media;

/// What a track carries. A channel has at most one track of each kind.
public enum TrackKind {
    VIDEO,
    AUDIO,
    /// Messages that travel with the frames: onMetaData, cue points, anything an encoder says.
    DATA
}
