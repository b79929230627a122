package dev.millrace.rtmp;

import dev.millrace.amf.AmfLimit;
import dev.millrace.amf.AmfReader;
import dev.millrace.bytes.ByteReader;
import dev.millrace.bytes.ByteWriter;
import dev.millrace.bytes.ProtocolException;
import dev.millrace.bytes.ProtocolException.Malformed;
import dev.millrace.rtmp.chunk.MessageReceiver;
import java.nio.ByteBuffer;

/// Receives a command of a bandwidth check. Most are noise, of any length: SRS makes each longer
/// than the one before. Nothing is kept of those but the beginning, which has the name.
final class NoisyCommand implements MessageReceiver {
    /// What SRS says about itself when it accepts a connection is a quarter of it.
    private static final int KEPT_BYTES_MAX = 4 << 10;

    /// Takes the commands that say something.
    @FunctionalInterface
    interface Handler {
        void handle(ByteBuffer body) throws ProtocolException;
    }

    private final boolean hasEnvelope;
    private final Handler handler;
    private final ByteWriter kept = new ByteWriter(64);
    private boolean isCut;

    /// @param mayHaveEnvelope whether it is a message of AMF 3
    NoisyCommand(boolean mayHaveEnvelope, Handler handler) {
        this.hasEnvelope = mayHaveEnvelope;
        this.handler = handler;
    }

    @Override
    public void bytes(ByteBuffer slice) {
        int room = Math.min(slice.remaining(), KEPT_BYTES_MAX - kept.size());
        isCut |= room < slice.remaining();
        kept.bytes(slice.slice(slice.position(), room));
    }

    @Override
    public void end() throws ProtocolException {
        ByteBuffer body = Inbound.withoutEnvelope(kept.toBuffer(), hasEnvelope);
        if (!body.hasRemaining() || BandwidthCheck.isNoise(name(body))) {
            return;
        }
        if (isCut) {
            throw new Malformed("a command of more than %d bytes".formatted(KEPT_BYTES_MAX));
        }
        handler.handle(body);
    }

    private static String name(ByteBuffer body) throws ProtocolException {
        return new AmfReader(ByteReader.of(body.duplicate()), AmfLimit.COMMAND_VALUES)
                .next()
                .asText()
                .orElseThrow(() -> new Malformed("a command without a name"));
    }

    @Override
    public void abandon() {}
}
