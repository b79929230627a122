package dev.millrace.media;

/// What a decoder must know before the first frame of a track. The bus carries it and never looks
/// inside; the formats switch over the sealed family in `codec`.
///
/// Implementations are immutable, and `equals` means "a decoder would not notice the difference".
public interface CodecConfig {
    TrackKind kind();

    /// The codec's short name as people write it: `H.264`, `AAC`, `MP3`.
    String codecName();
}
