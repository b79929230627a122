package dev.millrace.rtsp.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.testkit.Seeds;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReorderBufferTest {
    private final List<String> seen = new ArrayList<>();
    private final ReorderBuffer buffer = new ReorderBuffer(true, this::see);

    private void see(RtpPacket packet, int lost) {
        seen.add(lost == 0 ? "" + packet.sequence() : "(%d)%d".formatted(lost, packet.sequence()));
    }

    private void receive(long nowMs, int... sequences) {
        for (int sequence : sequences) {
            buffer.receive(packet(sequence), nowMs);
        }
    }

    private static RtpPacket packet(int sequence) {
        return new RtpPacket(false, 96, sequence & 0xFFFF, 0, 1, new byte[0]);
    }

    @Test
    void whatComesInOrderGoesOnAtOnce() {
        receive(0, 65_534, 65_535, 0, 1);
        assertThat(seen).containsExactly("65534", "65535", "0", "1");
        assertThat(buffer.isWaiting()).isFalse();
    }

    @Test
    void whatComesEarlyWaits() {
        receive(0, 10, 12, 13);
        assertThat(seen).containsExactly("10");
        assertThat(buffer.isWaiting()).isTrue();
        receive(50, 11, 12);
        assertThat(seen).containsExactly("10", "11", "12", "13");
        assertThat(buffer.late()).isEqualTo(1);
    }

    @Test
    void whatDoesNotComeIsLost() {
        receive(0, 10, 12, 15);
        buffer.tick(100);
        assertThat(seen).containsExactly("10");
        buffer.tick(101);
        assertThat(seen).containsExactly("10", "(1)12", "(2)15");
        receive(102, 11);
        assertThat(seen).hasSize(3);
        assertThat(buffer.late()).isEqualTo(1);
    }

    @Test
    void manyDoNotWait() {
        receive(0, 1);
        receive(0, IntStream.rangeClosed(3, 3 + 512).toArray());
        assertThat(seen).hasSize(514).startsWith("1", "(1)3", "4");
    }

    @Test
    void overTcpNothingWaits() {
        var strict = new ReorderBuffer(false, this::see);
        for (int sequence : new int[] {1, 3, 2}) {
            strict.receive(packet(sequence), 0);
        }
        assertThat(seen).containsExactly("1", "(1)3");
    }

    @Test
    void aNewSequenceBeginsAnew() {
        receive(0, 1, 3, 30_000, 30_001, 5);
        assertThat(seen).containsExactly("1", "(1)3", "(1)30000", "30001", "(1)5");
        buffer.restart();
        receive(0, 7);
        assertThat(seen).endsWith("7");
    }

    @Test
    void theEndGivesUpWhatIsMissing() {
        receive(0, 1, 3);
        buffer.flush();
        assertThat(seen).containsExactly("1", "(1)3");
    }

    /// Disorder of a few places comes out in order, across the end of the numbers.
    @Test
    void disorderIsUndone() {
        Seeds.forEach(random -> {
            seen.clear();
            var disordered = new ReorderBuffer(true, this::see);
            int first = random.nextInt(1 << 16);
            disordered.receive(packet(first), 0);
            List<Integer> numbers = disordered(first + 1, 200, random);
            numbers.forEach(number -> disordered.receive(packet(number), 0));
            assertThat(seen)
                    .isEqualTo(
                            IntStream.rangeClosed(first, first + 200)
                                    .mapToObj(number -> "" + (number & 0xFFFF))
                                    .toList());
        });
    }

    private static List<Integer> disordered(int first, int count, Random random) {
        var numbers = new ArrayList<Integer>();
        for (int i = 0; i < count; i += 10) {
            List<Integer> part =
                    new ArrayList<>(IntStream.range(first + i, first + i + 10).boxed().toList());
            Collections.shuffle(part, random);
            numbers.addAll(part);
        }
        return numbers;
    }
}
