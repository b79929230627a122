package dev.millrace.rtmp;

import dev.millrace.media.TrackKind;

/// What a [ServerSession] asks of its owner, who carries the effects of one call out in order.
public sealed interface ServerEffect
        permits SessionEffect,
                ServerEffect.Connect,
                ServerEffect.Publish,
                ServerEffect.Unpublish,
                ServerEffect.Play,
                ServerEffect.StopPlay,
                ServerEffect.Pause,
                ServerEffect.Receive,
                ServerEffect.BufferLength,
                ServerEffect.CheckCall {
    /// The client wants to use an application. Answer with [ServerSession#acceptConnect] or
    /// [ServerSession#rejectConnect].
    record Connect(ConnectRequest request) implements ServerEffect {}

    /// The client wants to publish. Answer with [ServerSession#acceptPublish] or
    /// [ServerSession#rejectPublish].
    ///
    /// Clients that do not wait for the answer may have sent media already: it follows in the same
    /// list, and an owner that refuses ignores it.
    ///
    /// @param type `live`, `record` or `append`, or whatever else the client said
    record Publish(int streamId, StreamAddress address, String type) implements ServerEffect {}

    /// The client ended what it published, or wanted to publish, on this stream.
    record Unpublish(int streamId) implements ServerEffect {}

    /// The client wants to play. Answer with [ServerSession#acceptPlay] or
    /// [ServerSession#rejectPlay].
    ///
    /// @param startMs where to start; -2000 means "live, else recorded", -1000 means "live only"
    /// @param durationMs for how long; negative means "to the end"
    /// @param reset whether what played before on this stream is to be forgotten
    record Play(
            int streamId, StreamAddress address, double startMs, double durationMs, boolean reset)
            implements ServerEffect {}

    /// The client wants nothing more on this stream.
    record StopPlay(int streamId) implements ServerEffect {}

    /// The player pauses or goes on. Answer with [ServerSession#acceptPause].
    record Pause(int streamId, boolean paused, long positionMs) implements ServerEffect {}

    /// The player wants a track, or does without it from now on.
    ///
    /// @param kind never `DATA`
    record Receive(int streamId, TrackKind kind, boolean wanted) implements ServerEffect {}

    /// The player says how much it will hold before it shows anything.
    record BufferLength(int streamId, long lengthMs) implements ServerEffect {}

    /// The client says something in a bandwidth check. Noise is not told of.
    ///
    /// @param name as in [BandwidthCheck], or whatever else the client said
    record CheckCall(String name) implements ServerEffect {}
}
