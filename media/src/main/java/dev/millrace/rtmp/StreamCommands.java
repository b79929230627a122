package dev.millrace.rtmp;

import dev.millrace.amf.AmfValue;
import dev.millrace.amf.AmfValue.AmfNull;
import dev.millrace.bytes.ProtocolException.OverLimit;
import dev.millrace.rtmp.message.Command;

/// The commands that make and end message streams, as a server carries them out. RTMP 1.0, sections
/// 7.2.1.3 and 7.2.2.3.
final class StreamCommands {
    private final ServerLink link;
    private final NetStreams streams;
    private final Inbound inbound;

    StreamCommands(ServerLink link, NetStreams streams, Inbound inbound) {
        this.link = link;
        this.streams = streams;
        this.inbound = inbound;
    }

    void createStream(Command command) throws OverLimit {
        link.result(command, AmfNull.NULL, AmfValue.of(streams.create().id()));
    }

    /// Ends the stream that the argument names, and frees its number.
    void deleteStream(Command command) {
        int id = (int) command.number(1, 0);
        streams.find(id).ifPresent(this::release);
        streams.remove(id);
    }

    /// Ends what goes on in the stream the command came on; the stream may be used again.
    void closeStream(int streamId) {
        streams.find(streamId).ifPresent(this::release);
    }

    /// Tells the owner that nothing goes on in this stream any more, if something did.
    void release(NetStream stream) {
        boolean wasPublish = stream.isPublish();
        boolean wasPlay = stream.isPlay();
        stream.idle();
        if (wasPublish) {
            inbound.closeStream(stream.id());
            link.emit(new ServerEffect.Unpublish(stream.id()));
        } else if (wasPlay) {
            link.emit(new ServerEffect.StopPlay(stream.id()));
        }
    }
}
