package dev.millrace.rtmp.message;

import dev.millrace.amf.AmfFields;
import dev.millrace.amf.AmfValue;
import dev.millrace.amf.AmfValue.AmfNull;
import dev.millrace.amf.AmfWriter;
import dev.millrace.bytes.ByteWriter;
import dev.millrace.rtmp.chunk.ChunkStreamId;
import dev.millrace.rtmp.chunk.ChunkWriter;
import dev.millrace.rtmp.chunk.MessageHeader;
import dev.millrace.rtmp.chunk.MessageType;
import java.nio.ByteBuffer;

/// Several messages in one buffer, so that they leave in one write.
public final class Outgoing {
    /// A limit that is hard if the last one was. RTMP 1.0, section 5.4.5.
    private static final int DYNAMIC = 2;

    private final ByteWriter out = new ByteWriter(256);
    private int chunkBytes;

    /// @param chunkBytes the chunk size that the peer has been told
    public Outgoing(int chunkBytes) {
        this.chunkBytes = chunkBytes;
    }

    /// A command: of the connection when `streamId` is 0, else of a stream.
    public Outgoing command(int streamId, Command command) {
        return command(
                streamId == 0 ? ChunkStreamId.COMMAND : ChunkStreamId.STATUS, streamId, command);
    }

    /// A command of the connection that is no answer, on the chunk stream that SRS has for those.
    public Outgoing call(Command command) {
        return command(ChunkStreamId.STATUS, 0, command);
    }

    private Outgoing command(int chunkStream, int streamId, Command command) {
        var body = new ByteWriter(256);
        command.encode(body);
        return message(chunkStream, MessageType.COMMAND, streamId, body);
    }

    /// An onStatus of a stream. RTMP 1.0, section 7.2.2.
    public Outgoing status(int streamId, String level, String code, String description) {
        return status(streamId, statusFields(level, code, description));
    }

    /// An onStatus with these fields.
    public Outgoing status(int streamId, AmfFields fields) {
        return command(streamId, Command.of("onStatus", 0, AmfNull.NULL, fields.toObject()));
    }

    /// The fields that every status object has.
    public static AmfFields statusFields(String level, String code, String description) {
        return new AmfFields()
                .put("level", level)
                .put("code", code)
                .put("description", description);
    }

    /// A data message of a stream, at time 0.
    public Outgoing data(int streamId, AmfValue... values) {
        var body = new ByteWriter(128);
        for (AmfValue value : values) {
            AmfWriter.write(body, value);
        }
        return message(ChunkStreamId.STATUS, MessageType.DATA, streamId, body);
    }

    /// Announces the chunk size; what follows in this buffer already has it.
    public Outgoing chunkSize(int bytes) {
        control(MessageType.SET_CHUNK_SIZE, new ByteWriter(4).u32(bytes));
        chunkBytes = bytes;
        return this;
    }

    /// Announces after how many bytes we want, or will send, an acknowledgement.
    public Outgoing windowAcknowledgementSize(int bytes) {
        return control(MessageType.WINDOW_ACKNOWLEDGEMENT_SIZE, new ByteWriter(4).u32(bytes));
    }

    /// Asks the peer to have no more than this under way without an acknowledgement.
    public Outgoing peerBandwidth(int bytes) {
        return control(MessageType.SET_PEER_BANDWIDTH, new ByteWriter(5).u32(bytes).u8(DYNAMIC));
    }

    /// Tells the peer what has arrived.
    ///
    /// @param totalBytes everything received so far; the wire has room for 32 bits of it
    public Outgoing acknowledgement(long totalBytes) {
        return control(MessageType.ACKNOWLEDGEMENT, new ByteWriter(4).u32(totalBytes));
    }

    /// A user control event with one number.
    ///
    /// @param event one of [UserControl]
    public Outgoing userControl(int event, int value) {
        return control(MessageType.USER_CONTROL, new ByteWriter(6).u16(event).u32(value));
    }

    /// Tells a server how much the player holds before it shows anything.
    public Outgoing bufferLength(int streamId, int lengthMs) {
        return control(
                MessageType.USER_CONTROL,
                new ByteWriter(10).u16(UserControl.SET_BUFFER_LENGTH).u32(streamId).u32(lengthMs));
    }

    /// Everything so far, ready to be read. Shares memory with this object.
    public ByteBuffer toBuffer() {
        return out.toBuffer();
    }

    private Outgoing control(int type, ByteWriter body) {
        return message(ChunkStreamId.CONTROL, type, 0, body);
    }

    private Outgoing message(int chunkStream, int type, int streamId, ByteWriter body) {
        var header = new MessageHeader(type, 0, body.size(), streamId);
        ChunkWriter.message(out, chunkStream, header, body.array(), chunkBytes);
        return this;
    }
}
