package dev.millrace.rtmp.chunk;

import dev.millrace.bytes.ByteWriter;
import dev.millrace.testkit.Hex;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Random messages on several chunk streams, cut into chunks that take turns, with changes of the
/// chunk size in between, written by a sender that compresses its headers. Some senders leave
/// extended times out of fmt 3.
final class InterleavedWire {
    private static final int[] IDS = {3, 4, 63, 64, 400};

    private final Random random;
    private final ByteWriter out = new ByteWriter();
    private final List<String> lines = new ArrayList<>();
    private final boolean repeatsTime;
    private int chunkBytes = ChunkReader.DEFAULT_CHUNK_BYTES;

    InterleavedWire(Random random) {
        this.random = random;
        repeatsTime = random.nextBoolean();
        var lanes = new ArrayList<Lane>();
        for (int id : IDS) {
            lanes.add(new Lane(id));
        }
        while (!lanes.isEmpty()) {
            if (random.nextInt(10) == 0) {
                changeChunkSize();
            }
            Lane lane = lanes.get(random.nextInt(lanes.size()));
            if (!lane.chunk()) {
                lanes.remove(lane);
            }
        }
    }

    byte[] bytes() {
        return out.toByteArray();
    }

    /// What [ReadMessages] must make of it.
    List<String> lines() {
        return lines;
    }

    /// Never below 4, so that the next of these is one chunk.
    private void changeChunkSize() {
        chunkBytes = random.nextInt(4, 300);
        byte[] body = new ByteWriter().u32(chunkBytes).toByteArray();
        ChunkWriter.message(out, 2, new MessageHeader(1, 0, 4, 0), body, 4);
        lines.add("type 1 at 0 on 0: " + Hex.text(body));
    }

    /// One chunk stream and the messages that are still to be sent on it.
    private final class Lane {
        private final int id;
        private int messagesLeft = random.nextInt(1, 5);
        private boolean began;
        private int timeMs;
        private int timeField;
        private byte[] body = {};
        private int sent;

        Lane(int id) {
            this.id = id;
        }

        /// Sends one chunk; false when there is nothing left to send.
        boolean chunk() {
            if (sent == body.length) {
                if (messagesLeft-- == 0) {
                    return false;
                }
                begin();
            } else {
                ChunkWriter.fmt3(out, id, repeatsTime ? timeField : 0);
            }
            int step = Math.min(chunkBytes, body.length - sent);
            out.put(body, sent, step);
            sent += step;
            if (sent == body.length) {
                lines.add(
                        "type 9 at %d on 1: %s"
                                .formatted(Integer.toUnsignedLong(timeMs), Hex.text(body)));
            }
            return true;
        }

        private void begin() {
            boolean isWhole = !began || random.nextBoolean();
            began = true;
            sent = 0;
            body = new byte[random.nextInt(1000)];
            random.nextBytes(body);
            // Half the times are small, the other half need the extended field.
            timeField = random.nextBoolean() ? random.nextInt(100) : random.nextInt();
            if (isWhole) {
                timeMs = timeField;
                ChunkWriter.fmt0(out, id, new MessageHeader(9, timeMs, body.length, 1));
            } else {
                timeMs += timeField;
                ChunkWriter.fmt1(out, id, timeField, body.length, 9);
            }
        }
    }
}
