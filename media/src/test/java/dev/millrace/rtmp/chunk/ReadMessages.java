package dev.millrace.rtmp.chunk;

import dev.millrace.bytes.ByteWriter;
import dev.millrace.bytes.ProtocolException;
import dev.millrace.testkit.Hex;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/// Reads chunks and writes down the messages in them, one line each, in the order they end. Obeys
/// Set Chunk Size and Abort, as every session does.
final class ReadMessages implements MessageReceiver.Chooser {
    final List<String> lines = new ArrayList<>();
    private final ChunkReader reader = new ChunkReader(this);

    static List<String> of(String annotatedHex) throws ProtocolException {
        byte[] wire = Hex.bytes(annotatedHex);
        return of(wire, () -> wire.length);
    }

    static List<String> of(byte[] wire, IntSupplier steps) throws ProtocolException {
        var messages = new ReadMessages();
        for (int at = 0; at < wire.length; ) {
            int step = Math.min(steps.getAsInt(), wire.length - at);
            messages.reader.receive(ByteBuffer.wrap(wire, at, step));
            at += step;
        }
        return messages.lines;
    }

    /// As [#of], and a fault is the last line.
    static List<String> untilFault(byte[] wire, IntSupplier steps) {
        var messages = new ReadMessages();
        try {
            for (int at = 0; at < wire.length; ) {
                int step = Math.min(steps.getAsInt(), wire.length - at);
                messages.reader.receive(ByteBuffer.wrap(wire, at, step));
                at += step;
            }
        } catch (ProtocolException e) {
            messages.lines.add("fault: " + e.getMessage());
        }
        return messages.lines;
    }

    @Override
    public MessageReceiver begin(MessageHeader header) {
        return new Receiver(header);
    }

    private final class Receiver implements MessageReceiver {
        private final MessageHeader header;
        private @Nullable ByteWriter body = new ByteWriter();

        Receiver(MessageHeader header) {
            this.header = header;
        }

        @Override
        public void bytes(ByteBuffer slice) {
            if (!slice.hasRemaining()) {
                throw new AssertionError("an empty slice");
            }
            unfinished().bytes(slice);
        }

        @Override
        public void end() throws ProtocolException {
            byte[] whole = unfinished().toByteArray();
            body = null;
            if (whole.length != header.lengthBytes()) {
                throw new AssertionError("%d bytes of %s".formatted(whole.length, header));
            }
            lines.add(line() + " " + Hex.text(whole));
            if (header.type() == MessageType.SET_CHUNK_SIZE && whole.length == 4) {
                reader.chunkSize(ByteBuffer.wrap(whole).getInt());
            } else if (header.type() == MessageType.ABORT && whole.length == 4) {
                reader.abort(ByteBuffer.wrap(whole).getInt());
            }
        }

        @Override
        public void abandon() {
            unfinished();
            body = null;
            lines.add(line() + " abandoned");
        }

        private ByteWriter unfinished() {
            if (body == null) {
                throw new AssertionError(header + " was over");
            }
            return body;
        }

        private String line() {
            return "type %d at %d on %d:"
                    .formatted(
                            header.type(),
                            Integer.toUnsignedLong(header.timestampMs()),
                            header.streamId());
        }
    }
}
