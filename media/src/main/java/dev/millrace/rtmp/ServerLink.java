package dev.millrace.rtmp;

import dev.millrace.amf.AmfFields;
import dev.millrace.amf.AmfValue;
import dev.millrace.amf.AmfValue.AmfNull;
import dev.millrace.rtmp.SessionEffect.Send;
import dev.millrace.rtmp.chunk.ChunkReader;
import dev.millrace.rtmp.message.Command;
import dev.millrace.rtmp.message.Outgoing;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// The way from the command families of one server session to its owner and its client.
///
/// A client may send more commands before its connect is accepted, and the session answers them
/// before it knows whether the new chunk size will be announced in front. Every such answer fits
/// the smallest chunk, so that it reads the same either way.
final class ServerLink {
    private final List<ServerEffect> effects = new ArrayList<>();
    private final List<ServerEffect> view = Collections.unmodifiableList(effects);
    private int chunkBytes = ChunkReader.DEFAULT_CHUNK_BYTES;

    void emit(ServerEffect effect) {
        effects.add(effect);
    }

    /// Messages for the client, to be given out in whichever way.
    Outgoing outgoing() {
        return new Outgoing(chunkBytes);
    }

    /// From now on the client knows this chunk size.
    void chunkBytes(int bytes) {
        chunkBytes = bytes;
    }

    int chunkBytes() {
        return chunkBytes;
    }

    void send(Outgoing outgoing) {
        emit(new Send(outgoing.toBuffer()));
    }

    /// Answers a command, unless its number says that no answer is wanted.
    void result(Command command, AmfValue... values) {
        if (command.transactionId() != 0) {
            send(outgoing().command(0, Command.of("_result", command.transactionId(), values)));
        }
    }

    /// Refuses a command, unless its number says that no answer is wanted.
    void error(Command command, String code, String description) {
        if (command.transactionId() != 0) {
            AmfFields fields = Outgoing.statusFields("error", code, description);
            send(
                    outgoing()
                            .command(
                                    0,
                                    Command.of(
                                            "_error",
                                            command.transactionId(),
                                            AmfNull.NULL,
                                            fields.toObject())));
        }
    }

    /// Forgets the effects of the last call.
    void clear() {
        effects.clear();
    }

    List<ServerEffect> effects() {
        return view;
    }
}
