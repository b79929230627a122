package dev.millrace.hls;

/// What a URL that ends in `.m3u8` answers: a list of segments, or a list of such lists.
public sealed interface Playlist permits MediaPlaylist, MasterPlaylist {}
