package dev.millrace.rtmp;

import dev.millrace.amf.AmfFields;
import dev.millrace.amf.AmfValue.AmfBoolean;
import dev.millrace.amf.AmfValue.AmfNull;
import dev.millrace.amf.AmfValue.AmfUndefined;
import dev.millrace.bytes.ProtocolException.OverLimit;
import dev.millrace.rtmp.message.Command;
import dev.millrace.rtmp.message.Outgoing;
import dev.millrace.rtmp.message.UserControl;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/// The commands of publishers, as a server carries them out: publish (RTMP 1.0, section 7.2.2.6)
/// and those of Flash Media Live Encoder around it, which FFmpeg and OBS send too.
final class PublishCommands {
    private static final String START = "NetStream.Publish.Start";
    private static final String STARTED = "Started publishing stream.";
    private static final String UNPUBLISHED = "NetStream.Unpublish.Success";

    private final ServerLink link;
    private final NetStreams streams;
    private final StreamCommands ends;
    private final ConnectCommands connection;
    private boolean isFmle;

    PublishCommands(
            ServerLink link, NetStreams streams, StreamCommands ends, ConnectCommands connection) {
        this.link = link;
        this.streams = streams;
        this.ends = ends;
        this.connection = connection;
    }

    /// "Let go of the stream if a dead session of mine still holds it": the owner's policy decides
    /// that when the publish comes.
    void releaseStream(Command command) {
        link.result(command, AmfNull.NULL, AmfUndefined.UNDEFINED);
    }

    /// Announces a publish. FMLE waits for the answer, and later for an onFCPublish.
    void fcPublish(Command command) {
        isFmle = true;
        link.result(command, AmfNull.NULL, AmfUndefined.UNDEFINED);
    }

    void publish(int streamId, Command command) throws OverLimit {
        NetStream stream = streams.obtain(streamId);
        ends.release(stream);
        if (command.argument(1) instanceof AmfBoolean) {
            return; // publish(false), which ends
        }
        String name = command.text(1);
        stream.askPublish(name);
        String type = command.argument(2).asText().orElse("live");
        link.emit(
                new ServerEffect.Publish(
                        streamId, StreamAddress.of(connection.request(), name), type));
    }

    ByteBuffer accept(int streamId) {
        Optional<NetStream> stream = streams.find(streamId).filter(NetStream::isPublish);
        Outgoing out = link.outgoing();
        stream.ifPresent(accepted -> {
            accepted.accept();
            if (isFmle) {
                out.command(0, onFc("onFCPublish", START, STARTED));
            }
            out.userControl(UserControl.STREAM_BEGIN, streamId);
            out.status(streamId, "status", START, STARTED);
        });
        return out.toBuffer();
    }

    ByteBuffer reject(int streamId, String code, String description) {
        streams.find(streamId).filter(NetStream::isPublish).ifPresent(NetStream::idle);
        return link.outgoing().status(streamId, "error", code, description).toBuffer();
    }

    /// Ends the publish with the name in the command, or the only one there is.
    void fcUnpublish(Command command) {
        String name = command.text(1);
        List<NetStream> all = streams.publishing();
        Outgoing out = link.outgoing();
        for (NetStream stream : all) {
            if (all.size() == 1 || stream.name().equals(name)) {
                boolean wasStarted = stream.state() == NetStream.State.PUBLISHING;
                ends.release(stream);
                if (wasStarted) {
                    String description = "Stream is now unpublished.";
                    out.status(stream.id(), "status", UNPUBLISHED, description);
                }
            }
        }
        link.result(command, AmfNull.NULL, AmfUndefined.UNDEFINED);
        out.command(0, onFc("onFCUnpublish", UNPUBLISHED, "Stopped publishing."));
        link.send(out);
    }

    private static Command onFc(String name, String code, String description) {
        AmfFields fields = new AmfFields().put("code", code).put("description", description);
        return Command.of(name, 0, AmfNull.NULL, fields.toObject());
    }
}
