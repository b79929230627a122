package dev.millrace.edge.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.millrace.edge.Samples;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SegmentFileTest {
    private static final byte[] BODY = Samples.body(7);

    private static final SegmentHead HEAD =
            new SegmentHead(
                    "Tür/1",
                    Samples.segment(17, BODY),
                    Optional.of(new Origin(5, "seg ü.ts")),
                    Optional.empty());

    @TempDir Path folder;

    @Test
    void whatIsWrittenIsRead() throws IOException {
        Path file = folder.resolve("one.seg");
        SegmentFile.write(file, HEAD, BODY, true);
        assertThat(SegmentFile.readHead(file)).isEqualTo(HEAD);
        assertThat(SegmentFile.readBody(file, HEAD)).isEqualTo(BODY);
        try (SegmentBody body = SegmentFile.open(file)) {
            assertThat(body.read(100, 50)).isEqualTo(ByteBuffer.wrap(BODY, 100, 50));
            assertThat(body.read(BODY.length - 3, 50).remaining()).isEqualTo(3);
        }
    }

    @Test
    void aLostSegmentHasAReasonAndNoBytes() throws IOException {
        Path file = folder.resolve("one.seg");
        SegmentHead lost = HEAD.lost("the disk is full");
        SegmentFile.write(file, lost, new byte[0], false);
        assertThat(SegmentFile.readHead(file)).isEqualTo(lost);
    }

    /// A crash may leave any beginning of a file.
    @Test
    void aFileThatIsTornAnywhereIsNoSegment() throws IOException {
        Path file = folder.resolve("one.seg");
        SegmentFile.write(file, HEAD, BODY, false);
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length += length < 300 ? 1 : 97) {
            Files.write(file, java.util.Arrays.copyOf(whole, length));
            assertThatExceptionOfType(BadSegmentFileException.class)
                    .as("%d bytes", length)
                    .isThrownBy(() -> SegmentFile.readHead(file));
        }
    }

    @Test
    void everyFlippedByteIsNoticed() throws IOException {
        Path file = folder.resolve("one.seg");
        SegmentFile.write(file, HEAD, BODY, false);
        byte[] whole = Files.readAllBytes(file);
        for (int at = 0; at < whole.length; at += 7) {
            byte[] wrong = whole.clone();
            wrong[at] ^= 0x10;
            Files.write(file, wrong);
            assertThatExceptionOfType(BadSegmentFileException.class)
                    .as("byte %d", at)
                    .isThrownBy(() -> SegmentFile.readBody(file, SegmentFile.readHead(file)));
        }
    }

    @Test
    void aFolderForgetsWhatIsUnfinishedAndSetsAsideWhatIsBroken() throws IOException {
        var segments = new SegmentFolder(folder);
        Path good = segments.place("door", HEAD.segment());
        SegmentFile.write(good, HEAD, BODY, true);
        Path bad = good.resolveSibling("18-0123456789abcdef.seg");
        Files.write(bad, new byte[5]);
        Path unfinished = good.resolveSibling("19-0123456789abcdef.seg.new");
        Files.write(unfinished, BODY);
        assertThat(segments.scan()).isEqualTo(List.of(new SegmentFolder.Found(HEAD, good)));
        assertThat(unfinished).doesNotExist();
        assertThat(bad).doesNotExist();
        assertThat(bad.resolveSibling(bad.getFileName() + ".bad")).exists();
    }

    @FuzzTest(maxDuration = "5s")
    void neverThrowsAnythingElse(byte[] bytes) {
        try {
            SegmentHead head = SegmentFile.parse(ByteBuffer.wrap(bytes));
            assertThat(SegmentHead.decode(head.encode())).isEqualTo(head);
        } catch (BadSegmentFileException e) {
            assertThat(e).hasMessageMatching(".+");
        }
    }
}
