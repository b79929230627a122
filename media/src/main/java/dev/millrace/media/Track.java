package dev.millrace.media;

/// One version of one sub-channel. A new configuration is a new version; frames point to the
/// version they decode with.
///
/// @param version counts from 1 within the channel and kind, and never goes back
public record Track(int version, CodecConfig config) {
    public TrackKind kind() {
        return config.kind();
    }
}
