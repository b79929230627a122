package dev.millrace.channel;

import java.util.function.Supplier;

/// A way to render a channel. One instance per format in the program.
///
/// @param name stands for the format and its type `S`: `rtmp`, `flv`, `ts`
/// @param fromOldest whether the rendering begins with all that is kept, which a [WireFollower]
///   starts with (playlists need a past), rather than with the newest group, where viewers start
/// @param packager makes the renderer of one channel
/// @param <S> what a viewer must know to start at a group
public record WireFormat<S>(String name, boolean fromOldest, Supplier<Packager<S>> packager) {}
