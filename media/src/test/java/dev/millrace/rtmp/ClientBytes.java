package dev.millrace.rtmp;

import dev.millrace.amf.AmfFields;
import dev.millrace.amf.AmfValue;
import dev.millrace.amf.AmfValue.AmfNull;
import dev.millrace.amf.AmfWriter;
import dev.millrace.bytes.ByteWriter;
import dev.millrace.rtmp.chunk.ChunkReader;
import dev.millrace.rtmp.chunk.ChunkWriter;
import dev.millrace.rtmp.chunk.MessageHeader;
import dev.millrace.rtmp.chunk.MessageType;
import dev.millrace.rtmp.message.Command;
import dev.millrace.rtmp.message.Outgoing;
import dev.millrace.testkit.Hex;

/// Writes what a client sends, message by message.
final class ClientBytes {
    private final ByteWriter out = new ByteWriter();
    private int chunkBytes = ChunkReader.DEFAULT_CHUNK_BYTES;

    /// C0, C1 and C2 of the simple kind.
    ClientBytes handshake() {
        out.u8(3).bytes(new byte[2 * 1536]);
        return this;
    }

    /// Handshake, and connect to `app`.
    static ClientBytes connectedTo(String app) {
        return new ClientBytes().handshake().connect(app);
    }

    ClientBytes connect(String app) {
        AmfFields fields = new AmfFields().put("app", app).put("tcUrl", "rtmp://h/" + app);
        return command(0, "connect", 1, fields.toObject());
    }

    /// A command whose first argument is null, followed by texts.
    ClientBytes call(int streamId, String name, double transactionId, String... texts) {
        AmfValue[] arguments = new AmfValue[1 + texts.length];
        arguments[0] = AmfNull.NULL;
        for (int i = 0; i < texts.length; i++) {
            arguments[1 + i] = AmfValue.of(texts[i]);
        }
        return command(streamId, name, transactionId, arguments);
    }

    ClientBytes command(int streamId, String name, double transactionId, AmfValue... arguments) {
        out.bytes(
                new Outgoing(chunkBytes)
                        .command(streamId, Command.of(name, transactionId, arguments))
                        .toBuffer());
        return this;
    }

    ClientBytes video(int streamId, int timestampMs, String hex) {
        return message(6, MessageType.VIDEO, streamId, timestampMs, Hex.bytes(hex));
    }

    ClientBytes audio(int streamId, int timestampMs, String hex) {
        return message(4, MessageType.AUDIO, streamId, timestampMs, Hex.bytes(hex));
    }

    ClientBytes data(int streamId, int timestampMs, AmfValue... values) {
        var body = new ByteWriter();
        for (AmfValue value : values) {
            AmfWriter.write(body, value);
        }
        return message(5, MessageType.DATA, streamId, timestampMs, body.toByteArray());
    }

    ClientBytes control(int type, String hex) {
        return message(2, type, 0, 0, Hex.bytes(hex));
    }

    ClientBytes chunkSize(int bytes) {
        control(MessageType.SET_CHUNK_SIZE, "%08X".formatted(bytes));
        chunkBytes = bytes;
        return this;
    }

    ClientBytes message(int chunkStream, int type, int streamId, int timestampMs, byte[] body) {
        var header = new MessageHeader(type, timestampMs, body.length, streamId);
        ChunkWriter.message(out, chunkStream, header, body, chunkBytes);
        return this;
    }

    /// Bytes as they stand on the wire.
    ClientBytes raw(String hex) {
        out.bytes(Hex.bytes(hex));
        return this;
    }

    byte[] bytes() {
        return out.toByteArray();
    }
}
