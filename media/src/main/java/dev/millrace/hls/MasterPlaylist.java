package dev.millrace.hls;

import java.util.List;

/// The variants of one presentation, the preferred one first. RFC 8216, section 4.3.4; 8216bis
/// calls it the multivariant playlist.
///
/// @param independentSegments what [MediaPlaylist.Header] says, here of every variant
public record MasterPlaylist(boolean independentSegments, List<Variant> variants)
        implements Playlist {
    public MasterPlaylist {
        variants = List.copyOf(variants);
    }
}
