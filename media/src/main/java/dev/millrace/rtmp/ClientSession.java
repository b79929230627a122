package dev.millrace.rtmp;

import dev.millrace.bytes.ProtocolException;
import dev.millrace.media.TrackKind;
import dev.millrace.rtmp.SessionEffect.Hangup;
import dev.millrace.rtmp.SessionEffect.Send;
import dev.millrace.rtmp.chunk.Acknowledger;
import dev.millrace.rtmp.chunk.ChunkSlices;
import dev.millrace.rtmp.chunk.ChunkStreamId;
import dev.millrace.rtmp.chunk.MessageHeader;
import dev.millrace.rtmp.chunk.MessageType;
import dev.millrace.rtmp.chunk.RtmpLimit;
import dev.millrace.rtmp.handshake.ClientHandshake;
import dev.millrace.rtmp.handshake.DigestSchema;
import dev.millrace.rtmp.message.Command;
import dev.millrace.rtmp.message.DataFrame;
import dev.millrace.rtmp.message.Outgoing;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;

/// The client side of one RTMP connection, without the connection: it publishes or plays one
/// stream, or takes part in a bandwidth check.
///
/// [#start] gives the first bytes to send. From then on bytes go into [#receive] and effects come
/// out in order; whoever owns the socket carries them out. One thread.
public final class ClientSession {
    /// What the client is there for.
    public enum Role {
        PUBLISH,
        PLAY,
        /// Takes part in a [BandwidthCheck]; the stream of the URL is of no use.
        CHECK
    }

    private static final int MESSAGE_BYTES_MAX = 0xFF_FFFF;

    private final ClientHandshake handshake;
    private final Acknowledger acknowledger;
    private final ClientCommands commands;
    private final Inbound inbound;
    private boolean isConnecting;
    private boolean isOver;

    /// @param random fills the handshake; it need not be unpredictable
    public ClientSession(RtmpUrl url, Role role, ClientSettings settings, RandomGenerator random) {
        handshake = new ClientHandshake(random, DigestSchema.DIGEST_FIRST);
        acknowledger = new Acknowledger(settings.windowBytes());
        commands = new ClientCommands(url, role, settings);
        inbound = new Inbound(commands, acknowledger, RtmpLimit.ASIDE_BYTES);
        if (role == Role.CHECK) {
            inbound.expectNoise();
        }
    }

    /// The first bytes of the connection.
    public ByteBuffer start(long nowMs) {
        return handshake.start(nowMs);
    }

    /// Consumes all of `in`. Buffers inside the effects are slices of `in`, or of memory of the
    /// session's own, and like the list itself valid until the next call.
    ///
    /// Never throws for what the server does: a broken server ends the list with
    /// [SessionEffect.Hangup].
    public List<ClientEffect> receive(ByteBuffer in, long nowMs) {
        commands.effects().clear();
        if (!isOver) {
            acknowledger.received(in.remaining());
            try {
                interpret(in, nowMs);
            } catch (ProtocolException fault) {
                isOver = true;
                commands.emit(new Hangup(fault));
            }
        }
        in.position(in.limit());
        return Collections.unmodifiableList(commands.effects());
    }

    private void interpret(ByteBuffer in, long nowMs) throws ProtocolException {
        if (!isConnecting) {
            handshake.receive(in, nowMs).ifPresent(answer -> commands.emit(new Send(answer)));
            if (!handshake.isDone()) {
                return;
            }
            isConnecting = true;
            commands.connect();
        }
        inbound.receive(in);
        if (acknowledger.isDue()) {
            long total = acknowledger.receivedBytes();
            commands.send(ProtocolControl.control().acknowledgement(total));
        }
    }

    /// A call of a bandwidth check.
    public ByteBuffer call(Command command) {
        return new Outgoing(commands.chunkBytes()).call(command).toBuffer();
    }

    /// One audio or video message: chunk headers, and slices of `payload` between them.
    ///
    /// @param kind `AUDIO` or `VIDEO`
    /// @param timestampMs 32 bits that may wrap
    /// @param payload the body of the message: what is behind an FLV tag header
    public List<ByteBuffer> media(TrackKind kind, int timestampMs, ByteBuffer payload) {
        return switch (kind) {
            case AUDIO -> slices(ChunkStreamId.AUDIO, MessageType.AUDIO, timestampMs, payload);
            case VIDEO -> slices(ChunkStreamId.VIDEO, MessageType.VIDEO, timestampMs, payload);
            case DATA -> throw new IllegalArgumentException("data messages have a method");
        };
    }

    /// One data message. Metadata is marked so that the server keeps it for late viewers.
    ///
    /// @param body AMF0, beginning with the name of the message
    public List<ByteBuffer> data(int timestampMs, ByteBuffer body) {
        ByteBuffer marked = DataFrame.wrapMetadata(body);
        return slices(ChunkStreamId.STATUS, MessageType.DATA, timestampMs, marked);
    }

    private List<ByteBuffer> slices(int chunkStreamId, int type, int timestampMs, ByteBuffer body) {
        if (commands.state() != ClientCommands.State.LIVE) {
            throw new IllegalStateException("the server has not said that it is ready");
        }
        if (body.remaining() > MESSAGE_BYTES_MAX) {
            throw new IllegalArgumentException("a message of %d bytes".formatted(body.remaining()));
        }
        var header = new MessageHeader(type, timestampMs, body.remaining(), commands.streamId());
        return ChunkSlices.of(chunkStreamId, header, body, commands.chunkBytes());
    }

    /// What the server said it takes beyond RTMP 1.0, once it has accepted the connection. Servers
    /// that say nothing may take it all the same.
    public Capabilities server() {
        return commands.server();
    }

    /// What to send before the connection is closed; may be nothing.
    public ByteBuffer close() {
        return commands.close().toBuffer();
    }
}
