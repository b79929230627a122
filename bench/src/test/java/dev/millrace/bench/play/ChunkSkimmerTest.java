package dev.millrace.bench.play;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.millrace.bench.testing.Cuts;
import dev.millrace.bytes.ByteWriter;
import dev.millrace.bytes.ProtocolException;
import dev.millrace.rtmp.chunk.ChunkWriter;
import dev.millrace.rtmp.chunk.MessageHeader;
import dev.millrace.rtmp.chunk.MessageType;
import dev.millrace.rtmp.chunk.MessageWriter;
import dev.millrace.testcard.ClockMarker;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ChunkSkimmerTest {
    private static final int CHUNK_BYTES = 200;

    private final Random random = new Random(7);
    private final ByteWriter wire = new ByteWriter();
    private final List<String> expected = new ArrayList<>();

    private static Cuts.Parser parser() {
        return new Seen(sink -> new ChunkSkimmer(sink)::receive);
    }

    @Test
    void cutsInTheStreamDoNotMatter() throws Exception {
        announceChunkSize();
        message(4, MessageType.AUDIO, 0, 2);
        message(6, MessageType.VIDEO, 0, 1_000);
        message(6, MessageType.VIDEO, 40, CHUNK_BYTES);
        message(70, MessageType.VIDEO, 80, 2 * CHUNK_BYTES + 1);
        message(65_599, MessageType.DATA, 81, 300);
        message(6, MessageType.VIDEO, 0xFF_FFFF, 500); // the first that needs the extended time
        message(6, MessageType.VIDEO, 0xFFFF_FFF0, 700);
        message(3, MessageType.COMMAND, 0, 900); // kept whole
        message(4, MessageType.AUDIO, 120, 0);
        Cuts.check(wire.toByteArray(), ChunkSkimmerTest::parser, expected);
    }

    @Test
    void timesAddUp() throws Exception {
        announceChunkSize();
        var writer = new MessageWriter(wire, 6, CHUNK_BYTES);
        byte[] body = bytes(500);
        writer.begin(new MessageHeader(MessageType.VIDEO, 1_000, body.length, 1));
        writer.body(body, 0, body.length);
        see(MessageType.VIDEO, 1_000, body);
        writer.beginAfter(40, body.length, MessageType.VIDEO);
        writer.body(body, 0, body.length);
        see(MessageType.VIDEO, 1_040, body);
        writer.beginAfter(0x0100_0000, body.length, MessageType.VIDEO); // extended
        writer.body(body, 0, body.length);
        see(MessageType.VIDEO, 1_040 + 0x0100_0000, body);
        Cuts.check(wire.toByteArray(), ChunkSkimmerTest::parser, expected);
    }

    @Test
    void chunksOfTwoMessagesTakeTurns() throws Exception {
        announceChunkSize();
        byte[] video = bytes(CHUNK_BYTES + 50);
        byte[] audio = bytes(30);
        ChunkWriter.fmt0(wire, 6, new MessageHeader(MessageType.VIDEO, 40, video.length, 1));
        wire.put(video, 0, CHUNK_BYTES);
        ChunkWriter.fmt0(wire, 4, new MessageHeader(MessageType.AUDIO, 42, audio.length, 1));
        wire.bytes(audio);
        see(MessageType.AUDIO, 42, audio);
        ChunkWriter.fmt3(wire, 6, 40);
        wire.put(video, CHUNK_BYTES, 50);
        see(MessageType.VIDEO, 40, video);
        Cuts.check(wire.toByteArray(), ChunkSkimmerTest::parser, expected);
    }

    @Test
    void formats2And3BeginMessagesLikeTheOneBefore() throws Exception {
        byte[] body = bytes(3);
        ChunkWriter.fmt0(wire, 4, new MessageHeader(MessageType.AUDIO, 100, 3, 1));
        wire.bytes(body);
        see(MessageType.AUDIO, 100, body);
        wire.u8(2 << 6 | 4).u24(23).bytes(body); // format 2: only the time is new
        see(MessageType.AUDIO, 123, body);
        wire.u8(3 << 6 | 4).bytes(body); // format 3: and not even that
        see(MessageType.AUDIO, 146, body);
        Cuts.check(wire.toByteArray(), ChunkSkimmerTest::parser, expected);
    }

    @Test
    void refusesWhatCannotBe() {
        assertRefused("chunk stream 4 begins with format 3", 0xC4);
        assertRefused("chunk stream 4 begins with format 2", 0x84, 0, 0, 0);
        assertRefused("message length", 0x04, 0, 0, 0, 0xFF, 0xFF, 0xFF, 9, 1, 0, 0, 0);
        assertRefused("chunk size 0", 0x02, 0, 0, 0, 0, 0, 4, 1, 0, 0, 0, 0, 0, 0, 0, 0);
        assertRefused("needs", 0x02, 0, 0, 0, 0, 0, 2, 1, 0, 0, 0, 0, 0, 0);
    }

    @FuzzTest(maxDuration = "5s")
    void neverThrowsAnythingElse(byte[] bytes) {
        try {
            new ChunkSkimmer(head -> assertThat(head.isWhole()).isTrue())
                    .receive(ByteBuffer.wrap(bytes));
        } catch (ProtocolException e) {
            assertThat(e).hasMessageMatching(".+");
        }
    }

    private static void assertRefused(String message, int... bytes) {
        byte[] input = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            input[i] = (byte) bytes[i];
        }
        assertThatThrownBy(() -> Cuts.whole(input, ChunkSkimmerTest::parser))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining(message);
    }

    private void announceChunkSize() {
        byte[] size = {0, 0, 0, (byte) CHUNK_BYTES};
        ChunkWriter.message(
                wire, 2, new MessageHeader(MessageType.SET_CHUNK_SIZE, 0, 4, 0), size, 128);
        see(MessageType.SET_CHUNK_SIZE, 0, size);
    }

    private void message(int chunkStream, int type, int timestampMs, int length) {
        byte[] body = bytes(length);
        var header = new MessageHeader(type, timestampMs, length, 1);
        ChunkWriter.message(wire, chunkStream, header, body, CHUNK_BYTES);
        see(type, timestampMs, body);
    }

    private void see(int type, int timestampMs, byte[] body) {
        int kept = type == MessageType.COMMAND ? body.length : ClockMarker.SEARCH_BYTES_MAX;
        byte[] first = Arrays.copyOf(body, Math.min(body.length, kept));
        expected.add(Seen.text(type, timestampMs, body.length, first));
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
