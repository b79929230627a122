package dev.millrace.loss;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.testing.Seeds;
import dev.millrace.testing.Waiting;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What networks do.
@Tag("slow")
class LineLossTest {
    /// More than a segment in two pieces, with what is said around it.
    private static final int SEGMENT_BYTES = 120_000;

    @TempDir private Path root;
    private Chain chain;

    @BeforeEach
    void start() throws IOException {
        chain = Chain.here(Chain.Setup.of(root.toRealPath()));
        chain.packets(600);
        chain.record("door", "gate");
    }

    @AfterEach
    void close() {
        chain.close();
    }

    private void awaitTrap() {
        Waiting.until("the line is cut", Chain.PATIENCE, chain.line::isSprung);
    }

    /// In the middle of frames, messages and segments, and again while it comes back.
    @Test
    void cutAtAnyByteItGoesOn() {
        Seeds.forEach(
                1,
                random -> {
                    for (int cut = 0; cut < 12; cut++) {
                        chain.line.cutAfter(random.nextInt(2 * SEGMENT_BYTES));
                        chain.make(1);
                        awaitTrap();
                    }
                    chain.assertNothingIsLost();
                });
    }

    /// Half-open: packets are lost, and nobody is told that there is no connection any more.
    @Test
    void aLineThatFallsSilentIsOpenedAnew() throws IOException {
        chain.asked.stream("door");
        chain.line.trap(SEGMENT_BYTES / 2, chain.line::goDark);
        chain.make(3);
        awaitTrap();
        chain.line.light();
        chain.make(3);
        chain.assertNothingIsLost();
    }

    /// While nobody answers, whoever connects hears nothing either.
    @Test
    void aLineThatIsDarkForLongIsTriedAgain() throws IOException {
        chain.line.goDark();
        chain.line.cut();
        long dark = chain.line.connections();
        Waiting.until(
                "it has tried twice", Chain.PATIENCE, () -> chain.line.connections() > dark + 2);
        chain.make(2);
        chain.line.light();
        chain.assertNothingIsLost();
    }

    /// A segment takes longer than anybody is silent who lives, and longer than one connection
    /// lasts.
    @Test
    void aSlowLineGetsEverythingAcrossInTheEnd() throws IOException {
        chain.line.slow(150_000);
        chain.packets(12_000); // 2.3 MB
        chain.make(1);
        chain.packets(10);
        chain.assertNothingIsLost();
    }

    /// A segment may take longer than any connection lasts. What is across is not sent again, also
    /// if the control node does not know yet that the connection is dead.
    @Test
    void whatIsAcrossIsNotSentAgain() throws IOException {
        chain.packets(10_000); // 1.9 MB
        long before = chain.line.upBytes();
        chain.line.trap(1_500_000, chain.line::goDark);
        chain.make(1);
        awaitTrap();
        chain.line.light();
        chain.line.cutAfter(1_000_000);
        chain.awaitAll();
        long all = 2 * 10_000 * 188;
        assertThat(chain.line.upBytes() - before).isBetween(all, all + all / 5);
        chain.packets(10);
        chain.assertNothingIsLost();
    }

    @Test
    void aLongLineIsNoReasonToGiveUp() throws IOException {
        chain.line.delay(Duration.ofMillis(800));
        chain.line.cut();
        chain.make(5);
        chain.assertNothingIsLost();
    }

    /// Somebody trips over the cable again and again.
    @Test
    void aLineThatComesAndGoesIsUsedWhileItIsThere() throws IOException {
        for (int i = 0; i < 10; i++) {
            chain.make(1);
            chain.line.refuse();
            chain.make(1);
            chain.line.accept();
        }
        chain.assertNothingIsLost();
    }
}
