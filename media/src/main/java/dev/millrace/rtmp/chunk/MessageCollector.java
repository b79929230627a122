package dev.millrace.rtmp.chunk;

import dev.millrace.bytes.ByteWriter;
import dev.millrace.bytes.ProtocolException;
import dev.millrace.bytes.ProtocolException.OverLimit;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Receives a message that only makes sense whole: a command, a control message, data. Copies
/// nothing when it comes in one piece.
public final class MessageCollector implements MessageReceiver {
    /// Takes a whole message. The body is valid until the call returns, or, when it came in one
    /// piece, as long as the input is.
    @FunctionalInterface
    public interface Handler {
        void handle(MessageHeader header, ByteBuffer body) throws ProtocolException;
    }

    private static final ByteBuffer EMPTY = ByteBuffer.allocate(0);

    private final MessageHeader header;
    private final AsideBudget budget;
    private final Handler handler;
    private ByteBuffer onePiece = EMPTY;
    private @Nullable ByteWriter pieces;

    public MessageCollector(MessageHeader header, AsideBudget budget, Handler handler) {
        this.header = header;
        this.budget = budget;
        this.handler = handler;
    }

    @Override
    public void bytes(ByteBuffer slice) throws OverLimit {
        if (slice.remaining() == header.lengthBytes()) {
            onePiece = slice;
            return;
        }
        budget.take(slice.remaining());
        if (pieces == null) {
            pieces = new ByteWriter(slice.remaining());
        }
        pieces.bytes(slice);
    }

    @Override
    public void end() throws ProtocolException {
        ByteBuffer body = pieces == null ? onePiece : pieces.toBuffer();
        abandon();
        handler.handle(header, body);
    }

    @Override
    public void abandon() {
        if (pieces != null) {
            budget.giveBack(pieces.size());
            pieces = null;
        }
    }
}
