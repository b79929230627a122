package dev.millrace.rtmp;

import dev.millrace.rtmp.message.Command;
import java.util.Optional;

/// What a [ClientSession] asks of its owner, who carries the effects of one call out in order.
public sealed interface ClientEffect
        permits SessionEffect,
                ClientEffect.Publishing,
                ClientEffect.Playing,
                ClientEffect.Status,
                ClientEffect.Rejected,
                ClientEffect.CheckCall {
    /// The server took us as a publisher: media may be written from now on.
    record Publishing(int streamId) implements ClientEffect {}

    /// The server took us as a player: media will come.
    record Playing(int streamId) implements ClientEffect {}

    /// The server says how the stream fares.
    ///
    /// @param level `status`, `warning` or `error`
    /// @param code such as `NetStream.Play.UnpublishNotify`
    record Status(int streamId, String level, String code, String description)
            implements ClientEffect {}

    /// The server refused us. Nothing more will come of this session.
    ///
    /// @param redirect the URL to try instead, stream included
    record Rejected(String code, String description, Optional<String> redirect)
            implements ClientEffect {}

    /// The server says something in a bandwidth check. Noise is not told of.
    ///
    /// @param command named as in [BandwidthCheck], or whatever else the server said
    record CheckCall(Command command) implements ClientEffect {}
}
