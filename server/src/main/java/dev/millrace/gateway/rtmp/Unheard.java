package dev.millrace.gateway.rtmp;

import dev.millrace.rtmp.ServerEffect;
import dev.millrace.rtmp.SessionEffect;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// What a client has said while it waits for an answer: no more than what came with its question,
/// for nothing is read meanwhile. Belongs to the conversation.
final class Unheard {
    private List<ServerEffect> kept = new ArrayList<>();

    /// Keeps it after the end of the call that gave it.
    void keep(ServerEffect effect) {
        kept.add(
                switch (effect) {
                    case SessionEffect.Send(var bytes) -> new SessionEffect.Send(copy(bytes));
                    case SessionEffect.MediaBytes(var bytes) ->
                            new SessionEffect.MediaBytes(copy(bytes));
                    case SessionEffect.Data(int streamId, int timestampMs, var body) ->
                            new SessionEffect.Data(streamId, timestampMs, copy(body));
                    default -> effect;
                });
    }

    /// Gives back all of it.
    List<ServerEffect> take() {
        List<ServerEffect> all = kept;
        kept = new ArrayList<>();
        return all;
    }

    private static ByteBuffer copy(ByteBuffer bytes) {
        return ByteBuffer.allocate(bytes.remaining()).put(bytes.duplicate()).flip();
    }
}
