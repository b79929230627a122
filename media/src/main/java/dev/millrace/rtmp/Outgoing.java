package dev.millrace.rtmp;

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
final class Outgoing {
    /// Set Peer Bandwidth: "a limit of the hard kind if the last one was". RTMP 1.0, 5.4.5.
    private static final int DYNAMIC = 2;

    private final ByteWriter out = new ByteWriter(256);
    private int chunkBytes;

    /// @param chunkBytes the chunk size that the peer has been told
    Outgoing(int chunkBytes) {
        this.chunkBytes = chunkBytes;
    }

    Outgoing command(int streamId, Command command) {
        var body = new ByteWriter(256);
        command.encode(body);
        int chunkStream = streamId == 0 ? ChunkStreamId.COMMAND : ChunkStreamId.STATUS;
        return message(chunkStream, MessageType.COMMAND, streamId, body);
    }

    /// An onStatus of a stream. RTMP 1.0, section 7.2.2.
    Outgoing status(int streamId, String level, String code, String description) {
        return status(streamId, statusFields(level, code, description));
    }

    Outgoing status(int streamId, AmfFields fields) {
        return command(streamId, Command.of("onStatus", 0, AmfNull.NULL, fields.toObject()));
    }

    /// The fields that every status object has.
    static AmfFields statusFields(String level, String code, String description) {
        return new AmfFields()
                .put("level", level)
                .put("code", code)
                .put("description", description);
    }

    Outgoing data(int streamId, AmfValue... values) {
        var body = new ByteWriter(128);
        for (AmfValue value : values) {
            AmfWriter.write(body, value);
        }
        return message(ChunkStreamId.STATUS, MessageType.DATA, streamId, body);
    }

    /// Announces the chunk size; what follows in this buffer already has it.
    Outgoing chunkSize(int bytes) {
        control(MessageType.SET_CHUNK_SIZE, new ByteWriter(4).u32(bytes));
        chunkBytes = bytes;
        return this;
    }

    Outgoing windowAcknowledgementSize(int bytes) {
        return control(MessageType.WINDOW_ACKNOWLEDGEMENT_SIZE, new ByteWriter(4).u32(bytes));
    }

    Outgoing peerBandwidth(int bytes) {
        return control(MessageType.SET_PEER_BANDWIDTH, new ByteWriter(5).u32(bytes).u8(DYNAMIC));
    }

    /// @param totalBytes everything received so far; the wire has room for 32 bits of it
    Outgoing acknowledgement(long totalBytes) {
        return control(MessageType.ACKNOWLEDGEMENT, new ByteWriter(4).u32(totalBytes));
    }

    /// @param event one of [UserControl]
    Outgoing userControl(int event, int value) {
        return control(MessageType.USER_CONTROL, new ByteWriter(6).u16(event).u32(value));
    }

    Outgoing bufferLength(int streamId, int lengthMs) {
        return control(
                MessageType.USER_CONTROL,
                new ByteWriter(10).u16(UserControl.SET_BUFFER_LENGTH).u32(streamId).u32(lengthMs));
    }

    ByteBuffer toBuffer() {
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
