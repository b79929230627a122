package dev.millrace.rtmp;

import dev.millrace.bytes.ProtocolException;
import dev.millrace.rtmp.SessionEffect.Hangup;
import dev.millrace.rtmp.SessionEffect.Send;
import dev.millrace.rtmp.chunk.Acknowledger;
import dev.millrace.rtmp.handshake.ServerHandshake;
import dev.millrace.rtmp.message.Command;
import dev.millrace.rtmp.message.Outgoing;
import dev.millrace.rtmp.message.UserControl;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.random.RandomGenerator;

/// The server side of one RTMP connection, without the connection.
///
/// Bytes go in, effects come out in order; whoever owns the socket carries them out. The methods
/// that answer the client return the bytes to send.
///
/// One thread, except for [#phase] and [#bytesReceived].
public final class ServerSession {
    /// How far the client has come.
    public enum Phase {
        HANDSHAKE,
        /// Waiting for the connect command, or for the owner's answer to it.
        CONNECTING,
        CONNECTED,
        /// A [SessionEffect.Hangup] was given, or the connect was refused; input is ignored.
        CLOSED
    }

    private final ServerHandshake handshake;
    private final Acknowledger acknowledger;
    private final ServerLink link = new ServerLink();
    private final ServerCommands commands;
    private volatile Phase phase = Phase.HANDSHAKE;

    /// @param random fills the handshake; it need not be unpredictable
    public ServerSession(ServerSettings settings, RandomGenerator random) {
        handshake = new ServerHandshake(random);
        acknowledger = new Acknowledger(settings.windowBytes());
        commands = new ServerCommands(link, settings, acknowledger);
    }

    /// Consumes all of `in`. Buffers inside the effects are slices of `in`, or of memory of the
    /// session's own, and like the list itself valid until the next call.
    ///
    /// Never throws for what the peer does: a broken peer ends the list with
    /// [SessionEffect.Hangup].
    public List<ServerEffect> receive(ByteBuffer in, long nowMs) {
        link.clear();
        if (phase != Phase.CLOSED) {
            acknowledger.received(in.remaining());
            try {
                interpret(in, nowMs);
            } catch (ProtocolException fault) {
                phase = Phase.CLOSED;
                link.emit(new Hangup(fault));
            }
        }
        in.position(in.limit());
        return link.effects();
    }

    private void interpret(ByteBuffer in, long nowMs) throws ProtocolException {
        if (phase == Phase.HANDSHAKE) {
            handshake.receive(in, nowMs).ifPresent(answer -> link.emit(new Send(answer)));
            if (!handshake.isDone()) {
                return;
            }
            phase = Phase.CONNECTING;
        }
        commands.inbound().receive(in);
        if (acknowledger.isDue()) {
            link.send(ProtocolControl.control().acknowledgement(bytesReceived()));
        }
    }

    /// Window, bandwidth, chunk size, and success. Empty when the session is over already.
    public ByteBuffer acceptConnect() {
        if (phase == Phase.CLOSED) {
            return ByteBuffer.allocate(0);
        }
        phase = Phase.CONNECTED;
        return commands.connection.accept().command(0, ConnectCommands.bandwidthDone()).toBuffer();
    }

    /// The same for a client that is there for a bandwidth check, and for nothing else from here
    /// on: see [BandwidthCheck]. What it says comes as [ServerEffect.CheckCall].
    public ByteBuffer acceptCheck() {
        if (phase == Phase.CLOSED) {
            return ByteBuffer.allocate(0);
        }
        phase = Phase.CONNECTED;
        commands.check();
        return commands.connection.accept().toBuffer();
    }

    /// Calls of a bandwidth check, in one buffer.
    public ByteBuffer call(Command... calls) {
        Outgoing out = link.outgoing();
        for (Command call : calls) {
            out.call(call);
        }
        return out.toBuffer();
    }

    /// Says why not; the owner closes the connection after these bytes.
    ///
    /// @param code such as `NetConnection.Connect.Rejected`
    public ByteBuffer rejectConnect(String code, String description) {
        phase = Phase.CLOSED;
        return commands.connection.reject(code, description);
    }

    /// Sends the client elsewhere; the owner closes the connection after these bytes.
    public ByteBuffer redirectConnect(RtmpUrl to) {
        phase = Phase.CLOSED;
        return commands.connection.reject(Redirection.fields(to));
    }

    /// Sends a client that wants to publish or play elsewhere. The owner closes the connection soon
    /// after these bytes; a client that goes hangs up by itself.
    public ByteBuffer redirect(int streamId, RtmpUrl to) {
        return link.outgoing().status(streamId, Redirection.fields(to)).toBuffer();
    }

    /// StreamBegin and `NetStream.Publish.Start`. Empty when the client has given up meanwhile.
    public ByteBuffer acceptPublish(int streamId) {
        commands.inbound().expectMedia();
        return commands.publishers.accept(streamId);
    }

    /// Says why not, on the stream.
    ///
    /// @param code such as `NetStream.Publish.BadName`
    public ByteBuffer rejectPublish(int streamId, String code, String description) {
        return commands.publishers.reject(streamId, code, description);
    }

    /// StreamBegin, `NetStream.Play.Reset` when it was asked for, and `NetStream.Play.Start`. Empty
    /// when the client has given up meanwhile.
    public ByteBuffer acceptPlay(int streamId) {
        return commands.players.accept(streamId);
    }

    /// Says why not, on the stream.
    ///
    /// @param code such as `NetStream.Play.StreamNotFound`
    public ByteBuffer rejectPlay(int streamId, String code, String description) {
        return commands.players.reject(streamId, code, description);
    }

    /// StreamEof and `NetStream.Pause.Notify`, or StreamBegin and `NetStream.Unpause.Notify`.
    public ByteBuffer acceptPause(int streamId, boolean paused) {
        return commands.players.acceptPause(streamId, paused);
    }

    /// An onStatus of a stream: `NetStream.Play.UnpublishNotify` and the like.
    ///
    /// @param level `status`, `warning` or `error`
    public ByteBuffer status(int streamId, String level, String code, String description) {
        return link.outgoing().status(streamId, level, code, description).toBuffer();
    }

    /// User control: data will follow on this stream.
    public ByteBuffer streamBegin(int streamId) {
        return link.outgoing().userControl(UserControl.STREAM_BEGIN, streamId).toBuffer();
    }

    /// User control: the data of this stream is over.
    public ByteBuffer streamEof(int streamId) {
        return link.outgoing().userControl(UserControl.STREAM_EOF, streamId).toBuffer();
    }

    /// Asks the client for a sign of life. May be called from any thread.
    public ByteBuffer ping(long nowMs) {
        return ProtocolControl.control()
                .userControl(UserControl.PING_REQUEST, (int) nowMs)
                .toBuffer();
    }

    /// The chunk size that the client has been told: what media must be cut at.
    public int chunkBytes() {
        return link.chunkBytes();
    }

    /// May be asked from any thread.
    public Phase phase() {
        return phase;
    }

    /// Everything since the connection began, handshake included. May be asked from any thread.
    public long bytesReceived() {
        return acknowledger.receivedBytes();
    }
}
