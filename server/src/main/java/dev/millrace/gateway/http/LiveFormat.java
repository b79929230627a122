package dev.millrace.gateway.http;

import dev.millrace.channel.WireFormat;
import java.nio.ByteBuffer;

/// A format in which a channel is watched as one answer that does not end.
///
/// @param name the extension of its URLs, and the protocol of its sessions: `flv`, `ts`
/// @param contentType as in `Content-Type`
/// @param <S> what a viewer must know to start at a group
public record LiveFormat<S>(
        String name, String contentType, WireFormat<S> wire, Prelude<S> prelude) {
    /// What a viewer is sent before the bytes of the group it starts at.
    public interface Prelude<S> {
        /// Renders it, for one viewer.
        ///
        /// @param first whether the viewer has been sent nothing yet; otherwise it lost some groups
        ByteBuffer render(S start, boolean first);
    }
}
