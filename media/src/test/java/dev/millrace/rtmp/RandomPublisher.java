package dev.millrace.rtmp;

import dev.millrace.amf.AmfValue;
import dev.millrace.bytes.ByteWriter;
import dev.millrace.rtmp.chunk.ChunkWriter;
import dev.millrace.rtmp.chunk.MessageHeader;
import dev.millrace.rtmp.chunk.MessageType;
import java.util.Random;

/// A publisher whose audio, video, data and pings take turns chunk by chunk.
final class RandomPublisher {
    private RandomPublisher() {}

    /// Everything it sends, from the handshake on.
    static byte[] wire(Random random) {
        var client = ClientBytes.connectedTo("live").call(1, "publish", 2, "cam");
        var out = new ByteWriter().bytes(client.bytes());
        var lanes =
                new Lane[] {
                    new Lane(4, MessageType.AUDIO, random),
                    new Lane(6, MessageType.VIDEO, random),
                    new Lane(7, MessageType.VIDEO, random),
                    new Lane(300, MessageType.DATA, random)
                };
        for (int i = 0; i < 100; i++) {
            if (random.nextInt(12) == 0) {
                out.bytes(new ClientBytes().control(4, "0006 00000001").bytes());
            }
            lanes[random.nextInt(lanes.length)].chunk(out);
        }
        return out.bytes(new ClientBytes().call(1, "closeStream", 0).bytes()).toByteArray();
    }

    private static final class Lane {
        private static final int CHUNK_BYTES = 128;

        private final int id;
        private final int type;
        private final Random random;
        private byte[] body = {};
        private int sent;
        private int timestampMs;

        Lane(int id, int type, Random random) {
            this.id = id;
            this.type = type;
            this.random = random;
        }

        void chunk(ByteWriter out) {
            if (sent == body.length) {
                begin(out);
            } else {
                ChunkWriter.fmt3(out, id, timestampMs);
            }
            int step = Math.min(CHUNK_BYTES, body.length - sent);
            out.put(body, sent, step);
            sent += step;
        }

        private void begin(ByteWriter out) {
            sent = 0;
            timestampMs = random.nextInt();
            body = type == MessageType.DATA ? data() : new byte[random.nextInt(600)];
            if (type != MessageType.DATA) {
                random.nextBytes(body);
            }
            ChunkWriter.fmt0(out, id, new MessageHeader(type, timestampMs, body.length, 1));
        }

        private byte[] data() {
            var out = new ByteWriter();
            String text = "x".repeat(random.nextInt(1, 300));
            dev.millrace.amf.AmfWriter.write(out, AmfValue.of(text));
            return out.toByteArray();
        }
    }
}
