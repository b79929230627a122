package dev.millrace.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.millrace.testing.Seeds;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AppendLogTest {
    private final MemoryBudget budget = new MemoryBudget(Long.MAX_VALUE);
    private final MemoryBudget.Account account = budget.account();
    private final AppendLog log = new AppendLog(account);

    @ParameterizedTest
    @ValueSource(
            ints = {
                0, 1, 4095, 4096, 4097, 12_287, 12_288, 12_289, 28_672, 28_673, 61_439, 61_440,
                61_441, 126_976, 126_977, 1_000_000
            })
    void givesBackWhatWasPutAtEveryBlockBorder(int length) {
        byte[] content = content(length);
        log.put(content);
        log.publish();
        assertThat(log.published()).isEqualTo(length);
        assertThat(read(0, length)).isEqualTo(content);
        log.seal();
        assertThat(read(0, length)).isEqualTo(content);
    }

    @ParameterizedTest
    @CsvSource({
        // from, to, end of the run: blocks begin at 0, 4, 12, 28, 60, 124 KiB …
        "0, 1, 1",
        "0, 4096, 4096",
        "0, 4097, 4096",
        "4095, 200000, 4096",
        "4096, 200000, 12288",
        "12288, 200000, 28672",
        "28672, 200000, 61440",
        "61440, 200000, 126976",
        "126976, 200000, 192512",
        "192512, 200000, 200000"
    })
    void aRunEndsAtABlockBorder(long from, long to, long end) {
        log.put(content(200_000));
        log.publish();
        assertThat(log.run(from, to).remaining()).isEqualTo(end - from);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4096, 4097, 12_289, 262_143, 262_144, 262_145, 1_000_000})
    void joinedBlocksHoldTheSame(int length) {
        byte[] content = content(length);
        log.put(content);
        log.publish();
        ByteBuffer early = length == 0 ? ByteBuffer.allocate(0) : log.run(0, length);
        byte[] expectedEarly = Arrays.copyOf(content, early.remaining());
        log.sealJoined();
        assertThat(read(0, length)).isEqualTo(content);
        assertThat(read(length / 3, length))
                .isEqualTo(Arrays.copyOfRange(content, length / 3, length));
        assertThat(bytes(early)).as("of a reader who came before").isEqualTo(expectedEarly);
        assertThat(account.bytes()).isEqualTo(length);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 100000, 100000",
        "5000, 100000, 100000",
        "0, 600000, 262144",
        "262144, 600000, 524288",
        "600000, 700000, 700000"
    })
    void aRunOfJoinedBlocksIsLong(long from, long to, long end) {
        log.put(content(700_000));
        log.sealJoined();
        assertThat(log.run(from, to).remaining()).isEqualTo(end - from);
    }

    @Test
    void whatIsNotPublishedIsNotSeen() {
        log.put(content(10));
        assertThat(log.written()).isEqualTo(10);
        assertThat(log.published()).isZero();
        log.publish();
        assertThat(log.published()).isEqualTo(10);
    }

    @Test
    void aRunStaysRightWhileTheLogGrowsAndSeals() {
        byte[] content = content(500_000);
        log.put(content, 0, 100);
        log.publish();
        ByteBuffer early = log.run(0, 100);
        log.put(content, 100, content.length - 100);
        log.seal();
        assertThat(bytes(early)).isEqualTo(Arrays.copyOf(content, 100));
    }

    @ParameterizedTest
    @CsvSource({
        // bytes put, bytes held before the seal
        "0, 0",
        "1, 4096",
        "4096, 4096",
        "4097, 12288",
        "61441, 126976",
        "126977, 192512"
    })
    void theAccountHoldsBlocksThenTheExactLengthThenNothing(int length, long held) {
        log.put(content(length));
        assertThat(account.bytes()).isEqualTo(held);
        log.seal();
        assertThat(account.bytes()).isEqualTo(length);
        log.release();
        assertThat(account.bytes()).isZero();
        log.release();
        assertThat(account.bytes()).isZero();
        assertThat(budget.bytesUsed()).isZero();
        assertThat(read(0, length)).as("who still reads may go on").isEqualTo(content(length));
    }

    @Test
    void nothingGoesIntoASealedLog() {
        log.put(content(10));
        log.seal();
        assertThatIllegalStateException().isThrownBy(() -> log.put(content(1)));
    }

    @Test
    void aBufferIsConsumed() {
        ByteBuffer source = ByteBuffer.wrap(content(100), 10, 50);
        log.put(source);
        assertThat(source.hasRemaining()).isFalse();
        log.publish();
        assertThat(read(0, 50)).isEqualTo(Arrays.copyOfRange(content(100), 10, 60));
    }

    @Test
    void theSizesOfPutsDoNotMatter() {
        Seeds.forEach(
                50,
                random -> {
                    var cut = new AppendLog(account);
                    byte[] content = content(random.nextInt(300_000));
                    for (int at = 0; at < content.length; ) {
                        int length = Math.min(content.length - at, 1 + random.nextInt(20_000));
                        cut.put(content, at, length);
                        at += length;
                    }
                    cut.publish();
                    int from = random.nextInt(content.length + 1);
                    int to = from + random.nextInt(content.length - from + 1);
                    assertThat(read(cut, from, to))
                            .isEqualTo(Arrays.copyOfRange(content, from, to));
                });
    }

    private byte[] read(long from, long to) {
        return read(log, from, to);
    }

    private static byte[] read(AppendLog log, long from, long to) {
        ByteBuffer all = ByteBuffer.allocate((int) (to - from));
        for (long at = from; at < to; ) {
            ByteBuffer run = log.run(at, to);
            at += run.remaining();
            all.put(run);
        }
        return all.array();
    }

    private static byte[] bytes(ByteBuffer run) {
        byte[] copy = new byte[run.remaining()];
        run.get(copy);
        return copy;
    }

    private static byte[] content(int length) {
        byte[] content = new byte[length];
        new Random(7).nextBytes(content);
        return content;
    }
}
