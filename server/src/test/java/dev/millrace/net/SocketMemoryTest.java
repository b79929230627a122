package dev.millrace.net;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class SocketMemoryTest {
    private static final ByteBuffer NO_HEAD = ByteBuffer.allocate(0);

    private final SocketMemory memory = SocketMemory.ofThread();

    @Test
    void joinsWhatItIsGivenAndLeavesItUnread() {
        ByteBuffer one = bytes("one ");
        ByteBuffer two = bytes("two").position(1);
        assertThat(text(memory.join(one, two))).isEqualTo("one wo");
        assertThat(one.remaining() + two.remaining()).isEqualTo(6);
    }

    @Test
    void bytesThatMayChangeAreCopiedEachTime() {
        ByteBuffer reused = bytes("old");
        assertThat(text(memory.join(reused, NO_HEAD))).isEqualTo("old");
        reused.put(0, "new".getBytes(US_ASCII));
        assertThat(text(memory.join(reused, NO_HEAD))).isEqualTo("new");
    }

    @Test
    void sharedBytesAreCopiedOnce() {
        byte[] wire = "abcdef".getBytes(US_ASCII);
        assertThat(text(memory.joinShared(NO_HEAD, run(wire, 1, 3), run(wire, 4, 1))))
                .isEqualTo("bcde");
        wire[2] = 'X'; // nobody may do that: it shows who copies
        assertThat(text(memory.joinShared(bytes("4:"), run(wire, 1, 3), run(wire, 4, 1))))
                .as("a head of each one's own")
                .isEqualTo("4:bcde");
        assertThat(text(memory.joinShared(NO_HEAD, run(wire, 1, 3), run(wire, 4, 2))))
                .as("longer")
                .isEqualTo("bXdef");
        assertThat(text(memory.joinShared(NO_HEAD, run(wire.clone(), 1, 3), run(wire, 4, 2))))
                .as("elsewhere")
                .isEqualTo("bXdef");
    }

    @Test
    void whatWasJoinedMeanwhileIsNotTakenForTheSharedBytes() {
        byte[] wire = "abc".getBytes(US_ASCII);
        memory.joinShared(NO_HEAD, run(wire, 0, 3));
        memory.join(bytes("an answer"), NO_HEAD);
        assertThat(text(memory.joinShared(NO_HEAD, run(wire, 0, 3)))).isEqualTo("abc");
    }

    @Test
    void takesAsMuchAsThereIsRoomFor() {
        byte[] large = new byte[100 << 10];
        large[7] = 1;
        ByteBuffer joined =
                memory.joinShared(
                        bytes("h"), run(large, 0, large.length), run(large, 0, large.length));
        assertThat(joined.remaining()).isEqualTo(1 + (128 << 10));
        assertThat(joined.slice().get(1 + large.length + 7)).isEqualTo((byte) 1);
    }

    @Test
    void aHeadIsShort() {
        assertThatThrownBy(() -> memory.joinShared(ByteBuffer.allocate(65), bytes("a")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(US_ASCII));
    }

    private static ByteBuffer run(byte[] wire, int from, int length) {
        return ByteBuffer.wrap(wire, from, length);
    }

    private static String text(ByteBuffer bytes) {
        return US_ASCII.decode(bytes.duplicate()).toString();
    }
}
