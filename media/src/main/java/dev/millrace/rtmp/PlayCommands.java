package dev.millrace.rtmp;

import dev.millrace.amf.AmfFields;
import dev.millrace.amf.AmfValue;
import dev.millrace.amf.AmfValue.AmfBoolean;
import dev.millrace.amf.AmfValue.AmfNull;
import dev.millrace.amf.AmfValue.AmfUndefined;
import dev.millrace.bytes.ProtocolException.OverLimit;
import dev.millrace.media.TrackKind;
import dev.millrace.rtmp.message.Command;
import dev.millrace.rtmp.message.Outgoing;
import dev.millrace.rtmp.message.UserControl;
import java.nio.ByteBuffer;
import java.util.Optional;

/// The commands of players, as a server carries them out. RTMP 1.0, section 7.2.2.
final class PlayCommands {
    /// "A live stream, else a recorded one."
    private static final double LIVE_OR_RECORDED = -2;

    private static final double MS_PER_SECOND = 1000;

    private final ServerLink link;
    private final NetStreams streams;
    private final StreamCommands ends;
    private final ConnectCommands connection;

    PlayCommands(
            ServerLink link, NetStreams streams, StreamCommands ends, ConnectCommands connection) {
        this.link = link;
        this.streams = streams;
        this.ends = ends;
        this.connection = connection;
    }

    void play(int streamId, Command command) throws OverLimit {
        NetStream stream = streams.obtain(streamId);
        ends.release(stream);
        if (command.argument(1) instanceof AmfBoolean) {
            return; // play(false), which ends
        }
        String name = command.text(1);
        boolean reset = command.argument(4).asBoolean().orElse(true);
        stream.askPlay(name, reset);
        link.emit(
                new ServerEffect.Play(
                        streamId,
                        StreamAddress.of(connection.request(), name),
                        startMs(command.number(2, LIVE_OR_RECORDED)),
                        Math.max(-1, command.number(3, -1)),
                        reset));
    }

    /// The two special values come in seconds from those who follow the specification, and in
    /// milliseconds from FFmpeg and librtmp, as all other values do.
    private static double startMs(double start) {
        return start == -1 || start == LIVE_OR_RECORDED ? start * MS_PER_SECOND : start;
    }

    ByteBuffer accept(int streamId) {
        Optional<NetStream> stream = streams.find(streamId).filter(NetStream::isPlay);
        Outgoing out = link.outgoing();
        stream.ifPresent(accepted -> start(accepted, out));
        return out.toBuffer();
    }

    private static void start(NetStream stream, Outgoing out) {
        stream.accept();
        out.userControl(UserControl.STREAM_BEGIN, stream.id());
        if (stream.isReset()) {
            String description = "Playing and resetting stream.";
            out.status(stream.id(), playing(stream, "NetStream.Play.Reset", description));
        }
        out.status(stream.id(), playing(stream, "NetStream.Play.Start", "Started playing stream."));
        // Older servers add |RtmpSampleAccess and NetStream.Data.Start here. Only Flash wanted
        // them; FFmpeg takes them for a third stream that it cannot copy.
    }

    private static AmfFields playing(NetStream stream, String code, String description) {
        return Outgoing.statusFields("status", code, description).put("details", stream.name());
    }

    ByteBuffer reject(int streamId, String code, String description) {
        streams.find(streamId).filter(NetStream::isPlay).ifPresent(NetStream::idle);
        return link.outgoing().status(streamId, "error", code, description).toBuffer();
    }

    void pause(int streamId, Command command) {
        if (isPlaying(streamId)) {
            boolean paused = command.argument(1).asBoolean().orElse(true);
            long positionMs = (long) command.number(2, 0);
            link.emit(new ServerEffect.Pause(streamId, paused, positionMs));
        }
    }

    ByteBuffer acceptPause(int streamId, boolean paused) {
        Outgoing out = link.outgoing();
        if (paused) {
            out.userControl(UserControl.STREAM_EOF, streamId);
            out.status(streamId, "status", "NetStream.Pause.Notify", "Paused stream.");
        } else {
            out.userControl(UserControl.STREAM_BEGIN, streamId);
            out.status(streamId, "status", "NetStream.Unpause.Notify", "Unpaused stream.");
        }
        return out.toBuffer();
    }

    /// Live streams have no past to go to. A warning: FFmpeg hangs up when it reads "error".
    void seek(int streamId) {
        if (isPlaying(streamId)) {
            String description = "A live stream has no other position.";
            link.send(
                    link.outgoing()
                            .status(streamId, "warning", "NetStream.Seek.Failed", description));
        }
    }

    void receive(int streamId, TrackKind kind, Command command) {
        if (isPlaying(streamId)) {
            boolean wanted = command.argument(1).asBoolean().orElse(true);
            link.emit(new ServerEffect.Receive(streamId, kind, wanted));
        }
    }

    /// The duration in seconds; that of a live stream is 0.
    void getStreamLength(Command command) {
        link.result(command, AmfNull.NULL, AmfValue.of(0.0));
    }

    /// Players of some content delivery networks subscribe before they play.
    void fcSubscribe(Command command) {
        link.result(command, AmfNull.NULL, AmfUndefined.UNDEFINED);
        AmfFields fields =
                new AmfFields()
                        .put("level", "status")
                        .put("code", "NetStream.Play.Start")
                        .put("description", "Subscribed.");
        link.send(
                link.outgoing()
                        .command(
                                0,
                                Command.of("onFCSubscribe", 0, AmfNull.NULL, fields.toObject())));
    }

    void bufferLength(int streamId, long lengthMs) {
        link.emit(new ServerEffect.BufferLength(streamId, lengthMs));
    }

    private boolean isPlaying(int streamId) {
        return streams.find(streamId).filter(NetStream::isPlay).isPresent();
    }
}
