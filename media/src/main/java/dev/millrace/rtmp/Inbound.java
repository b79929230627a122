package dev.millrace.rtmp;

import dev.millrace.bytes.ByteReader;
import dev.millrace.bytes.ProtocolException;
import dev.millrace.bytes.ProtocolException.OverLimit;
import dev.millrace.media.TrackKind;
import dev.millrace.rtmp.SessionEffect.Data;
import dev.millrace.rtmp.SessionEffect.MediaBegin;
import dev.millrace.rtmp.chunk.Acknowledger;
import dev.millrace.rtmp.chunk.AsideBudget;
import dev.millrace.rtmp.chunk.ChunkReader;
import dev.millrace.rtmp.chunk.MessageCollector;
import dev.millrace.rtmp.chunk.MessageHeader;
import dev.millrace.rtmp.chunk.MessageReceiver;
import dev.millrace.rtmp.chunk.MessageType;
import dev.millrace.rtmp.chunk.RtmpLimit;
import dev.millrace.rtmp.message.Aggregate;
import dev.millrace.rtmp.message.Command;
import dev.millrace.rtmp.message.DataFrame;
import java.nio.ByteBuffer;
import java.util.OptionalInt;

/// The receiving half of either session, behind the handshake: sends every message where it
/// belongs, media while it arrives, the rest when it is whole.
final class Inbound implements MessageReceiver.Chooser {
    /// What the two sessions do differently.
    interface Owner {
        void emit(SessionEffect effect);

        /// The stream that media of `streamId` belongs to, if it is wanted at all.
        OptionalInt mediaStream(int streamId);

        void command(int streamId, Command command) throws ProtocolException;

        /// The peer holds this much before it shows anything.
        void bufferLength(int streamId, long lengthMs);
    }

    /// Receives what nobody asked for.
    private static final MessageReceiver NOBODY =
            new MessageReceiver() {
                @Override
                public void bytes(ByteBuffer slice) {}

                @Override
                public void end() {}

                @Override
                public void abandon() {}
            };

    private final Owner owner;
    private final AsideBudget budget;
    private final MediaLane lane;
    private final ChunkReader chunks = new ChunkReader(this);
    private final ProtocolControl control;
    private boolean isNoisy;

    /// @param aside how much of the peer's messages may wait for the rest of them, at first
    Inbound(Owner owner, Acknowledger acknowledger, RtmpLimit aside) {
        this.owner = owner;
        budget = new AsideBudget(aside);
        lane = new MediaLane(owner::emit, budget);
        control = new ProtocolControl(owner, chunks, acknowledger);
    }

    /// Consumes all of `in`.
    void receive(ByteBuffer in) throws ProtocolException {
        chunks.receive(in);
    }

    /// The peer may send media from here on, in as many pieces as it takes.
    void expectMedia() {
        budget.limit(RtmpLimit.ASIDE_BYTES);
    }

    /// From here on commands may be noise of any length.
    void expectNoise() {
        isNoisy = true;
    }

    /// Nothing more is wanted of this stream.
    void closeStream(int streamId) {
        lane.close(streamId);
    }

    @Override
    public MessageReceiver begin(MessageHeader header) throws ProtocolException {
        return switch (header.type()) {
            case MessageType.SET_CHUNK_SIZE,
                    MessageType.ABORT,
                    MessageType.ACKNOWLEDGEMENT,
                    MessageType.USER_CONTROL,
                    MessageType.WINDOW_ACKNOWLEDGEMENT_SIZE,
                    MessageType.SET_PEER_BANDWIDTH ->
                    whole(header, RtmpLimit.CONTROL_BYTES, control::handle);
            case MessageType.COMMAND, MessageType.COMMAND_AMF3 ->
                    isNoisy
                            ? new NoisyCommand(
                                    isAmf3(header), amf -> decode(header.streamId(), amf))
                            : whole(header, RtmpLimit.COMMAND_BYTES, this::command);
            default -> {
                OptionalInt stream = owner.mediaStream(header.streamId());
                yield stream.isPresent() ? media(header, stream.getAsInt()) : NOBODY;
            }
        };
    }

    private MessageReceiver media(MessageHeader header, int streamId) throws OverLimit {
        return switch (header.type()) {
            case MessageType.AUDIO -> lane.begin(mediaBegin(header, streamId, TrackKind.AUDIO));
            case MessageType.VIDEO -> lane.begin(mediaBegin(header, streamId, TrackKind.VIDEO));
            case MessageType.DATA, MessageType.DATA_AMF3 ->
                    whole(header, RtmpLimit.DATA_BYTES, (h, body) -> data(h, streamId, body));
            case MessageType.AGGREGATE ->
                    whole(
                            header,
                            RtmpLimit.MESSAGE_BYTES,
                            (h, body) -> Aggregate.unpack(h, body, this::part));
            default -> NOBODY;
        };
    }

    private static MediaBegin mediaBegin(MessageHeader header, int streamId, TrackKind kind) {
        return new MediaBegin(streamId, kind, header.timestampMs(), header.lengthBytes());
    }

    private MessageReceiver whole(
            MessageHeader header, RtmpLimit limit, MessageCollector.Handler handler)
            throws OverLimit {
        limit.check(header.lengthBytes());
        return new MessageCollector(header, budget, handler);
    }

    private void command(MessageHeader header, ByteBuffer body) throws ProtocolException {
        ByteBuffer amf = withoutEnvelope(body, isAmf3(header));
        if (amf.hasRemaining()) {
            decode(header.streamId(), amf);
        }
    }

    private void decode(int streamId, ByteBuffer amf) throws ProtocolException {
        owner.command(streamId, Command.decode(ByteReader.of(amf)));
    }

    private static boolean isAmf3(MessageHeader header) {
        return header.type() == MessageType.COMMAND_AMF3;
    }

    private void data(MessageHeader header, int streamId, ByteBuffer body) throws OverLimit {
        ByteBuffer amf = withoutEnvelope(body, header.type() == MessageType.DATA_AMF3);
        ByteBuffer message = DataFrame.unwrap(amf);
        if (message.hasRemaining()) {
            lane.data(new Data(streamId, header.timestampMs(), message));
        }
    }

    /// One message out of an aggregate. It can be audio, video or data only: an aggregate within an
    /// aggregate would be a way to exhaust the stack.
    private void part(MessageHeader header, ByteBuffer body) throws ProtocolException {
        OptionalInt stream = owner.mediaStream(header.streamId());
        if (header.type() == MessageType.AGGREGATE || stream.isEmpty()) {
            return;
        }
        MessageReceiver receiver = media(header, stream.getAsInt());
        if (body.hasRemaining()) {
            receiver.bytes(body);
        }
        receiver.end();
    }

    /// The envelope of AMF3 is one byte, 0, in front of AMF0; some clients claim it and leave it
    /// out. RTMP 1.0, section 7.1.1 and 7.1.2.
    static ByteBuffer withoutEnvelope(ByteBuffer body, boolean isAmf3) {
        boolean hasEnvelope = isAmf3 && body.hasRemaining() && body.get(body.position()) == 0;
        return hasEnvelope ? body.slice(body.position() + 1, body.remaining() - 1) : body;
    }
}
