package dev.millrace.channel;

/// What a reader must know of a group, or of its rendering, to choose where to stand.
interface Numbered {
    /// Counts up by one per group within a channel, over all its publications.
    long sequence();

    /// Whether a decoder can start here.
    boolean independent();

    /// Decoding time of the first frame on the channel's timeline.
    long startDtsUs();
}
