package dev.millrace.rtmp;

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

    public ServerSession(ServerSettings settings, RandomGenerator random) {
        java.util.Objects.requireNonNull(settings);
        java.util.Objects.requireNonNull(random);
    }

    /// Consumes all of `in`. Buffers inside the effects are slices of `in`, or of memory of the
    /// session's own, and like the list itself valid until the next call.
    ///
    /// Never throws for what the peer does: a broken peer ends the list with
    /// [SessionEffect.Hangup].
    public List<ServerEffect> receive(ByteBuffer in, long nowMs) {
        return List.of();
    }

    /// Window, bandwidth, chunk size, and success.
    public ByteBuffer acceptConnect() {
        return ByteBuffer.allocate(0);
    }

    /// Says why not; the owner closes the connection after these bytes.
    ///
    /// @param code such as `NetConnection.Connect.Rejected`
    public ByteBuffer rejectConnect(String code, String description) {
        return ByteBuffer.allocate(0);
    }

    /// `NetStream.Publish.Start`. Empty when the client has given up meanwhile.
    public ByteBuffer acceptPublish(int streamId) {
        return ByteBuffer.allocate(0);
    }

    /// Says why not, on the stream.
    ///
    /// @param code such as `NetStream.Publish.BadName`
    public ByteBuffer rejectPublish(int streamId, String code, String description) {
        return ByteBuffer.allocate(0);
    }

    /// StreamBegin, `NetStream.Play.Reset` when it was asked for, `NetStream.Play.Start`,
    /// `|RtmpSampleAccess` and `NetStream.Data.Start`. Empty when the client has given up
    /// meanwhile.
    public ByteBuffer acceptPlay(int streamId) {
        return ByteBuffer.allocate(0);
    }

    /// Says why not, on the stream.
    ///
    /// @param code such as `NetStream.Play.StreamNotFound`
    public ByteBuffer rejectPlay(int streamId, String code, String description) {
        return ByteBuffer.allocate(0);
    }

    /// StreamEof and `NetStream.Pause.Notify`, or StreamBegin and `NetStream.Unpause.Notify`.
    public ByteBuffer acceptPause(int streamId, boolean paused) {
        return ByteBuffer.allocate(0);
    }

    /// An onStatus of a stream: `NetStream.Play.UnpublishNotify` and the like.
    ///
    /// @param level `status`, `warning` or `error`
    public ByteBuffer status(int streamId, String level, String code, String description) {
        return ByteBuffer.allocate(0);
    }

    /// User control: data will follow on this stream.
    public ByteBuffer streamBegin(int streamId) {
        return ByteBuffer.allocate(0);
    }

    /// User control: the data of this stream is over.
    public ByteBuffer streamEof(int streamId) {
        return ByteBuffer.allocate(0);
    }

    /// Asks the client for a sign of life.
    public ByteBuffer ping(long nowMs) {
        return ByteBuffer.allocate(0);
    }

    /// May be asked from any thread.
    public Phase phase() {
        return Phase.HANDSHAKE;
    }

    /// Everything since the connection began, handshake included. May be asked from any thread.
    public long bytesReceived() {
        return 0;
    }
}
