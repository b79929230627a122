package dev.millrace.rtmp;

import dev.millrace.bytes.ByteReader;
import dev.millrace.bytes.ProtocolException;
import dev.millrace.rtmp.SessionEffect.Send;
import dev.millrace.rtmp.chunk.Acknowledger;
import dev.millrace.rtmp.chunk.ChunkReader;
import dev.millrace.rtmp.chunk.MessageHeader;
import dev.millrace.rtmp.chunk.MessageType;
import dev.millrace.rtmp.message.Outgoing;
import dev.millrace.rtmp.message.UserControl;
import java.nio.ByteBuffer;

/// Carries out the peer's protocol control and user control messages. RTMP 1.0, sections 5.4 and
/// 7.1.7. Both sides treat them alike.
final class ProtocolControl {
    private static final int CHUNK_STREAM_AND_TYPE_BYTES = 2;

    private final Inbound.Owner owner;
    private final ChunkReader chunks;
    private final Acknowledger acknowledger;
    private int announcedWindowBytes;

    ProtocolControl(Inbound.Owner owner, ChunkReader chunks, Acknowledger acknowledger) {
        this.owner = owner;
        this.chunks = chunks;
        this.acknowledger = acknowledger;
    }

    void handle(MessageHeader header, ByteBuffer body) throws ProtocolException {
        ByteReader in = ByteReader.of(body);
        switch (header.type()) {
            case MessageType.SET_CHUNK_SIZE -> chunks.chunkSize(in.i32());
            case MessageType.ABORT -> chunks.abort(in.i32());
            case MessageType.WINDOW_ACKNOWLEDGEMENT_SIZE -> acknowledger.window(in.i32());
            case MessageType.SET_PEER_BANDWIDTH -> peerBandwidth(in.i32());
            case MessageType.USER_CONTROL -> userControl(in);
            default -> {} // an acknowledgement: TCP tells us enough about the peer's pace
        }
    }

    /// The peer limits us, and wants to hear that we know. RTMP 1.0, section 5.4.5.
    private void peerBandwidth(int windowBytes) {
        if (windowBytes != announcedWindowBytes) {
            announcedWindowBytes = windowBytes;
            send(control().windowAcknowledgementSize(windowBytes));
        }
    }

    private void userControl(ByteReader in) throws ProtocolException {
        if (in.remaining() < CHUNK_STREAM_AND_TYPE_BYTES) {
            return;
        }
        int event = in.u16();
        if (event == UserControl.PING_REQUEST && in.remaining() >= 4) {
            send(control().userControl(UserControl.PING_RESPONSE, in.i32()));
        } else if (event == UserControl.SET_BUFFER_LENGTH && in.remaining() >= 8) {
            owner.bufferLength(in.i32(), in.u32());
        }
    }

    /// Control messages are shorter than the smallest chunk, so its size does not matter.
    static Outgoing control() {
        return new Outgoing(ChunkReader.DEFAULT_CHUNK_BYTES);
    }

    private void send(Outgoing outgoing) {
        owner.emit(new Send(outgoing.toBuffer()));
    }
}
