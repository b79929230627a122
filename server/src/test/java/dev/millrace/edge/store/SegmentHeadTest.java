package dev.millrace.edge.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;

class SegmentHeadTest {
    /// What a checksum hides from whoever fuzzes whole files.
    @FuzzTest(maxDuration = "5s")
    void neverThrowsAnythingElse(byte[] bytes) {
        try {
            SegmentHead head = SegmentHead.decode(ByteBuffer.wrap(bytes));
            assertThat(head.segment().bytes()).isNotNegative();
        } catch (BadSegmentFileException e) {
            assertThat(e).hasMessageMatching("(?s).+");
        }
    }
}
